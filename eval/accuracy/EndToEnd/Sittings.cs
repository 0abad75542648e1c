using Sentinel.Replay;

namespace Sentinel.Accuracy;

/// <summary>People's recordings as sittings: enrolment and later ones, with the person who acted.</summary>
/// <param name="User">The account's user.</param>
/// <param name="Enrolment">The user's own sittings, in order.</param>
/// <param name="Later">The user's later sittings and impostors' in the user's name, in order.</param>
internal sealed record Sittings(string User, IReadOnlyList<Recording> Enrolment, IReadOnlyList<(Recording Recording, bool IsUser)> Later)
{
    private const int CmuEnrolment = 4;
    private const int SentencesEnrolment = 2;

    /// <summary>
    /// Four sessions of fifty repetitions are the enrolment, four follow; impostors are the first sessions of the other people.
    /// </summary>
    public static IReadOnlyList<Sittings> OfCmu(string folder, Func<int, bool> who) =>
        OfSessions(
            [.. new KeystrokeCmu(Path.Combine(folder, "keystroke-cmu.csv.gz")).Read()],
            "cmu",
            CmuEnrolment,
            others => others.Take(1),
            who
        );

    /// <summary>Two sentences are the enrolment, two follow; impostors are the later sentences of the other people.</summary>
    public static IReadOnlyList<Sittings> OfSentences(string folder, Func<int, bool> who) =>
        OfSessions(
            [.. new KeystrokeSentences(Path.Combine(folder, "keystroke-sentences.csv.gz")).Read()],
            "sentences",
            SentencesEnrolment,
            others => others.Skip(SentencesEnrolment),
            who
        );

    /// <summary>The training sessions are the enrolment; labelled ones follow.</summary>
    public static IReadOnlyList<Sittings> OfBalabit(IReadOnlyList<PointerSession> sessions, Func<int, bool> who) =>
        [
            .. sessions
                .GroupBy(session => session.User)
                .Where(user => who(user.Key))
                .OrderBy(user => user.Key)
                .Select(user => new Sittings(
                    $"balabit-{user.Key}",
                    [.. user.Where(session => session.IsTraining).Select(session => session.Recording)],
                    [
                        .. user.Where(session => session is { IsTraining: false, IsIllegal: not null })
                            .Select(session => (session.Recording, session.IsIllegal == false)),
                    ]
                )),
        ];

    private static IReadOnlyList<Sittings> OfSessions(
        IReadOnlyList<Recording> recordings,
        string source,
        int enrolment,
        Func<IEnumerable<Recording>, IEnumerable<Recording>> attacks,
        Func<int, bool> who
    )
    {
        // user-session
        var people = recordings
            .GroupBy(recording => int.Parse(recording.Id.Split('-')[0], null))
            .ToDictionary(
                person => person.Key,
                person => person.OrderBy(recording => int.Parse(recording.Id.Split('-')[1], null)).ToArray()
            );
        return
        [
            .. people
                .Keys.Where(who)
                .Order()
                .Select(user => new Sittings(
                    $"{source}-{user}",
                    [.. people[user].Take(enrolment)],
                    Among(
                        people[user].Skip(enrolment).ToArray(),
                        people
                            .Keys.Where(other => other != user && who(other))
                            .Order()
                            .SelectMany(other => attacks(people[other]))
                            .ToArray()
                    )
                )),
        ];
    }

    /// <summary>Spreads impostors evenly over the user's sittings.</summary>
    private static IReadOnlyList<(Recording Recording, bool IsUser)> Among(Recording[] own, Recording[] others) =>
        [
            .. own.SelectMany(
                (recording, i) =>
                    others[(i * others.Length / own.Length)..((i + 1) * others.Length / own.Length)]
                        .Select(other => (other, false))
                        .Append((recording, true))
            ),
        ];
}

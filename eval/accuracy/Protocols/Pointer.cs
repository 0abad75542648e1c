using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Accuracy;

/// <summary>A profile of a person's training sessions scores sessions in the person's name, by the mean of its strokes.</summary>
internal sealed class Pointer
{
    private readonly IReadOnlyList<PointerSession> sessions;

    /// <summary>Whether the first person is part of the background of the second.</summary>
    private readonly Func<int, int, bool> isBackground;

    /// <summary>The person's own sessions, and impostors' in the person's name.</summary>
    private readonly Func<int, (IEnumerable<PointerSession> Own, IEnumerable<PointerSession> Others)> attempts;

    private Pointer(
        IReadOnlyList<PointerSession> sessions,
        Func<int, bool> isUser,
        Func<int, int, bool> isBackground,
        Func<int, (IEnumerable<PointerSession> Own, IEnumerable<PointerSession> Others)> attempts)
    {
        (this.sessions, this.isBackground, this.attempts) = (sessions, isBackground, attempts);
        Users = [.. sessions.Select(session => session.User).Distinct().Where(isUser).Where(user => Training(user).Any()).Order()];
    }

    public IReadOnlyList<int> Users { get; }

    /// <summary>
    /// Balabit-labelled: each labelled session is an attempt. The background is the training of the other nine people, because there are
    /// only ten.
    /// </summary>
    public static Pointer OfBalabit(IReadOnlyList<PointerSession> sessions, bool odd)
    {
        var labelled = sessions.Where(session => !session.IsTraining && session.IsIllegal is not null)
            .ToLookup(session => (session.User, session.IsIllegal!.Value));
        return new(
            sessions,
            user => user % 2 == (odd ? 1 : 0),
            (other, user) => other != user,
            user => (labelled[(user, false)], labelled[(user, true)]));
    }

    /// <summary>
    /// SapiMouse: everybody's minute is an attempt in each one's name. People whose id / 2 is even are the background of those whose id / 2
    /// is odd; for tuning, one half of them is that of the other.
    /// </summary>
    public static Pointer OfSapi(IReadOnlyList<PointerSession> sessions, bool odd)
    {
        Func<int, bool> isUser = odd ? user => user / 2 % 2 == 1 : user => user / 2 % 4 == 0;
        Func<int, bool> isOther = odd ? user => user / 2 % 2 == 0 : user => user / 2 % 4 == 2;
        var minutes = sessions.Where(session => !session.IsTraining && isUser(session.User)).ToArray();
        return new(
            sessions,
            isUser,
            (other, _) => isOther(other),
            user => (minutes.Where(session => session.User == user), minutes.Where(session => session.User != user)));
    }

    /// <param name="first">How many strokes of a session count; null for all.</param>
    /// <param name="step">Called after each person.</param>
    /// <param name="few">How many training sessions enrol, with how many of their first strokes; null for all strokes of all.</param>
    public IReadOnlyList<Scores> Of(int? first, Action step, (int Sittings, int Strokes)? few = null) =>
        [
            .. Users.Select(user =>
            {
                var profile = Learn(user, few);
                var (own, others) = attempts(user);
                step();
                return new Scores([.. own.Select(Score)], [.. others.Select(Score)]);

                double Score(PointerSession session) =>
                    session
                        .Strokes.Where(stroke => StrokeTraits.Has(stroke))
                        .Take(first ?? int.MaxValue)
                        .Select(stroke => profile.Score(stroke))
                        .DefaultIfEmpty(0)
                        .Average();
            }),
        ];

    public PointerProfile Learn(int user, (int Sittings, int Strokes)? few = null)
    {
        var others = sessions.Where(session => session.IsTraining && isBackground(session.User, user)).GroupBy(session => session.User);
        var background = PointerBackground.Of([.. others.Select(person => person.SelectMany(session => session.Samples).ToArray())]);
        var own = few is { } most
            ? Training(user).Take(most.Sittings).SelectMany(session => session.Samples.Take(most.Strokes))
            : Training(user).SelectMany(session => session.Samples);
        return PointerProfile.Learn(own, background) ?? throw new InvalidOperationException($"Person {user} moved too little.");
    }

    private IEnumerable<PointerSession> Training(int user) => sessions.Where(session => session.IsTraining && session.User == user);
}

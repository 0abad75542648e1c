using Sentinel.Domain.Profiles;

namespace Sentinel.Accuracy;

/// <summary>
/// Sentences: scores a profile of a person's first two sessions against their other two and those of all others outside the background.
/// </summary>
internal sealed class FreeText(Sentences recordings, bool odd)
{
    private const int Enrolment = 2;
    private const int Everything = 100;

    private readonly FreeTextBackground background = FreeTextBackground.Of([
        .. recordings
            .People.Where(person => person.Key % 2 == 0 && !IsUser(person.Key, odd))
            .Select(person => FreeTextSums.Of(person.Value.SelectMany(session => Sentences.Times(session, Everything)))),
    ]);

    public IReadOnlyList<int> Users { get; } = [.. recordings.People.Keys.Where(id => IsUser(id, odd)).Order()];

    public IReadOnlyList<Scores> Of(int strokes, Action step) =>
        [
            .. Users.Select(user =>
            {
                var profile = Learn(user);
                step();
                return new Scores(
                    [.. Later(user, strokes).Select(profile)],
                    [.. Users.Where(other => other != user).SelectMany(other => Later(other, strokes)).Select(profile)]
                );
            }),
        ];

    /// <summary>A profile, times to measure it with, and the key strokes it was learned from.</summary>
    public (
        FreeTextProfile Profile,
        IReadOnlyList<Domain.Features.FreeTextTime> Times,
        IReadOnlyList<Domain.Telemetry.KeyStroke> Strokes
    ) Sample()
    {
        var user = Users[0];
        return (
            Profile(user),
            Later(user, Everything).First(),
            [.. recordings.People[user].Take(Enrolment).SelectMany(session => session)]
        );
    }

    /// <summary>Normalised score; higher for an impostor.</summary>
    private Func<IReadOnlyList<Domain.Features.FreeTextTime>, double> Learn(int user)
    {
        var profile = Profile(user);
        return times => profile.Normalised(times.Average(profile.Score));
    }

    private FreeTextProfile Profile(int user) =>
        FreeTextProfile.Learn(
            FreeTextSums.Of(recordings.People[user].Take(Enrolment).SelectMany(session => Sentences.Times(session, Everything))),
            background
        ) ?? throw new InvalidOperationException($"Person {user} typed too little.");

    private IEnumerable<IReadOnlyList<Domain.Features.FreeTextTime>> Later(int user, int strokes) =>
        recordings.People[user].Skip(Enrolment).Select(session => Sentences.Times(session, strokes));

    /// <summary>Everything is tuned on people with even ids: every other one is a user, the rest are the background.</summary>
    private static bool IsUser(int id, bool odd) => odd ? id % 2 == 1 : id % 4 == 0;
}

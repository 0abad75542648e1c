using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;

namespace Sentinel.Accuracy;

/// <summary>
/// KM09 and its variants: scores a template of a person's first 200 repetitions against the other 200 and the first five of each impostor.
/// </summary>
internal sealed class FixedText(Cmu recordings, bool odd)
{
    private const int Enrolment = 200;
    private const int ImpostorEntries = 5;

    /// <summary>Entries accepted for training between two trainings.</summary>
    private const int Refit = 10;

    private const int EntriesADay = 50;
    private const ulong Field = 1;

    public IReadOnlyList<int> Users { get; } = [.. recordings.People.Keys.Where(id => IsUser(id, odd)).Order()];

    /// <summary>Neither users nor impostors of the protocols with a background; none has an odd id.</summary>
    private IEnumerable<IReadOnlyList<FixedTextRhythm>> BackgroundPeople => Of(id => id % 2 == 0 && !IsUser(id, odd));

    /// <summary>The typing of any text by people who are not users here.</summary>
    public FixedTextBackground AnyText => FixedTextBackground.OfAnyText([.. BackgroundPeople]);

    /// <summary>Fixed templates; impostors are all other people, or those outside the background.</summary>
    /// <param name="background">What people are compared with.</param>
    /// <param name="everybody">Whether people of the background are impostors too.</param>
    /// <param name="step">Called after each user.</param>
    /// <param name="enrolment">The repetitions that enrol.</param>
    public IReadOnlyList<Scores> Static(
        FixedTextBackground? background, bool everybody, Action step, int enrolment = Enrolment) => [.. Users.Select(user =>
    {
        var own = recordings.People[user];
        var template = FixedTextTemplate.Learn([.. own.Take(enrolment)], background)!;
        step();
        return new Scores(
            [.. own.Skip(Enrolment).Select(entry => template.Score(entry) - template.Level)],
            [.. Attempts(user, everybody).Select(entry => template.Score(entry) - template.Level)]);
    })];

    /// <summary>
    /// The other 200 repetitions arrive in order, fifty a day, mixed with impostors' attempts in random order. No challenge is passed: the
    /// learning gate alone accepts entries, from any person; the product trains after each ten accepted entries.
    /// </summary>
    public IReadOnlyList<Scores> Adaptive(FixedTextBackground background, Action step) =>
        [
            .. Users.Select(user =>
            {
                var (own, dice, population) = (recordings.People[user], new Random(user), new Population { FixedText = background });
                List<StoredSample> samples =
                [
                    .. own.Take(Enrolment).Select((entry, i) => TrainingSample(i, i / EntriesADay, verified: true, entry)),
                ];
                var published = Trained.Of(new(1, samples), population).Baseline!;
                var attempts = Attempts(user, everybody: false).ToArray();
                dice.Shuffle(attempts);
                var genuine = own.Skip(Enrolment).ToArray();
                var (kept, forged, waiting, tried) = (new List<double>(), new List<double>(), 0, 0);
                for (var i = 0; i < genuine.Length; i++)
                {
                    var day = (Enrolment + i) / EntriesADay;
                    kept.Add(Meet(genuine[i], day));
                    for (; tried < attempts.Length * (i + 1) / genuine.Length; tried++)
                        forged.Add(Meet(attempts[tried], day));
                }

        step();
        return new Scores(kept, forged);

        double Meet(FixedTextRhythm entry, int day)
        {
            var template = published.Texts[0].Template;
            if (LearningGate.MayTrain(new(Field, entry, 1), published))
            {
                samples.Add(TrainingSample(samples[^1].Id + 1, day, verified: false, entry));
                if (++waiting % Refit == 0) Train();
            }

            return template.Score(entry) - template.Level;
        }

                void Train()
                {
                    var trained = Trained.Of(new(published.Version + 1, samples), population);
                    samples =
                    [
                        .. samples
                            .Where(sample => !trained.Dropped.Contains(sample.Id) && !trained.SetAside.Contains(sample.Id))
                            .Select(sample => sample with { IsNew = false }),
                    ];
                    published = trained.Baseline!;
                }
            }),
        ];

    private static StoredSample TrainingSample(long id, int day, bool verified, FixedTextRhythm entry) =>
        new(id, DateTimeOffset.UnixEpoch.AddDays(day), IsNew: true, verified, new() { Entries = [new(Field, entry, 1)] });

    /// <summary>Everything is tuned on people with even ids: every other one is a user, the rest are the background.</summary>
    private static bool IsUser(int id, bool odd) => odd ? id % 2 == 1 : id % 4 == 0;

    private IEnumerable<FixedTextRhythm> Attempts(int user, bool everybody) =>
        Of(id => id != user && (everybody || IsUser(id, odd))).SelectMany(person => person.Take(ImpostorEntries));

    private IEnumerable<IReadOnlyList<FixedTextRhythm>> Of(Func<int, bool> which) =>
        recordings.People.Where(person => which(person.Key)).OrderBy(person => person.Key).Select(person => person.Value);
}

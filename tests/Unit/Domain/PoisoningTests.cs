using Sentinel.Domain.Detection.Anomaly;
using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;
using Xunit.Abstractions;

namespace Sentinel.Unit.Tests;

/// <summary>
/// An attacker on the user's device shifts the baseline by 0.1 ms per key stroke, over ten thousand key strokes. Tests the template, the
/// learning gate, the reservoir and the drift check together, for many users.
/// </summary>
public sealed class PoisoningTests(ITestOutputHelper output)
{
    private const int Strokes = 10_000;
    private const int EntriesADay = 20;
    private const double Drift = 0.1;

    public static TheoryData<int, int, int, bool> People()
    {
        TheoryData<int, int, int, bool> people = [];
        foreach (var seed in Enumerable.Range(1, 12))
        {
            foreach (var (verified, others, userTypesToo) in new[] { (60, 0, false), (1, 59, false), (1, 19, true) })
                people.Add(seed, verified, others, userTypesToo);
        }

        return people;
    }

    /// <param name="seed">The user.</param>
    /// <param name="verified">Entries of the enrolment that a challenge verified.</param>
    /// <param name="others">Unverified entries of the enrolment, typed after them.</param>
    /// <param name="userTypesToo">The user continues to type and passes a challenge every week.</param>
    [Theory]
    [MemberData(nameof(People))]
    public void Train_WhenSomebodyDriftsOverTenThousandStrokes_TheyAreNotTheUserInTheEndAndTheUserStillIs(
        int seed,
        int verified,
        int others,
        bool userTypesToo
    )
    {
        var (user, attacker) = (new Typist(seed), new Typist(seed));
        var account = new Account();
        account.Train(0, user.Entries(verified), verified: true);
        account.Train(0, user.Entries(others), verified: false);
        for (var (typed, day) = (0, 1); typed < Strokes; day++)
        {
            List<FixedTextRhythm> entries = [];
            for (var i = 0; i < EntriesADay && typed < Strokes; i++, typed += Typist.Length)
                entries.Add(FixedTextRhythm.Of(attacker.Strokes(Typist.Length, shift: typed * Drift))!);
            account.Train(day, entries, verified: false);
            if (userTypesToo) account.Train(day, user.Entries(3), verified: day % 7 == 0);
        }

        var (own, theirs) = (
            account.Accepted(user.Entries(200)),
            account.Accepted([
                .. Enumerable.Range(0, 200).Select(_ => FixedTextRhythm.Of(attacker.Strokes(Typist.Length, shift: Strokes * Drift))!),
            ])
        );
        output.WriteLine(
            $"{account.Entries} entries got through to training, {account.Quarantined} versions quarantined; accepted {own:P0} of the "
                + $"user's, {theirs:P0} of the attacker's"
        );
        Assert.True(theirs < 0.02, $"{theirs:P0} of the attacker's entries are the user's");
        // A user who is away for all 45 days finds a baseline as far off as the anchor allows; it still accepts most of their entries.
        Assert.True(own > (userTypesToo ? 0.8 : 0.6), $"{own:P0} of the user's own entries are accepted");
    }

    /// <summary>
    /// An attacker who can type like the user drifts to their own rhythm, while the user continues and passes a challenge every week.
    /// </summary>
    [Fact]
    public void Train_WhenAnAttackerDriftsToTheirOwnRhythm_MostStayRefusedAndEachUserStaysAccepted()
    {
        List<double> theirs = [];
        foreach (var seed in Enumerable.Range(1, 12))
        {
            var (user, attacker, account) = (new Typist(seed), new Typist(seed + 10_000), new Account());
            account.Train(0, user.Entries(1), verified: true);
            account.Train(0, user.Entries(19), verified: false);
            var before = account.Accepted(attacker.Entries(200));
            for (var (typed, day) = (0, 1); typed < Strokes; day++, typed += EntriesADay * Typist.Length)
            {
                account.Train(day, user.Towards(attacker, typed / (double)Strokes).Entries(EntriesADay), verified: false);
                account.Train(day, user.Entries(3), verified: day % 7 == 0);
            }

            theirs.Add(account.Accepted(attacker.Entries(200)));
            var own = account.Accepted(user.Entries(200));
            output.WriteLine(
                $"{account.Entries} entries got through, {account.Quarantined} versions quarantined; accepted {own:P0} of the user's, "
                    + $"{theirs[^1]:P0} of the attacker's, {before:P0} before"
            );
            Assert.True(own > 0.8, $"{own:P0} of the user's own entries are accepted");
        }

        Assert.True(theirs.Order().ElementAt(theirs.Count / 2) < 0.1, "half of the attackers are the users");
    }

    /// <summary>Mouse strokes are judged by the mouse's anchor, whatever else comes with them.</summary>
    [Fact]
    public void Train_WhenTouchesAndPensAreMixedIn_AStrangersMouseIsStillRefused()
    {
        var known = TrainingSamples(1, SampleKind.Strokes, verified: true, isNew: false);
        var touch = known[0].TrainingSample.Strokes[0] with { Kind = PointerKind.Touch };
        var others = TrainingSamples(2, SampleKind.Strokes, verified: false, isNew: true, firstId: 1_000)
            .Select(kept =>
                kept with
                {
                    TrainingSample = new() { Strokes = [touch, .. kept.TrainingSample.Strokes, touch with { Kind = PointerKind.Pen }] },
                }
            )
            .ToArray();
        var trained = Trained.Of(new(2, [.. known, .. others]), Crowd.Population);
        Assert.NotNull(trained.Rejected);
        Assert.True(others.All(sample => trained.SetAside.Contains(sample.Id)));
    }

    /// <summary>
    /// A page names its fields, so an attacker on the user's device can invent some. The user's later challenge releases their entries for
    /// training.
    /// </summary>
    /// <param name="invented">Invented fields, beside entries of the password.</param>
    /// <param name="entries">Entries in each invented field.</param>
    [Theory]
    [InlineData(1, 10), InlineData(2, 10), InlineData(15, 1), InlineData(20, 1), InlineData(40, 1)]
    public void Train_WhenAStrangerInventsFields_ThePasswordStaysTheUsers(int invented, int entries)
    {
        foreach (var seed in Enumerable.Range(1, 6))
        {
            var (user, stranger, account) = (new Typist(seed), new Typist(seed + 10_000), new Account());
            account.Train(0, user.Entries(60), verified: true);
            foreach (var field in Enumerable.Range(1, invented))
                account.Train(1, stranger.Entries(entries), verified: false, Crowd.Password + (ulong)field, released: true);
            account.Train(1, stranger.Entries(20), verified: false, released: true);
            Assert.True(account.Accepted(stranger.Entries(100)) < 0.1);
            Assert.True(account.Accepted(user.Entries(100)) > 0.8);
            Assert.Equal([Crowd.Password], account.Fields);
        }
    }

    /// <summary>The same over several days, with few or no verified entries, and with all entries in one batch.</summary>
    [Theory]
    [
        InlineData(7, 13, true),
        InlineData(1, 59, false),
        InlineData(1, 59, true),
        InlineData(1, 19, true),
        InlineData(0, 60, false),
        InlineData(0, 60, true)
    ]
    public void Train_WhenAStrangerInventsFieldsDayAfterDay_TheyAreNotTheUser(int verified, int others, bool inOneBatch)
    {
        foreach (var seed in Enumerable.Range(1, 6))
        {
            var (user, stranger, account) = (new Typist(seed), new Typist(seed + 10_000), new Account());
            account.Train(0, user.Entries(verified), verified: true);
            account.Train(0, user.Entries(others), verified: false, released: true);
            for (var day = 1; day <= 3; day++)
            {
                var invented = Enumerable
                    .Range(0, 16)
                    .Select(field => new FixedTextWindow(Crowd.Password + (ulong)field, stranger.Entries(1)[0], 1))
                    .ToArray();
                foreach (var batch in inOneBatch ? [invented] : invented.Select(entry => new[] { entry }))
                    account.Release(day, batch);
                account.Train(day, stranger.Entries(20), verified: false, released: true);
            }

            Assert.True(account.Accepted(stranger.Entries(100)) < 0.1);
            Assert.True(account.Accepted(user.Entries(100)) > 0.6);
        }
    }

    /// <summary>A site may have any number of fields. Verified fields are learned, and each field that is kept has an anchor.</summary>
    [Fact]
    public void Train_WhenASiteHasManyFields_EachThatIsKeptStillRefusesAStranger()
    {
        var (user, stranger) = (new Typist(1), new Typist(10_001));
        List<StoredSample> samples = [];
        foreach (var field in Enumerable.Range(0, 20)) Add(user, field, verified: true, isNew: false);
        foreach (var field in Enumerable.Range(0, 20)) Add(stranger, field, verified: false, isNew: true);
        var trained = Trained.Of(new(2, samples), Crowd.Population);
        var left = samples.Where(sample => !trained.Dropped.Contains(sample.Id) && !trained.SetAside.Contains(sample.Id)).ToArray();
        Assert.Equal(
            Reservoir.MaxFields,
            left.SelectMany(sample => sample.TrainingSample.Entries).Select(entry => entry.Field).Distinct().Count()
        );
        Assert.InRange(left.Count(sample => !sample.Verified), 0, 0.1 * 40 * Reservoir.MaxFields);

        void Add(Typist who, int field, bool verified, bool isNew)
        {
            foreach (var entry in who.Entries(40))
                samples.Add(
                    new(samples.Count, At(samples.Count / 20), isNew, verified, new() { Entries = [new((ulong)field + 1, entry, 1)] })
                );
        }
    }

    [Fact]
    public void Train_WhenAFieldIsNewAndVerified_ReplacesTheOneUsedLongAgo()
    {
        var (user, account) = (new Typist(1), new Account());
        account.Train(0, user.Entries(20), verified: true, Crowd.Password + 1);
        account.Train(1, user.Entries(20), verified: true);
        account.Train(2, user.Entries(10), verified: true, Crowd.Password + 2);
        Assert.Equal([Crowd.Password + 2, Crowd.Password], account.Fields);
    }

    [Theory]
    [InlineData(SampleKind.FixedText)]
    [InlineData(SampleKind.FreeText)]
    [InlineData(SampleKind.Strokes)]
    public void Train_WhenAnotherPersonTypes_OnlyVerifiedSamplesAreUsed(SampleKind kind)
    {
        var known = TrainingSamples(1, kind, verified: true, isNew: false);
        var others = TrainingSamples(2, kind, verified: false, isNew: true, firstId: 1_000);
        var trained = Trained.Of(new(2, [.. known, .. others]), Crowd.Population);
        Assert.Equal((2, 3), (trained.Rejected!.Version, trained.Baseline!.Version));
        Assert.True(
            others.All(sample => trained.SetAside.Contains(sample.Id)) && !known.Any(sample => trained.SetAside.Contains(sample.Id))
        );
        Assert.Null(
            Trained
                .Of(
                    new(2, [.. known, .. TrainingSamples(1, kind, verified: false, isNew: true, firstId: 1_000, later: true)]),
                    Crowd.Population
                )
                .Rejected
        );
    }

    [Fact]
    public void Train_WhenOneKindHasDrifted_TheOthersGoOnLearning()
    {
        var known = TrainingSamples(1, SampleKind.FixedText, verified: true, isNew: false);
        var freeText = TrainingSamples(1, SampleKind.FreeText, verified: false, isNew: true, firstId: 2_000);
        var trained = Trained.Of(
            new(2, [.. known, .. freeText, .. TrainingSamples(2, SampleKind.FixedText, verified: false, isNew: true, firstId: 1_000)]),
            Crowd.Population
        );
        Assert.NotNull(trained.Rejected);
        Assert.True(trained.Baseline is { FreeText: not null, Texts.Length: 1 });
        Assert.DoesNotContain(freeText, sample => trained.SetAside.Contains(sample.Id));
    }

    [Fact]
    public void Train_WhenPassedChallengesTellOfANewRhythm_ItIsLearntAndTheOldOneForgotten()
    {
        var old = TrainingSamples(1, SampleKind.FixedText, verified: false, isNew: false);
        var fresh = TrainingSamples(2, SampleKind.FixedText, verified: true, isNew: true, firstId: 1_000);
        var trained = Trained.Of(new(2, [.. old, .. fresh]), Crowd.Population);
        Assert.True(old.All(sample => trained.SetAside.Contains(sample.Id)));
        var entries = new Typist(2).Entries(50);
        Assert.True(
            entries.Count(entry =>
                trained.Baseline!.Text(Crowd.Password)!.Score(entry) <= trained.Baseline.Text(Crowd.Password)!.TrainsBelow
            ) > 40
        );
    }

    private static StoredSample[] TrainingSamples(
        int seed,
        SampleKind kind,
        bool verified,
        bool isNew,
        long firstId = 0,
        bool later = false
    ) =>
        [
            .. (later ? Crowd.LaterTrainingSamples(seed) : Crowd.TrainingSamples(seed))
                .SelectMany(sample => sample.ByKind())
                .Where(part => part.Kind == kind)
                .Select((part, i) => new StoredSample(firstId + i, At((int)(firstId / 1_000) + i), isNew, verified, part.TrainingSample)),
        ];

    private static DateTimeOffset At(int day) => DateTimeOffset.UnixEpoch.AddDays(20_000 + day);

    /// <summary>The stored training samples of a user, trained once a day.</summary>
    private sealed class Account
    {
        private readonly FixedText rhythm = new();
        private List<StoredSample> kept = [];
        private Baseline published = Baseline.None;
        private long lastId;
        private int version;

        public int Entries { get; private set; }

        public int Quarantined { get; private set; }

        public IEnumerable<ulong> Fields => published.Texts.Select(text => text.Field);

        /// <param name="day">The day.</param>
        /// <param name="entries">The typed entries.</param>
        /// <param name="verified">A challenge was passed.</param>
        /// <param name="field">The field.</param>
        /// <param name="released">The entries waited in quarantine and a later challenge released them.</param>
        public void Train(int day, IEnumerable<FixedTextRhythm> entries, bool verified, ulong field = Crowd.Password, bool released = false)
        {
            var fresh = entries
                .Select(entry => new FixedTextWindow(field, entry, 1))
                .Where(entry => verified || released || LearningGate.MayTrain(entry, published))
                .Select(entry => Kept(day, verified, entry))
                .ToArray();
            if (fresh.Length > 0)
                Train(fresh);
        }

        /// <summary>Trains with the entries of one batch that a later challenge released.</summary>
        public void Release(int day, FixedTextWindow[] entries) => Train([Kept(day, false, entries)]);

        private StoredSample Kept(int day, bool verified, params FixedTextWindow[] entries) =>
            new(++lastId, At(day).AddSeconds(lastId % 80_000), true, verified, new() { Entries = [.. entries] });

        private void Train(StoredSample[] fresh)
        {
            Entries += fresh.Length;
            var trained = Trained.Of(new(++version, [.. kept, .. fresh]), Crowd.Population);
            kept =
            [
                .. kept.Concat(fresh)
                    .Where(sample => !trained.Dropped.Contains(sample.Id) && !trained.SetAside.Contains(sample.Id))
                    .Select(sample => sample with { IsNew = false }),
            ];
            if (trained.Rejected is not null)
                (Quarantined, version) = (Quarantined + 1, version + 1);
            published = trained.Baseline ?? published;
        }

        public double Accepted(FixedTextRhythm[] entries) =>
            entries.Count(entry => rhythm.Judge(new(Crowd.Password, entry, 1), published).LogLikelihoodRatio < 0) / (double)entries.Length;
    }
}

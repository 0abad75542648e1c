using System.Reflection;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Unit.Tests;

/// <summary>Rules for every detector. New detectors are found automatically.</summary>
public sealed class DetectorLaws
{
    public static TheoryData<string> KeyDetectors => new(DetectorCatalog.Keys.Select(d => d.Reason.Name));

    public static TheoryData<string> MannerDetectors => new(DetectorCatalog.Typing.Select(d => d.Reason.Name));

    public static TheoryData<string> BurstDetectors => new(DetectorCatalog.Bursts.Select(d => d.Reason.Name));

    public static TheoryData<string> CourseDetectors => new(DetectorCatalog.Courses.Select(d => d.Reason.Name));

    public static TheoryData<string> StrokeDetectors =>
        new(DetectorCatalog.Strokes.Where(d => d.Reason.Family != Family.Anomaly).Select(d => d.Reason.Name));

    public static TheoryData<string> EntryDetectors => new(DetectorCatalog.FixedText.Select(d => d.Reason.Name));

    public static TheoryData<string> TypingDetectors => new(DetectorCatalog.FreeText.Select(d => d.Reason.Name));

    public static TheoryData<string> PointerDetectors =>
        new(DetectorCatalog.Strokes.Where(d => d.Reason.Family == Family.Anomaly).Select(d => d.Reason.Name));

    public static TheoryData<string> OpeningDetectors => new(DetectorCatalog.Openings.Select(d => d.Reason.Name));

    public static TheoryData<string> OriginDetectors => new(DetectorCatalog.ClientOrigin.Select(d => d.Reason.Name));

    [Theory, MemberData(nameof(KeyDetectors))]
    public void KeyDetector_ObeysTheLaws(string name) => Obeys(
        DetectorCatalog.Keys.Single(d => d.Reason.Name == name),
        Windows(Behaviour.HumanTyping(11, 600)).Keys,
        Windows(Behaviour.ScriptTyping(300)).Keys);

    [Theory, MemberData(nameof(MannerDetectors))]
    public void MannerDetector_ObeysTheLaws(string name) => Obeys(
        DetectorCatalog.Typing.Single(d => d.Reason.Name == name),
        Typing("typist"),
        [.. Simulation.Imitators.Typing.SelectMany(family => Typing(family.Name))]);

    [Theory, MemberData(nameof(BurstDetectors))]
    public void BurstDetector_ObeysTheLaws(string name)
    {
        var burst = new KeyBurst { Strokes = 13, IntervalMean = 20 };
        Obeys(DetectorCatalog.Bursts.Single(d => d.Reason.Name == name), [default], [burst]);
    }

    [Theory, MemberData(nameof(StrokeDetectors))]
    public void StrokeDetector_ObeysTheLaws(string name) =>
        Obeys(
            DetectorCatalog.Strokes.Single(d => d.Reason.Name == name),
            Windows(Behaviour.HumanPointing(12, 60)).Strokes,
            Windows(
                Behaviour
                    .ScriptPointing(30)
                    .With(Behaviour.ScriptFlinging(30, Behaviour.Start + 60_000))
                    .With(Behaviour.ScriptPointing(10, Behaviour.Start + 120_000, steps: 250))
                    .With(Behaviour.ScriptClicking(20, 700, Behaviour.Start + 180_000))
                    .With(Behaviour.ScriptCircling(10, Behaviour.Start + 240_000))
            ).Strokes
        );

    [Theory, MemberData(nameof(CourseDetectors))]
    public void CourseDetector_ObeysTheLaws(string name) => Obeys(
        DetectorCatalog.Courses.Single(d => d.Reason.Name == name),
        Courses(Behaviour.HumanPointing(12, 60)),
        Courses(Behaviour.PointedBy(Simulation.Imitators.Pointing[0])));

    [Theory, MemberData(nameof(EntryDetectors))]
    public void EntryDetector_ObeysTheLaws(string name) =>
        Obeys(DetectorCatalog.FixedText.Single(d => d.Reason.Name == name), Entries(1), Entries(2), Crowd.Known);

    [Theory, MemberData(nameof(TypingDetectors))]
    public void TypingDetector_ObeysTheLaws(string name) =>
        Obeys(DetectorCatalog.FreeText.Single(d => d.Reason.Name == name), FreeText(1), FreeText(2), Crowd.Known);

    [Theory, MemberData(nameof(PointerDetectors))]
    public void PointerDetector_ObeysTheLaws(string name) =>
        Obeys(DetectorCatalog.Strokes.Single(d => d.Reason.Name == name), new Mover(1).Strokes(60), new Mover(2).Strokes(60), Crowd.Known);

    [Theory, MemberData(nameof(OpeningDetectors))]
    public void OpeningDetector_ObeysTheLaws(string name) =>
        Obeys(DetectorCatalog.Openings.Single(d => d.Reason.Name == name), Openings(usual: true), Openings(usual: false));

    [Theory, MemberData(nameof(OriginDetectors))]
    public void OriginDetector_ObeysTheLaws(string name)
    {
        var (home, elsewhere) = (new ClientOrigin(1, 2), new ClientOrigin(3, 4));
        Obeys(
            DetectorCatalog.ClientOrigin.Single(d => d.Reason.Name == name),
            [new(home, home), new(home, default), new(default, home)],
            [new(home, elsewhere)]
        );
    }

    [Fact]
    public void Catalog_WhenBuilt_HoldsDetectorsOfBothKindsWithUniqueNames()
    {
        var names = DetectorCatalog.Reasons.Select(r => r.Name).ToList();
        Assert.NotEmpty(DetectorCatalog.Keys);
        Assert.NotEmpty(DetectorCatalog.Strokes);
        Assert.NotEmpty(DetectorCatalog.FixedText);
        Assert.NotEmpty(DetectorCatalog.FreeText);
        Assert.NotEmpty(DetectorCatalog.Openings);
        Assert.NotEmpty(DetectorCatalog.ClientOrigin);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void EachDetectorWithACurve_WhenExplained_TellsWhatItMeasuresAndTheKnots()
    {
        var judging = DetectorCatalog.All.Select(detector => (detector.Measures, Curve: CurveOf(detector)))
            .Where(one => one.Curve is not null).ToList();
        Assert.Equal(24, judging.Count);
        Assert.All(judging, one =>
        {
            Assert.NotEqual("", one.Measures!.Quantity);
            Assert.Same(one.Curve, one.Measures.Curve);
            Assert.All(one.Measures.Curve.Knots, knot => Assert.Equal(knot.Y, one.Measures.Curve.At(knot.X), 12));
        });

        static Curve? CurveOf(IDetector detector) =>
            (Curve?)detector.GetType().GetField("Llr", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null);
    }

    private static List<TypingWindow> Typing(string actor)
    {
        var actors = Simulation.Actors.All.Concat(Simulation.Imitators.Typing);
        return TypingNetTests.Windows(Behaviour.TypedBy(actors.Single(one => one.Name == actor)).Keys);
    }

    private static List<CourseWindow> Courses(Behaviour behaviour) =>
    [
        .. Windows(behaviour).Strokes.Where(stroke => stroke.HasCourse)
            .Select(stroke => new CourseWindow(stroke.Course, stroke.Cells, IsRepeated: stroke.Course > 2)),
    ];

    private static void Obeys<TWindow>(IDetector<TWindow> detector, List<TWindow> people, List<TWindow> others, Baseline? known = null)
        where TWindow : struct, IWindow
    {
        Assert.NotEmpty(people);
        Assert.NotEmpty(others);
        var baseline = known ?? Baseline.None;
        var stored = known is null ? baseline : BaselineFormat.Read(BaselineFormat.Write(known), known.Population)!;

        // An immature detector gives no evidence and never credit.
        Assert.True(detector.Judge(default, baseline).Weight >= 0, "an empty window must not be credited");
        if (known is not null) Assert.All(people, window => Assert.Equal(Evidence.None, detector.Judge(window, Baseline.None)));

        foreach (var window in people.Concat(others))
        {
            var before = window;
            var evidence = detector.Judge(window, baseline);
            Assert.Equal(evidence, detector.Judge(window, baseline));
            Assert.Equal(evidence, detector.Judge(window, stored));
            Assert.Equal(before, window);
            Assert.InRange(evidence.Confidence, 0, 1);
            Assert.True(double.IsFinite(evidence.LogLikelihoodRatio));
            // Fusion bounds the evidence about identity.
            if (known is null) Assert.InRange(evidence.Weight, -Policy.Default.MaxCreditPerWindow, Policy.Default.MaxBlamePerWindow);
        }

        // On known data it points the right way: AUC ≥ 0.5, with ties counted as one half.
        double right = 0, pairs = 0;
        foreach (var other in others.Select(w => detector.Judge(w, baseline).Weight))
        {
            foreach (var person in people.Select(w => detector.Judge(w, baseline).Weight))
            {
                right += other > person ? 1 : other == person ? 0.5 : 0;
                pairs++;
            }
        }

        Assert.True(right / pairs >= 0.5 || !others.Any(w => detector.Judge(w, baseline).Confidence > 0), $"AUC {right / pairs:0.00}");
        Assert.True(
            people.Concat(others).Any(w => detector.Judge(w, baseline).Confidence > 0),
            "it says nothing of anybody: give these people, or those others, what it speaks of"
        );
        Assert.DoesNotContain(
            detector.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public),
            f => !f.IsInitOnly
        );
    }

    /// <summary>
    /// A user in Oslo with a laptop, one hour after the last session; or in Singapore with another device, five minutes after it.
    /// </summary>
    private static List<OpeningWindow> Openings(bool usual)
    {
        var (laptop, phone, start) = (1UL, 2UL, DateTimeOffset.UnixEpoch);
        var last = new Opening(laptop, start, new Place(60, 11));
        return
        [
            new(usual ? last with { At = start.AddHours(1) } : new(phone, start.AddMinutes(5), new Place(1, 104)), !usual, usual, [last]),
        ];
    }

    private static List<FixedTextWindow> Entries(int seed) =>
        [.. new Typist(seed).Entries(40).Select(entry => new FixedTextWindow(Crowd.Password, entry, 1))];

    private static List<FreeTextWindow> FreeText(int seed)
    {
        var windows = new List<FreeTextWindow>();
        Stretch.Of(new Writer(seed).Strokes(400), Crowd.Known, windows.Add);
        return windows;
    }

    private static (List<KeyWindow> Keys, List<StrokeWindow> Strokes) Windows(Behaviour behaviour)
    {
        var (keys, strokes) = (new List<KeyWindow>(), new List<StrokeWindow>());
        var (rhythm, memory) = (default(KeyRhythm), default(KeyMemory));
        foreach (var stroke in behaviour.Keys)
        {
            if (rhythm.Add(stroke, 0.1, ref memory, out var window, out _))
                keys.Add(window);
        }

        var motion = default(PointerMotion);
        foreach (var sample in behaviour.Pointer.Append(new(behaviour.End + 1, 0, 0, PointerAction.Down, PointerKind.Mouse)))
        {
            if (motion.Add(sample, new(0.1, 1), PathNet.Shipped, out var window))
                strokes.Add(window);
        }

        return (keys, strokes);
    }
}

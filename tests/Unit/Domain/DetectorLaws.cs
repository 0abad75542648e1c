using System.Reflection;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Tests.Domain;

/// <summary>Laws that every detector obeys, present and future: they are found, not listed.</summary>
public sealed class DetectorLaws
{
    public static TheoryData<string> KeyDetectors => new(DetectorCatalog.Keys.Select(d => d.Reason.Name));

    public static TheoryData<string> StrokeDetectors => new(DetectorCatalog.Strokes.Select(d => d.Reason.Name));

    [Theory, MemberData(nameof(KeyDetectors))]
    public void KeyDetector_ObeysTheLaws(string name) => Obeys(
        DetectorCatalog.Keys.Single(d => d.Reason.Name == name),
        Windows(Behaviour.HumanTyping(11, 600)).Keys,
        Windows(Behaviour.ScriptTyping(300)).Keys);

    [Theory, MemberData(nameof(StrokeDetectors))]
    public void StrokeDetector_ObeysTheLaws(string name) => Obeys(
        DetectorCatalog.Strokes.Single(d => d.Reason.Name == name),
        Windows(Behaviour.HumanPointing(12, 60)).Strokes,
        Windows(Behaviour.ScriptPointing(30).With(Behaviour.ScriptFlinging(30, Behaviour.Start + 60_000))).Strokes);

    [Fact]
    public void Catalog_WhenBuilt_HoldsDetectorsOfBothKindsWithUniqueNames()
    {
        var names = DetectorCatalog.Reasons.Select(r => r.Name).ToList();
        Assert.NotEmpty(DetectorCatalog.Keys);
        Assert.NotEmpty(DetectorCatalog.Strokes);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    private static void Obeys<TWindow>(IDetector<TWindow> detector, List<TWindow> people, List<TWindow> scripts)
        where TWindow : struct, IWindow
    {
        Assert.NotEmpty(people);
        Assert.NotEmpty(scripts);

        // Immature says "no evidence", never "safe".
        Assert.True(detector.Judge(default).Weight >= 0, "an empty window must not be credited");

        foreach (var window in people.Concat(scripts))
        {
            var evidence = detector.Judge(window);
            Assert.Equal(evidence, detector.Judge(window));
            Assert.InRange(evidence.Confidence, 0, 1);
            Assert.True(double.IsFinite(evidence.LogLikelihoodRatio));
            Assert.InRange(evidence.Weight, -Policy.Default.MaxCreditPerWindow, Policy.Default.MaxBlamePerWindow);
        }

        // On known data it does not point the wrong way: AUC ≥ 0.5, undecided pairs counting half.
        double right = 0, pairs = 0;
        foreach (var script in scripts.Select(w => detector.Judge(w).Weight))
        {
            foreach (var person in people.Select(w => detector.Judge(w).Weight))
            {
                right += script > person ? 1 : script == person ? 0.5 : 0;
                pairs++;
            }
        }

        Assert.True(right / pairs >= 0.5 || !scripts.Any(w => detector.Judge(w).Confidence > 0), $"AUC {right / pairs:0.00}");
        Assert.DoesNotContain(detector.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), f => !f.IsInitOnly);
    }

    private static (List<KeyWindow> Keys, List<StrokeWindow> Strokes) Windows(Behaviour behaviour)
    {
        var (keys, strokes) = (new List<KeyWindow>(), new List<StrokeWindow>());
        var (rhythm, memory) = (default(KeyRhythm), default(KeyMemory));
        foreach (var stroke in behaviour.Keys)
        {
            if (rhythm.Add(stroke, 0.1, ref memory, out var window))
                keys.Add(window);
        }

        var motion = default(PointerMotion);
        foreach (var sample in behaviour.Pointer.Append(new(behaviour.End + 1, 0, 0, PointerAction.Down, PointerKind.Mouse)))
        {
            if (motion.Add(sample, 0.1, out var window))
                strokes.Add(window);
        }

        return (keys, strokes);
    }
}

using Sentinel.Domain.Detection;
using Sentinel.Replay;
using Sentinel.Simulation;

namespace Sentinel.Unit.Tests;

/// <summary>
/// Laws of every detector over people under everything that a device, a network or a browser does to their input: no person is blocked, and
/// no detector points to a bot on average. Of generated people, and of recorded ones where the recordings are.
/// </summary>
public sealed class DeliveryLaws
{
    /// <summary>Fewer windows say nothing about an average.</summary>
    private const int EnoughWindows = 200;

    /// <summary>It reports what was typed for a person, and judges no property of them.</summary>
    private const string Exempt = "physics.key_burst";

    public static TheoryData<string> Deliveries => new(Delivery.All.Select(delivery => delivery.Name));

    [Theory, MemberData(nameof(Deliveries))]
    public void Score_WhateverHappensToGeneratedPeoplesInput_NobodyIsBlocked(string name) =>
        Obeys(
            name,
            Actors.All.Where(actor => !actor.IsBot).SelectMany(actor => Enumerable.Range(0, 4).Select(index => Recorded(actor, index)))
        );

    [TheoryWithRecordings, MemberData(nameof(Deliveries))]
    [Trait("Category", "Long")]
    public void Score_WhateverHappensToRecordedPeoplesInput_AtMostOneInAThousandIsBlocked(string name) => Obeys(
        name,
        RecordingFolder.Open(TheoryWithRecordingsAttribute.Folder!, []).SelectMany(source => source.Read()).Where(one => !one.IsBot),
        tolerated: 0.001);

    private static void Obeys(string name, IEnumerable<Recording> people, double tolerated = 0)
    {
        var delivery = Delivery.All.Single(one => one.Name == name);
        var fitting = people.Where(recording => delivery.Fits(recording.Pointer, recording.Kind));
        var played = fitting.AsParallel().Select(recording => People.Sitting.Play(recording, delivery)).ToList();
        var blocked = played
            .Where(sitting => sitting.EverBlocked)
            .Select(sitting => $"{sitting.Recording.Source} {sitting.Recording.Id}")
            .ToList();
        Assert.True(
            blocked.Count <= tolerated * played.Count,
            $"{blocked.Count} of {played.Count} people blocked: {string.Join(", ", blocked)}"
        );
        foreach (
            var detector in played.SelectMany(sitting => sitting.Evidence).GroupBy(entry => entry.Key).Where(group => IsOfBots(group.Key))
        )
        {
            var (weight, windows) = (detector.Sum(entry => entry.Value.Weight), detector.Sum(entry => entry.Value.Windows));
            Assert.True(windows < EnoughWindows || weight <= 0, $"{detector.Key} points to a bot: {weight / windows:0.000} nats a window");
        }
    }

    private static bool IsOfBots(string reason) =>
        reason != Exempt && DetectorCatalog.Reasons.Single(code => code.Name == reason).Family is Family.Physics or Family.Pattern;

    private static Recording Recorded(IActor actor, int index) =>
        Recording.Of(actor.Play(new(1, actor.Name, index)), actor.Name, $"{index}", isBot: false);
}

/// <summary>A test that needs the recordings; skipped with a message if they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryWithRecordingsAttribute : TheoryAttribute
{
    public TheoryWithRecordingsAttribute()
    {
        if (Folder is null)
            Skip = "There is no shared/data beside the repository.";
    }

    internal static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
                return data;
        }

        return null;
    }
}

using Sentinel.Domain.Telemetry;
using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>What a client would send of a recording in one batch, as the scorer takes it.</summary>
internal static class DomainBatch
{
    private static readonly KeyCode[] Codes = [.. Enum.GetValues<KeyGroup>().Select(group => Enum.Parse<KeyCode>(group.ToString()))];

    /// <param name="cut">The events.</param>
    /// <param name="sequence">1 for the first batch.</param>
    /// <param name="recording">Where they are from; its start is the session's opening.</param>
    /// <param name="opened">The session's opening.</param>
    public static Batch Of(Cut cut, long sequence, Recording recording, DateTimeOffset opened)
    {
        var shift = opened.ToUnixTimeMilliseconds() - recording.Start;
        var kind = (Domain.Telemetry.PointerKind)recording.Kind;
        return new()
        {
            Stream = StreamId.Main,
            Sequence = sequence,
            ContentHash = 0,
            SentAt = cut.SentAt + shift,
            TimerResolution = recording.TimerResolution,
            Keys = cut.Keys.Select(key => new Domain.Telemetry.KeyStroke(
                key.Down + shift, key.Up + shift ?? double.NaN, Codes[(int)key.Group], key.Field is null ? 0UL : 1UL)).ToArray(),
            Pointer = cut.Pointer.Select(sample => new Domain.Telemetry.PointerSample(
                sample.T + shift, sample.X, sample.Y, ActionOf(sample.Type), kind)).ToArray(),
            Signals = cut.Signals.Select(signal => new Domain.Telemetry.Signal(
                signal.T + shift, Enum.Parse<Domain.Telemetry.SignalType>(signal.Type.ToString()))).ToArray(),
        };
    }

    public static Domain.Telemetry.PointerAction ActionOf(Simulation.PointerAction action) => action switch
    {
        Simulation.PointerAction.Down => Domain.Telemetry.PointerAction.Down,
        Simulation.PointerAction.Up => Domain.Telemetry.PointerAction.Up,
        Simulation.PointerAction.Wheel => Domain.Telemetry.PointerAction.Wheel,
        _ => Domain.Telemetry.PointerAction.Move,
    };
}

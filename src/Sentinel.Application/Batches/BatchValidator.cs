using System.Text.RegularExpressions;
using FluentValidation;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Application.Batches;

/// <summary>Checks the envelope with FluentValidation, and the many events in plain loops.</summary>
public sealed partial class BatchValidator : AbstractValidator<ScoreBatch>
{
    public const int MaxEvents = 2_000;

    public const double MaxCoordinate = 100_000;

    /// <summary>The furthest an event may be from <c>sentAt</c>, ms.</summary>
    public const double MaxAge = 24 * 3600 * 1000.0;

    public const long MaxSequence = 1L << 53;

    private const int MaxName = 64;

    private const string SignalNames =
        "FOCUS, BLUR, PASTE, AUTOFILL, DICTATION, COMPOSITION, VIRTUAL_CLICK, UNTRUSTED_EVENT, HIDDEN, VISIBLE, " +
        "WEBDRIVER, NO_PRESSURE";

    public BatchValidator()
    {
        RuleFor(c => c.Input.UserId).Must(id => UserId.TryParse(id, out _)).When(c => c.Input.UserId is not null)
            .WithMessage(UserId.Rule);
        RuleFor(c => c.Input.UserId).NotNull().When(c => c.Caller.Grant is null)
            .WithMessage("is required with an API key");
        RuleFor(c => c.Input.Stream!).Matches(StreamPattern()).When(c => c.Input.Stream is not null)
            .WithMessage("must be 1–64 of [A-Za-z0-9._:-]");
        RuleFor(c => c.Input.Sequence).InclusiveBetween(1, MaxSequence)
            .WithMessage("must be from 1 to 2^53");
        RuleFor(c => c.Input.SentAt).Must(t => t is > 0 and < 1e14)
            .WithMessage("must be the client's milliseconds since the Unix epoch");
        RuleFor(c => c.Input.TimerResolution).Must(r => double.IsFinite(r) && r >= 0)
            .WithMessage("must be milliseconds, 0.001 to 100");
        RuleFor(c => c.Input.Scale).Must(s => double.IsFinite(s) && s > 0)
            .WithMessage("must be device pixels per CSS px, 0.1 to 10");
        RuleFor(c => c.Input.Dropped).InclusiveBetween(0, 1_000_000_000)
            .WithMessage("must be from 0 to 1,000,000,000");
        RuleFor(c => c.Input.Sdk!).MaximumLength(64).When(c => c.Input.Sdk is not null)
            .WithMessage("must be at most 64 characters");
        RuleFor(c => c.Input).Custom(CheckEvents);
    }

    private static void CheckEvents(BatchInput input, ValidationContext<ScoreBatch> context)
    {
        var (keys, pointer, signals) = (input.Keys ?? [], input.Pointer ?? [], input.Signals ?? []);
        if (keys.Length + pointer.Length + signals.Length > MaxEvents)
        {
            context.AddFailure("events", $"keys, pointer and signals together must be at most {MaxEvents:N0}");
            return;
        }

        var faults = new EventFaults(context, input.SentAt);
        for (var i = 0; i < keys.Length && !faults.Full; i++)
        {
            ref readonly var key = ref keys[i];
            faults.When(key.Code == KeyCode.Unknown, "keys", i, "code", "must be a key group, MASKED or a KeyboardEvent.code");
            faults.WhenNotTime(key.Down, "keys", i, "down");
            if (key.Up is { } up)
                faults.When(!(up >= key.Down && up - key.Down <= MaxAge), "keys", i, "up", "must be null or not before down");
            faults.When(key.Field?.Length > MaxName, "keys", i, "field", "must be at most 64 characters");
        }

        for (var i = 0; i < pointer.Length && !faults.Full; i++)
        {
            ref readonly var sample = ref pointer[i];
            faults.WhenNotTime(sample.T, "pointer", i, "t");
            faults.When(!(Math.Abs(sample.X) <= MaxCoordinate), "pointer", i, "x", "must be CSS px within ±100,000");
            faults.When(!(Math.Abs(sample.Y) <= MaxCoordinate), "pointer", i, "y", "must be CSS px within ±100,000");
            faults.When(sample.Type == PointerAction.Unknown, "pointer", i, "type", "must be MOVE, DOWN, UP or WHEEL");
            faults.When(sample.Kind == PointerKind.Unknown, "pointer", i, "kind", "must be MOUSE, TOUCH or PEN");
        }

        for (var i = 0; i < signals.Length && !faults.Full; i++)
        {
            ref readonly var signal = ref signals[i];
            faults.WhenNotTime(signal.T, "signals", i, "t");
            faults.When(signal.Type == SignalType.Unknown, "signals", i, "type", $"must be one of {SignalNames}");
            faults.When(signal.Length is < 0 or > 1_000_000, "signals", i, "length", "must be from 0 to 1,000,000");
            faults.When(signal.Field?.Length > MaxName, "signals", i, "field", "must be at most 64 characters");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._:-]{1,64}\\z")]
    private static partial Regex StreamPattern();

    /// <summary>Collects faults up to the number that an answer lists. Formats a path only for a fault.</summary>
    private sealed class EventFaults(ValidationContext<ScoreBatch> context, double sentAt)
    {
        private int count;

        public bool Full => count >= Fault.MaxViolations;

        public void When(bool faulty, string array, int index, string member, string message)
        {
            if (!faulty)
                return;
            count++;
            context.AddFailure($"{array}[{index}].{member}", message);
        }

        public void WhenNotTime(double t, string array, int index, string member) =>
            When(!(Math.Abs(t - sentAt) <= MaxAge), array, index, member, "must be client milliseconds within ±24 h of sentAt");
    }
}

namespace Sentinel.Application.Stats.Records;

/// <summary>The length of the time that a point counts.</summary>
public enum StatStep
{
    Minute,
    Hour,
}

/// <param name="At">When the point's time begins, UTC.</param>
/// <param name="Counts">What happened in it.</param>
public sealed record StatPoint(DateTimeOffset At, Counts Counts);

public static class StatSteps
{
    public static TimeSpan Length(this StatStep step) => step == StatStep.Minute ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1);

    /// <summary>The beginning of the step that contains this time.</summary>
    public static DateTimeOffset Floor(this StatStep step, DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % step.Length().Ticks), TimeSpan.Zero);
}

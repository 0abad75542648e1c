using FluentValidation;
using Sentinel.Application.Access;
using Sentinel.Application.Stats.Records;

namespace Sentinel.Application.Stats;

/// <summary>Over which time to count; by default, the last hour.</summary>
public abstract record StatsCriteria(Caller Caller)
{
    /// <summary>Up to this length a time is told by minutes if they are kept, and longer or older ones by hours.</summary>
    public static readonly TimeSpan LongestByMinutes = TimeSpan.FromHours(25);

    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>How long minutes are kept.</summary>
    public static readonly TimeSpan MinutesKept = TimeSpan.FromDays(32);

    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    /// <summary>Inclusive; null for an hour before <see cref="To"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive; null for now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The time in whole steps.</summary>
    internal (StatStep Step, DateTimeOffset From, DateTimeOffset To) Time(DateTimeOffset now)
    {
        var to = (To ?? now).ToUniversalTime();
        var from = From?.ToUniversalTime() ?? (to - DateTimeOffset.MinValue > Usual ? to - Usual : DateTimeOffset.MinValue);
        var step = to - from <= LongestByMinutes && now - from < MinutesKept ? StatStep.Minute : StatStep.Hour;
        var last = step.Floor(to);
        return (step, step.Floor(from), last == to ? to : last + step.Length());
    }
}

public sealed class StatsCriteriaValidator : AbstractValidator<StatsCriteria>
{
    public StatsCriteriaValidator(TimeProvider time)
    {
        RuleFor(q => q.From).Must((q, from) => from < (q.To ?? time.GetUtcNow())).When(q => q.From is not null)
            .WithMessage("must be earlier than to, which is now if it is left out");
        RuleFor(q => q.From).Must((q, from) => (q.To ?? time.GetUtcNow()) - from <= StatsCriteria.Longest).When(q => q.From is not null)
            .WithMessage("must be at most 31 days before to, which is now if it is left out");
        RuleFor(q => q.To).Must(to => to <= DateTimeOffset.MaxValue.AddDays(-1)).When(q => q.To is not null)
            .WithMessage("must be before the year 9999 ends");
    }
}

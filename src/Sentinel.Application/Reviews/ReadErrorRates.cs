using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Reviews.Records;
using Sentinel.Application.Stats;

namespace Sentinel.Application.Reviews;

/// <summary>How often decisions were wrong, by the labels of those that were turned in a time; the last 31 days by default.</summary>
public sealed record ReadErrorRates(Caller Caller) : StatsCriteria(Caller), IRequest<Outcome<ErrorRates>>;

/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Counts">By decision, reason and day.</param>
public sealed record ErrorRates(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<LabelCount> Counts);

public sealed class ReadErrorRatesValidator : AbstractValidator<ReadErrorRates>
{
    public ReadErrorRatesValidator(TimeProvider time) => Include(new StatsCriteriaValidator(time));
}

internal sealed class ReadErrorRatesHandler(IReviews reviews, TimeProvider time) : IRequestHandler<ReadErrorRates, Outcome<ErrorRates>>
{
    public async Task<Outcome<ErrorRates>> Handle(ReadErrorRates query, CancellationToken cancellationToken)
    {
        var to = (query.To ?? time.GetUtcNow()).ToUniversalTime();
        var from = query.From?.ToUniversalTime()
            ?? (to - DateTimeOffset.MinValue > StatsCriteria.Longest ? to - StatsCriteria.Longest : DateTimeOffset.MinValue);
        return new ErrorRates(from, to, await reviews.CountLabels(query.Caller.Tenant, from, to, cancellationToken));
    }
}

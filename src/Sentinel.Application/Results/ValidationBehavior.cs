using FluentValidation;
using MediatR;

namespace Sentinel.Application.Results;

/// <summary>The only pipeline step between a controller and its handler. An invalid request never reaches the handler.</summary>
public sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        List<Violation>? violations = null;
        foreach (var validator in validators)
        {
            foreach (var failure in validator.Validate(request).Errors)
                (violations ??= []).Add(new(failure.PropertyName, failure.ErrorMessage));
        }

        return violations is null ? next() : Task.FromResult(TResponse.Failed(Fault.Invalid([.. violations.Take(Fault.MaxViolations)])));
    }
}

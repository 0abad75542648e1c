using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Bans;

/// <summary>
/// Lifts a user's blocks: strikes, their overflow, the carried bot log odds, and the latches of running sessions, which notice it at their
/// next decision. A ban stays.
/// </summary>
/// <param name="Caller">An administrator.</param>
/// <param name="UserId">The user.</param>
/// <param name="DeviceId">The device; null for all devices.</param>
public sealed record LiftBlocks(Caller Caller, string UserId, string? DeviceId) : IRequest<Outcome<UserState>>;

public sealed class LiftBlocksValidator : AbstractValidator<LiftBlocks>
{
    public LiftBlocksValidator() => RuleFor(c => c.DeviceId!).Length(1, 128).When(c => c.DeviceId is not null)
        .WithMessage("must be 1–128 characters, or left out for all devices");
}

internal sealed class LiftBlocksHandler(UserCommits commits, PoliciesInForce policies) : IRequestHandler<LiftBlocks, Outcome<UserState>>
{
    public async Task<Outcome<UserState>> Handle(LiftBlocks command, CancellationToken cancellationToken)
    {
        if (!UserId.TryParse(command.UserId, out var id))
            return BanFaults.NotBlocked;
        var policy = policies.Of(command.Caller.Tenant);
        var device = command.DeviceId is { } name ? DeviceId.Of(name) : (DeviceId?)null;
        return await commits.Run<UserState>(
            command.Caller,
            id,
            AuditKind.BlocksLifted,
            Decision.Allow,
            (user, now) =>
            {
                if (user.IsUnreadable)
                    throw new HotStateUnavailableException(
                        "The stored user cannot be read. A new ban replaces it."
                    );
                if (!user.Strikes.Has(device, now, policy))
                    return (user, BanFaults.NotBlocked);
                var lifted = user.Lift(device, now, policy);
                return (lifted, lifted);
            },
            device?.Value.ToString("x16", null) ?? ""
        );
    }
}

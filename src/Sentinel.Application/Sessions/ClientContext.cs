using System.Net;
using FluentValidation;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Application.Sessions;

/// <summary>
/// Where a user is, as the site sees it. Kept are hashes of the address' network, which whoever tries all networks can undo, and of the
/// browser's name; and whole degrees.
/// </summary>
/// <param name="IpAddress">The user's own; null where the site does not know.</param>
/// <param name="UserAgent">The browser's; null likewise.</param>
public sealed record ClientContext(string? IpAddress, string? UserAgent)
{
    public static readonly ClientContext Unknown = new(null, null);

    /// <summary>Of a valid one.</summary>
    public IPAddress? Address => IpAddress is null ? null : IPAddress.Parse(IpAddress);

    public ClientOrigin ClientOrigin => ClientOrigin.Of(Address, UserAgent);
}

internal sealed class ClientContextValidator : AbstractValidator<ClientContext>
{
    public ClientContextValidator()
    {
        RuleFor(c => c.IpAddress).Must(text => IPAddress.TryParse(text, out _)).When(c => c.IpAddress is not null)
            .WithMessage("must be an IPv4 or IPv6 address, or left out");
        RuleFor(c => c.UserAgent!).Length(1, 1024).When(c => c.UserAgent is not null)
            .WithMessage("must be 1–1024 characters, or left out");
    }
}

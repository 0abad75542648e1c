using System.Net;
using FluentValidation;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Application.Sessions;

/// <summary>
/// Where a user is, as the site reports it. Stored are hashes of the address's network and the browser's name, and the place in whole
/// degrees. Trying all networks can reverse the network's hash.
/// </summary>
/// <param name="IpAddress">The user's; null if unknown.</param>
/// <param name="UserAgent">The browser's; null if unknown.</param>
public sealed record ClientContext(string? IpAddress, string? UserAgent)
{
    public static readonly ClientContext Unknown = new(null, null);

    /// <summary>The parsed address; the context must be valid.</summary>
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

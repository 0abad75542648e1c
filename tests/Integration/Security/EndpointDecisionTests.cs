using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Sentinel.Integration.Tests.Parts;

namespace Sentinel.Integration.Tests.Security;

/// <summary>Every endpoint says who may call it, or that anybody may.</summary>
public sealed class EndpointDecisionTests(EndpointDecisionTests.InProcess app) : IClassFixture<EndpointDecisionTests.InProcess>
{
    private IReadOnlyList<Endpoint> Endpoints => app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    [Fact]
    public void EveryEndpoint_WhenMapped_HasADecision()
    {
        Assert.True(Endpoints.Count >= 15, $"only {Endpoints.Count} endpoints were found");
        Assert.Empty(Undecided(Endpoints));
    }

    [Fact]
    public void EveryEndpoint_WhenMapped_IsInTheTableOfCredentials()
    {
        var known = CredentialTests.Calls.Select(call => call.Pattern).ToHashSet();
        Assert.Empty(Endpoints.OfType<RouteEndpoint>().Select(Name).Where(name => !known.Contains(name)).Distinct());
    }

    [Fact]
    public void Undecided_WhenAnEndpointHasNoDecision_NamesIt()
    {
        Assert.Equal(["GET /open"], Undecided([Endpoint("/open"), Endpoint("/closed", new AuthorizeAttribute()), Endpoint("/public", new AllowAnonymousAttribute())]));
    }

    private static IEnumerable<string> Undecided(IEnumerable<Endpoint> endpoints) => endpoints
        .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
        .Select(endpoint => endpoint is RouteEndpoint route ? Name(route) : endpoint.DisplayName ?? "");

    private static string Name(RouteEndpoint endpoint) =>
        $"{(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: [var method, ..] } ? method : "GET")} /{endpoint.RoutePattern.RawText?.TrimStart('/')}";

    private static RouteEndpoint Endpoint(string pattern, params object[] metadata) =>
        new(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0, new(metadata), null);

    /// <summary>The product in this process, since only there can its endpoints be asked.</summary>
    public sealed class InProcess : WebApplicationFactory<Program>
    {
        private readonly TemporaryFolder _data = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseSetting("SENTINEL_DATA", _data.FullPath);

        protected override void Dispose(bool disposing)
        {
            HangfireLog.TakeAway();
            base.Dispose(disposing);
            _data.Dispose();
        }
    }
}

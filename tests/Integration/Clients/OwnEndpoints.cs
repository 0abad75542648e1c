using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Sentinel.Integration.Tests;

/// <summary>Endpoints like those of Razor pages and reverse proxies: conventions apply, endpoint filters are ignored.</summary>
internal sealed class OwnEndpoints : EndpointDataSource, IEndpointConventionBuilder
{
    private readonly RouteEndpointBuilder _builder = new(
        context => context.Response.WriteAsync("ran"),
        RoutePatternFactory.Parse("/own"),
        0
    );

    public override IReadOnlyList<Endpoint> Endpoints => [_builder.Build()];

    public void Add(Action<EndpointBuilder> convention) => convention(_builder);

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;
}

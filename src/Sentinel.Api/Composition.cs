using Hangfire;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.OpenApi;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.Demo;
using Sentinel.Api.Errors;
using Sentinel.Api.Hosting;
using Sentinel.Api.OpenApi;
using Sentinel.Api.Pages;
using Sentinel.Api.Settings;
using Sentinel.Api.Signals;
using Sentinel.Application.Policies;
using Sentinel.Application;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Lists;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Ports;
using Sentinel.Infrastructure.Clocks;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.HotState;
using Sentinel.Infrastructure.Jobs;
using Sentinel.Infrastructure.Spool;

namespace Sentinel.Api;

/// <summary>Registers the parts, and sets the order in which a request passes them.</summary>
internal static class Composition
{
    private const long MaxBody = 256 * 1024;

    private static readonly string[] DocumentedAssemblies = ["Sentinel.Api", "Sentinel.Application", "Sentinel.Domain"];

    /// <exception cref="Infrastructure.Settings.WrongSettingException">A setting is wrong.</exception>
    public static SentinelOptions AddSentinel(this WebApplicationBuilder builder)
    {
        SettingsReader settings = new(builder.Configuration);
        FrameworkSettings.Check(builder, settings);
        var options = SentinelOptions.Read(settings, builder.Environment);
        DefaultSecrets.Refuse(settings, builder.Environment);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
        });
        var services = builder.Services;
        StartLogFilter starting = new();
        starting.Apply(builder.Logging);
        services.AddSingleton(starting);
        services.AddSingleton(options);
        services.AddSingleton(new PolicyPreset(options.Policy));
        services.AddSingleton(options.PolicyControls);
        services.AddRefresh<PoliciesInForce>(PoliciesInForce.RefreshInterval, policies => policies.Refresh);
        services.AddSingleton(PolicyFingerprint.Of(options.Policy, options.Population));
        var audit = AuditOptions.Read(settings, builder.Environment, embedded: options.ColdStorage.Postgres is null);
        services.AddSingleton(audit);
        services.AddSingleton(audit.Settings);
        services.AddSingleton(provider => DigestKeyFile.Ensure(audit, provider.GetRequiredService<DataDirectory>()));
        services.AddSingleton(options.Population);
        services.AddSingleton(options.Places);
        services.AddSingleton(options.Learning);
        services.AddSingleton(options.Sketches);
        services.AddSingleton(options.Review);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IScoringClock>(options.ClientClock ? new ClientClock() : new ServerClock());
        services.AddApplication();
        services.AddColdStorage(options.ColdStorage).AddSpool();
        TokenKeys.Protect(services, settings);
        services.AddHotState(options.HotState);
        services.AddClockWatch();
        services.AddJobs(options.ColdStorage, options.Drain);
        AddAuthentication(services, options, OidcOptions.Read(settings));
        services.AddSingleton(SignalOptions.Read(settings));
        services.AddSingleton<TransmitterKeys>();
        services.AddSingleton<SecurityEventTokens>();
        var transport = TransportOptions.Read(settings, builder.Environment);
        services.AddTransport(transport);
        services.AddSingleton<RateLimits>();
        services.AddHostedService<BatchLatency>();
        services.AddRefresh<ListCache>(ListCache.RefreshInterval, lists => lists.Refresh);
        services.AddSingleton<LiveStreams>();
        AddHttp(services);
        AddSwagger(services);
        if (options.Demo)
            services.AddDemo();
        var telemetry = TelemetryOptions.Read(settings);
        services.AddSingleton(telemetry);
        builder.AddTelemetry(telemetry);
        return options;
    }

    /// <summary>Prepares what the first request needs: keys, including the first one, and the connection to hot state.</summary>
    public static async Task Prepare(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<SentinelOptions>();
        var directory = app.Services.GetRequiredService<DataDirectory>();
        directory.Hold();
        await DigestKeyFile.RefuseLoss(
            app.Services.GetRequiredService<AuditOptions>(), directory, app.Services.GetRequiredService<IAuditDigests>());
        await app.Services.GetRequiredService<RedisAccess>().Ensure();
        TokenKeys.RevokeUnencrypted(app.Services, app.Logger);
        await app.Services.GetRequiredService<BootstrapKey>().Ensure(CancellationToken.None);
        await app.Services.GetRequiredService<ApiKeyCache>().Load(CancellationToken.None);
        await app.Services.GetRequiredService<PoliciesInForce>().Load(CancellationToken.None);
        await app.Services.GetRequiredService<ListCache>().Load(CancellationToken.None);
        await app.Services.GetRequiredService<EvictionCheck>().Ensure();
        if (app.Services.GetService<GarnetRecovery>() is { } recovery)
            await recovery.Run();
        await app.Services.GetRequiredService<LossWatch>().Prepare();
        await ActivatorUtilities.CreateInstance<WarmUp>(app.Services).Run();
        var jobs = options.ColdStorage.Postgres is null ? "Hangfire in memory" : "Hangfire in PostgreSQL";
        StartLog.Write(app.Logger, options.HotState.Part, options.ColdStorage.Part, jobs, options.Policy.Name);
        _ = app.Services.GetRequiredService<DigestKey>();
        if (app.Services.GetRequiredService<AuditOptions>().LacksKey)
            StartLog.NoDigests(app.Logger);
        if (options.ClientClock)
            StartLog.ClientClock(app.Logger);
    }

    /// <summary>Runs until it is told to stop, which may be during the start.</summary>
    /// <exception cref="Infrastructure.Settings.WrongSettingException">The server cannot listen as its settings say.</exception>
    public static async Task Serve(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
            app.Services.GetRequiredService<StartLogFilter>().HasStarted = true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            // The web server starts last: the other parts run already, and so do jobs.
            await app.StopAsync();
            throw StartFailure.OfListening(e);
        }

        await app.WaitForShutdownAsync();
    }

    public static void UseSentinel(this WebApplication app, SentinelOptions options)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => Problems.OfStatus(context.HttpContext.Response.StatusCode).Write(context.HttpContext));
        app.UseTransport();
        app.UseRouting();
        app.UseTelemetry(app.Services.GetRequiredService<TelemetryOptions>());
        app.Use(app.Services.GetRequiredService<RefusedOrigins>().Note);
        app.UseCors();
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use(limits.Admit);
        app.UseAuthentication();
        app.Use(limits.Limit);
        app.UseAuthorization();
        app.UseRequestDecompression();
        app.UseAntiforgeryOfCookies();

        app.MapControllers();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { ResponseWriter = HealthAnswer.Write }).AllowAnonymous();
        app.MapHealthChecks("/health/startup", new() { ResponseWriter = HealthAnswer.Write }).AllowAnonymous();
        app.MapTelemetry(app.Services.GetRequiredService<TelemetryOptions>());
        app.MapHangfireDashboardWithAuthorizationPolicy(Credentials.PagesPolicy, "/hangfire", new()
        {
            DashboardTitle = "Sentinel jobs",
            DisplayStorageConnectionString = false,
            // Jobs belong to the installation: an administrator of a tenant may only read them.
            IsReadOnlyFunc = dashboard => !dashboard.GetHttpContext().Caller().Scopes.HasFlag(Scopes.Operator),
        });

        foreach (var swagger in new[] { app.MapSwagger(), app.MapSwaggerUI(setupAction: SwaggerPage.Describe), app.MapSwaggerCalls() })
        {
            if (app.Environment.IsDevelopment())
                swagger.AllowAnonymous();
            else
                swagger.RequireAuthorization(Credentials.PagesPolicy);
        }

        app.MapSdk();
        app.MapConsole();
        app.MapIcon();
        if (options.Demo)
            app.MapDemo();
        app.MapDocuments();
        app.MapStartPage(options.Demo);
    }

    private static void AddAuthentication(IServiceCollection services, SentinelOptions options, OidcOptions? provider)
    {
        services.AddSingleton(options.StaleKeyGrace);
        services.AddRefresh<ApiKeyCache>(ApiKeyCache.RefreshInterval, keys => keys.Refresh);
        services.AddSingleton<BootstrapKey>();
        services.AddSingleton<IIngestTokens, IngestTokens>();
        var schemes = services.AddAuthentication(Credentials.Either)
            .AddPolicyScheme(Credentials.Either, null, either => either.ForwardDefaultSelector = Credentials.SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(Credentials.Bearer, null)
            .AddCookie(Credentials.Cookie, SignInCookie.Configure);
        if (provider is not null)
        {
            services.AddSingleton(provider);
            schemes.AddOpenIdConnect(Credentials.Oidc, oidc => OidcSignIn.Configure(oidc, provider));
        }

        services.AddAuthorization(Credentials.AddPolicies);
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.SameSite = SameSiteMode.Strict);
    }

    private static void AddHttp(IServiceCollection services)
    {
        services.AddExceptionHandler<FailureHandler>();
        services.AddProblemDetails();
        services.AddRequestDecompression();
        // No body is a jQuery form, and its reader throws if a bracket in a name is not closed.
        services.AddControllers(mvc => mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>())
            .ConfigureApiBehaviorOptions(behavior =>
            {
                behavior.InvalidModelStateResponseFactory = UnreadableBody.Answer;
                behavior.SuppressMapClientErrors = true;
            })
            .AddJsonOptions(json => ApiJson.Configure(json.JsonSerializerOptions));
    }

    private static void AddSwagger(IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "Sentinel",
                Version = "v1",
                Description = """
                    Decides, continuously and without CAPTCHAs, whether the person in a session is human and is who logged in.

                    1. **Authorize** with a key. The first one is in the file `data/bootstrap-key`.
                    2. `POST /sessions` opens a session for a user who has just logged in.
                    3. `POST /sessions/{sessionId}/batches` scores what the user types and moves; the browser SDK sends it.
                    4. `POST /sessions/{sessionId}/evaluations` decides one action. At CHALLENGE, your site proves who the user is, and
                       reports the outcome with `POST /sessions/{sessionId}/challenges`.
                    5. `GET /audit` and `GET /audit/summary` tell what was decided, and why; `GET /reasons` explains the codes.

                    [The contract](/docs/contract) says what callers can rely on. [Integrate a site](/docs/integrate) needs no call by hand.
                    """,
            });
            foreach (var assembly in DocumentedAssemblies)
                swagger.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, assembly + ".xml"));
            swagger.OperationFilter<DocumentedCalls>();
            swagger.SchemaFilter<WireEnums>();
            swagger.SchemaFilter<TolerantBodies>();
            swagger.SchemaFilter<AnswerSchemas>();
            swagger.AddSecurityDefinition(
                "key",
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "An API key or an ingest token. The first admin key is in the file that the start log names.",
                }
            );
            swagger.AddSecurityRequirement(document => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference("key", document)] = [],
            });
        });
    }
}

using Bank;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sentinel.Client;
using Member = Bank.Customer;

namespace Sentinel.Integration.Tests;

/// <summary>The code of the client's README, compiled and run here. A test compares the two.</summary>
internal static class ReadmeSite
{
    public static async Task<WebApplication> Started(Uri sentinel, string key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            [
                new("Sentinel:Endpoint", sentinel.AbsoluteUri),
                new("Sentinel:ApiKey", key),
                new("Sentinel:Timeout", "00:00:05"),
            ]);
        // Sentinel:Endpoint and Sentinel:ApiKey (scope server) come from the configuration.
        builder.Services.AddSentinel(options => options.FindSession = http => http.User.FindFirst("sentinel-session")?.Value)
            .AddPasskeyStepUp<Member>();                        // where your users have passkeys
        builder.Services.AddSingleton<IUserStore<Member>, Customers>().AddIdentityCore<Member>();

        builder.Services.Configure<SentinelOptions>(options =>
            options.HasPassedStepUp = context => StepUps.IsRecent(context.User));   // yours: within the last minutes

        builder.Services.Configure<SentinelOptions>(options => options.BearerStepUp = new("phr", MaxAge: TimeSpan.FromMinutes(5)));

        var app = builder.Build();
        app.MapPost("/login", async (Login login, HttpContext http, SentinelClient sentinel) =>
        {
            var user = await Authenticate(login);               // yours
            OpenedSession? session = null;
            try
            {
                // Behind a proxy, after UseForwardedHeaders.
                session = await sentinel.OpenSessionAsync(user.Id, login.DeviceId, UserContext.Of(http));
                user.AddClaim("sentinel-session", session.SessionId);   // in your cookie, not in the page
            }
            catch (SentinelException away) when (away.IsUnavailable)
            {
                // Nobody is kept out because Sentinel is away. Without a session,
                // each action is decided as RequireTrust's whenUnavailable says.
            }

            // For Sentinel.start in the page.
            return SignIn(user, sdk: session is null ? null : new { session.SessionId, token = session.IngestToken });
        });
        app.MapPost("/transfer", Transfer).RequireTrust(Sensitivity.High, "transfer");
        app.MapPost("/step-up", StepUp);
        app.MapSentinel();                                      // what the page's scripts ask the site for
        await app.StartAsync();
        return app;
    }

    private static async Task StepUp(string sessionId, Guid challengeId, SentinelClient sentinel)
    {
        await sentinel.ReportChallengeAsync(sessionId, challengeId, passed: true, method: "otp");
    }

    private static string Transfer() => "sent";

    private static Task<User> Authenticate(Login login) => Task.FromResult(new User(login.Name));

    private static IResult SignIn(User user, object? sdk) => Results.Ok(new { claims = user.Claims, sdk });

    private sealed record Login(string Name, string? DeviceId);

    private sealed record User(string Id)
    {
        public Dictionary<string, string> Claims { get; } = [];

        public void AddClaim(string type, string value) => Claims.Add(type, value);
    }

    private static class StepUps
    {
        public static bool IsRecent(System.Security.Claims.ClaimsPrincipal user) => user.HasClaim("stepped-up", "just now");
    }
}

using Sentinel.Api;
using Sentinel.Api.Commands;
using Sentinel.Api.Hosting;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.Settings;

try
{
    return await ServerCommand.Run(args, Run);
}
#pragma warning disable CA1031 // Whatever ends a start: an exception's own words may quote a secret.
catch (Exception e) when (e is not HostAbortedException)
{
    Console.Error.WriteLine(StartFailure.Explain(e));
    return 1;
}
#pragma warning restore CA1031

static async Task<int> Run(ServerCommand command)
{
    var builder = Builder(command.Settings);
    if (command.Key is not null || command.Check)
        builder.Logging.ClearProviders();
    var options = builder.AddSentinel();
    await using var app = builder.Build();

    if (command.Check)
        return await CheckCommand.Run(app.Services, Console.Out);
    if (command.Verify is { } audit)
        return await VerifyAuditCommand.Run(audit, app.Services, Console.Out);
    if (command.Key is { } key)
        return await MakeKeyCommand.Run(app.Services, key);
    await app.Services.GetRequiredService<Migrator>().Run(CancellationToken.None);
    if (command.PopulationFile is { } population)
        return await BuildPopulationCommand.Run(app.Services, population);
    if (command.Migrate)
        return 0;
    await app.Prepare();
    app.UseSentinel(options);
    await app.Serve();
    return 0;
}

static WebApplicationBuilder Builder(string[] args)
{
    // Settings are read once. Watching their files would need an inotify instance, of which Linux gives a user few: 128 by default.
    const string WithoutWatching = "--hostBuilder:reloadConfigOnChange=false";
    try
    {
        return WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = [WithoutWatching, .. args], ContentRootPath = AppContext.BaseDirectory });
    }
    catch (FormatException)
    {
        throw ServerCommand.NotUnderstood();
    }
    catch (InvalidDataException)
    {
        throw new WrongSettingException("appsettings.json", "is not well-formed JSON");
    }
}

/// <summary>The entry point; public for the tests' host.</summary>
public partial class Program;

using Sentinel.Api.Commands;
using Sentinel.Api;
using Sentinel.Api.Hosting;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.Settings;

if (args is ["--help" or "-h"])
{
    Console.WriteLine("""
        Sentinel's server. Settings come from the environment and appsettings.json (docs/settings.md lists them).
        A word here sets one too, as --Urls=http://localhost:5080.

          --migrate               bring the database up to date, and end
          --verify-audit          compare the audit with what was signed, and end: [--tenant T] [--from YYYY-MM-DD] [--to YYYY-MM-DD]
          --build-population FILE write the statistics that a site's own users are compared with, and end
          --help
        """);
    return 0;
}

try
{
    return await Run(args);
}
#pragma warning disable CA1031 // Whatever ends a start: an exception's own words may quote a secret.
catch (Exception e) when (e is not HostAbortedException)
{
    Console.Error.WriteLine(StartFailure.Explain(e));
    return 1;
}
#pragma warning restore CA1031

static async Task<int> Run(string[] args)
{
    var migrateOnly = args.Contains("--migrate");
    var verify = VerifyAuditCommand.Take(ref args);
    (var populationFile, args) = BuildPopulationCommand.Take(args);
    var builder = Builder([.. args.Where(arg => arg != "--migrate")]);
    var options = builder.AddSentinel();
    await using var app = builder.Build();

    if (verify is not null)
        return await verify.Run(app.Services, Console.Out);
    await app.Services.GetRequiredService<Migrator>().Run(CancellationToken.None);
    if (populationFile is not null)
        return await BuildPopulationCommand.Run(app.Services, populationFile);
    if (migrateOnly)
        return 0;
    await app.Prepare();
    app.UseSentinel(options);
    await app.Serve();
    return 0;
}

static WebApplicationBuilder Builder(string[] args)
{
    try
    {
        return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    }
    catch (FormatException)
    {
        throw new WrongSettingException("The command line",
            "has a word that is not understood: set a setting by its whole name, as in --Urls=http://localhost:5080");
    }
    catch (InvalidDataException)
    {
        throw new WrongSettingException("appsettings.json", "is not well-formed JSON");
    }
}

/// <summary>The entry point; public for the tests' host.</summary>
public partial class Program;

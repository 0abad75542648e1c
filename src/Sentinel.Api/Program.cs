using Sentinel.Api.Hosting;
using Sentinel.Infrastructure.ColdStorage;

if (args is ["--help" or "-h"])
{
    Console.WriteLine("""
        Sentinel's server. Settings come from the environment and appsettings.json (README.md lists them); a word here sets one too, as --Urls=http://localhost:5080.

          --migrate               bring the database up to date, and end
          --verify-audit          compare the audit with what was signed, and end: [--tenant T] [--from YYYY-MM-DD] [--to YYYY-MM-DD]
          --build-population FILE write the statistics that a site's own users are compared with, and end
          --help
        """);
    return 0;
}

var migrateOnly = args.Contains("--migrate");
var verify = VerifyAuditCommand.Take(ref args);
string? populationFile;
WebApplicationBuilder builder;
SentinelOptions options;
try
{
    (populationFile, var rest) = BuildPopulationCommand.Take(args);
    builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = [.. rest.Where(arg => arg != "--migrate")],
        ContentRootPath = AppContext.BaseDirectory,
    });
    DefaultSecrets.Refuse(builder.Configuration, builder.Environment);
    options = SentinelOptions.Read(builder.Configuration, builder.Environment);
    builder.AddSentinel(options);
}
catch (InvalidOperationException wrong)
{
    // A setting: the message says which, and the remedy.
    Console.Error.WriteLine(wrong.Message);
    return 1;
}

var app = builder.Build();

if (verify is not null)
    return await verify.Run(app.Services, Console.Out);
await app.Services.GetRequiredService<Migrator>().Run(CancellationToken.None);
if (populationFile is not null)
    return await BuildPopulationCommand.Run(app.Services, populationFile);
if (migrateOnly)
    return 0;
try
{
    await app.Prepare();
}
catch (InvalidOperationException wrong)
{
    // What the data folder or a part holds: the message says which, and the remedy.
    Console.Error.WriteLine(wrong.Message);
    return 1;
}

app.UseSentinel(options);
app.Run();
return 0;

/// <summary>The entry point; public for the tests' host.</summary>
public partial class Program;

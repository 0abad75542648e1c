using Sentinel.Api.Hosting;
using Sentinel.Infrastructure.ColdStorage;

var migrateOnly = args.Contains("--migrate");
var verify = VerifyAuditCommand.Take(ref args);
var (populationFile, rest) = BuildPopulationCommand.Take(args);
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = [.. rest.Where(arg => arg != "--migrate")],
    ContentRootPath = AppContext.BaseDirectory,
});
DefaultSecrets.Refuse(builder.Configuration, builder.Environment);
var options = SentinelOptions.Read(builder.Configuration, builder.Environment);
builder.AddSentinel(options);
var app = builder.Build();

if (verify is not null)
    return await verify.Run(app.Services, Console.Out);
await app.Services.GetRequiredService<Migrator>().Run(CancellationToken.None);
if (populationFile is not null)
    return await BuildPopulationCommand.Run(app.Services, populationFile);
if (migrateOnly)
    return 0;
await app.Prepare();
app.UseSentinel(options);
app.Run();
return 0;

/// <summary>The entry point; public for the tests' host.</summary>
public partial class Program;

using System.Globalization;
using MediatR;
using Sentinel.Api.Settings;
using Sentinel.Application.Profiles;
using Sentinel.Domain.Profiles;
using Sentinel.Infrastructure.Formats;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Commands;

/// <summary><c>--build-population FILE</c>: writes the site's own population background, and ends.</summary>
internal static class BuildPopulationCommand
{
    private const string Option = "--build-population";

    public static async Task<int> Run(IServiceProvider services, string file)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var id = string.Create(CultureInfo.InvariantCulture, $"site-{now:yyyyMMddHHmmss}");
        var (population, people) = await services.GetRequiredService<IMediator>().Send(new BuildPopulation(id));
        if (population is { FixedTextCalibration: null, FreeTextCalibration: null, MouseCalibration: null, TouchCalibration: null })
        {
            Console.Error.WriteLine(
                $"{people} users have training samples, which is too few to compare people: at least "
                    + $"{PopulationStudy.MinPeople} users with the same kind of input are needed. Nothing was written."
            );
            return 1;
        }

        var source = string.Create(
            CultureInfo.InvariantCulture, $"{people} users of this site, {now:O}. Built by: dotnet Sentinel.Api.dll {Option} {file}");
        try
        {
            WholeFile.Write(file, secret: false, json => PopulationFile.Write(population, source, json));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WrongSettingException(Option, "names a file that cannot be written: name another");
        }

        Console.WriteLine(
            $"{file}: {id}, of {people} users. Start with Population__File={file}; every baseline is then trained again at its user's next "
                + $"session."
        );
        return 0;
    }
}

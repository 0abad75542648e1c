using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace Sentinel.Integration.Tests;

/// <summary>What <c>dotnet pack</c> makes of Sentinel.Client, which the tests' own build has compiled.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task Package_OfTheClient_HoldsTheLibraryItsDocumentationAndWhatAFeedShows()
    {
        using var folder = new TemporaryFolder();
        var configuration = typeof(PackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var project = Path.Combine(SourceTree.Root, "clients", "dotnet", "Sentinel.Client");
        Command.Run("dotnet", "pack", project, "--no-build", "-v", "quiet", "-c", configuration, "-o", folder.FullPath);
        await using var package = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(folder.FullPath)));
        var files = package.Entries.Select(entry => entry.FullName).Where(IsOurs).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "README.md", "Sentinel.Client.nuspec", "icon.png",
                "lib/net10.0/Sentinel.Client.dll", "lib/net10.0/Sentinel.Client.xml",
            ],
            files);

        await using var description = await package.GetEntry("Sentinel.Client.nuspec")!.OpenAsync();
        var metadata = XDocument.Load(description).Root!.Elements().Single();
        string Of(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal(
            ["Sentinel.Client", "Apache-2.0", "README.md", "icon.png"],
            [Of("id"), Of("license"), Of("readme"), Of("icon")]);
    }

    /// <summary>Without the parts that each package has, whatever is in it.</summary>
    private static bool IsOurs(string file) =>
        !file.StartsWith("_rels/", StringComparison.Ordinal)
        && !file.StartsWith("package/", StringComparison.Ordinal)
        && file != "[Content_Types].xml";
}

using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace Sentinel.Integration.Tests;

/// <summary>What <c>dotnet pack</c> makes of the clients, which the tests' own build has compiled.</summary>
public sealed class PackageTests
{
    [Theory]
    [InlineData("Sentinel.Client"), InlineData("Sentinel.Client.Agents")]
    public async Task Package_OfAClient_HoldsTheLibraryItsDocumentationAndWhatAFeedShows(string name)
    {
        using var folder = new TemporaryFolder();
        var configuration = typeof(PackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var project = Path.Combine(SourceTree.Root, "clients", "dotnet", name);
        Command.Run("dotnet", "pack", project, "--no-build", "-v", "quiet", "-c", configuration, "-o", folder.FullPath);
        await using var package = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(folder.FullPath)));
        var files = package.Entries.Select(entry => entry.FullName).Where(IsOurs).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "README.md", $"{name}.nuspec", "icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml",
            ],
            files);

        await using var description = await package.GetEntry($"{name}.nuspec")!.OpenAsync();
        var metadata = XDocument.Load(description).Root!.Elements().Single();
        string Of(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal(
            [name, "Apache-2.0", "README.md", "icon.png"],
            [Of("id"), Of("license"), Of("readme"), Of("icon")]);
    }

    /// <summary>Without the parts that each package has, whatever is in it.</summary>
    private static bool IsOurs(string file) =>
        !file.StartsWith("_rels/", StringComparison.Ordinal)
        && !file.StartsWith("package/", StringComparison.Ordinal)
        && file != "[Content_Types].xml";
}

namespace Sentinel.Architecture.Tests;

/// <summary>Checks the line length that CONTRIBUTING.md sets.</summary>
public sealed class LineLengthTests
{
    private static readonly string Longest = new('x', LineLengths.Most);

    [Fact]
    public void Lines_OfTheProduct_AreShortEnough()
    {
        string[] tooLong = [.. LineLengths.Files.SelectMany(LineLengths.TooLong).Order(StringComparer.Ordinal)];
        Assert.True(tooLong.Length == 0, $"Longer than {LineLengths.Most} characters:\n{string.Join('\n', tooLong)}");
    }

    [Fact]
    public void Files_WhenLookedThrough_AreOfEveryKindButNotGenerated()
    {
        var files = LineLengths.Files.Select(file => Path.GetRelativePath(LineLengths.Root, file).Replace('\\', '/')).ToHashSet();
        string[] some =
        [
            "src/Sentinel.Api/Program.cs", "clients/sdk/src/index.ts", "clients/sdk/build.mjs", "src/Sentinel.Api/Demo/demo.js",
            "src/Sentinel.Api/Demo/demo.css", "src/Sentinel.Api/Demo/demo.html", "README.md", "test.sh", "Directory.Build.props",
            "bench/common/Wrk.cs", "eval/replay/Program.cs", "eval/accuracy/Program.cs",
            "tests/Architecture/Sentinel.Architecture.Tests.csproj",
        ];
        Assert.Empty(some.Except(files));
        Assert.DoesNotContain("clients/sdk/dist/sentinel.js", files);
        Assert.DoesNotContain(files, file => file.Contains("/ColdStorage/Migrations/", StringComparison.Ordinal));
    }

    [Fact]
    public void Rule_WhenAppliedToAViolatingText_NamesFileAndLine()
    {
        // The second line is longer only in bytes, the last only in UTF-16 units.
        string[] lines = [Longest, $"{Longest[1..]}–", $"{Longest}x", $"  | {Longest} |", $"{Longest[1..]}😀"];
        Assert.Equal(["a.cs:3", "a.cs:4"], LineLengths.TooLong("a.cs", lines));
        Assert.Equal(["a.md:3"], LineLengths.TooLong("a.md", lines));
    }
}

using System.Text.RegularExpressions;

namespace Sentinel.Architecture.Tests;

/// <summary>docs/integrate.md shows the code of samples/Bank, and it is as little as it says.</summary>
public sealed partial class IntegrationPageTests
{
    private static readonly string Root = LineLengths.Root;

    private static readonly string[] Sample =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "samples", "Bank"), "*.cs*", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.EndsWith(".csproj", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Code_OfThePage_IsThatOfTheSample()
    {
        var files = Sample.Select(file => Lines(File.ReadAllText(file))).Append(Lines(
            File.ReadAllText(Path.Combine(Root, "samples", "Bank", "appsettings.json")))).ToList();
        var page = File.ReadAllText(Path.Combine(Root, "docs", "integrate.md"));
        var blocks = Fence().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.True(blocks.Count >= 9);
        Assert.All(blocks, block => Assert.True(
            files.Any(file => file.Contains(Lines(block), StringComparison.Ordinal)),
            $"No file of samples/Bank contains:\n{block}"));
    }

    /// <summary>Every line that names Sentinel, its attribute or its challenge, <c>using</c> lines too.</summary>
    [Theory]
    [InlineData(".cs", 18)]
    [InlineData(".cshtml", 4)]
    public void Sample_OfASite_NeedsFewLinesForSentinel(string extension, int most)
    {
        var lines = Sample
            .Where(file => Path.GetExtension(file) == extension)
            .SelectMany(File.ReadLines)
            .Where(line => Named().IsMatch(line))
            .ToList();
        Assert.NotEmpty(lines);
        Assert.True(lines.Count <= most, $"{lines.Count} lines:\n{string.Join('\n', lines)}");
    }

    private static string Lines(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("```(?:csharp|html|json)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("sentinel|RequireTrust|challengeId|PasskeyStepUp", RegexOptions.IgnoreCase)]
    private static partial Regex Named();
}

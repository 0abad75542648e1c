using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sentinel.Integration.Tests;

/// <summary>The commands of the README's walk answer as it prints.</summary>
public sealed partial class WalkthroughTests
{
    private const string Mark = "next block";

    [Fact]
    public async Task Commands_OfTheReadme_AnswerAsPrinted()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "README.md"));
        var walk = readme[readme.IndexOf("## Walkthrough", StringComparison.Ordinal)..];
        // The last answer is of the audit, which is as late as the drain.
        var (commands, answers) = (Blocks(walk, "sh")[..3], Blocks(walk, "text")[..3]);
        await using var node = await SentinelNode.Started(new NodeSettings { GivesKey = false });
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(Path.Combine(folder.FullPath, "data"), node.DataFolder);
        var script = string.Join($"\necho '{Mark}'\n", commands).Replace("http://localhost:5080", node.Address.ToString().TrimEnd('/'),
            StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder.FullPath,
            RedirectStandardOutput = true,
        })!;
        var said = (await shell.StandardOutput.ReadToEndAsync()).Split(Mark);
        Assert.Equal(answers.Select(Form), said.Select(Form));
    }

    private static string[] Blocks(string text, string language) =>
        [.. Fence().Matches(text).Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value)];

    /// <summary>Without ids and numbers, which differ each time.</summary>
    private static string Form(string answer) =>
        Numbers().Replace(Ids().Replace(string.Join('\n', answer.Split('\n').Select(line => line.Trim())).Trim(), "id"), "#");

    [GeneratedRegex("```(\\w+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Ids();

    [GeneratedRegex("[0-9.]+(?=[ ,]|$)", RegexOptions.Multiline)]
    private static partial Regex Numbers();
}

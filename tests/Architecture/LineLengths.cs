namespace Sentinel.Architecture.Tests;

/// <summary>No line of code or prose is longer than <see cref="Most"/> characters, except rows of Markdown tables.</summary>
internal static class LineLengths
{
    public const int Most = 140;

    private static readonly string[] Kinds =
        [".cs", ".ts", ".tsx", ".mjs", ".js", ".css", ".html", ".md", ".sh", ".props", ".csproj"];

    /// <summary>Folders that git ignores or that builds create. A folder whose name starts with a dot belongs to a tool.</summary>
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "dist", "data", "artifacts", "generated", "TestResults"];

    private static readonly string Generated = Path.Combine("ColdStorage", "Migrations");

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files => In(Root);

    public static IEnumerable<string> TooLong(string file) => TooLong(Path.GetRelativePath(Root, file), File.ReadLines(file));

    /// <summary>The lines that are too long, as file:line.</summary>
    public static IEnumerable<string> TooLong(string name, IEnumerable<string> lines) =>
        lines.Select((line, i) => (line, place: $"{name}:{i + 1}")).Where(at => IsTooLong(name, at.line)).Select(at => at.place);

    private static bool IsTooLong(string name, string line) =>
        line.EnumerateRunes().Count() > Most && !(Path.GetExtension(name) == ".md" && line.TrimStart().StartsWith('|'));

    private static IEnumerable<string> In(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => Kinds.Contains(Path.GetExtension(file)))
            .Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(In));

    private static bool IsOurs(string folder) =>
        Path.GetFileName(folder) is var name && !name.StartsWith('.') && !Skipped.Contains(name)
        && !folder.EndsWith(Generated, StringComparison.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sentinel.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the source tree.");
        return folder.FullName;
    }
}

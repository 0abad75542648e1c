using System.Collections.Concurrent;
using System.Reflection;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Sentinel.Api.Pages;

/// <summary>
/// <c>GET /docs/NAME</c>: the documents of the repository's <c>docs</c> folder and of its clients, as they were when the server was built.
/// </summary>
internal static class DocumentPages
{
    private const string Prefix = "docs/";
    private const string Suffix = ".md";

    private static readonly Assembly Here = typeof(DocumentPages).Assembly;
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers()
        .DisableHtml()
        .Build();
    private static readonly ConcurrentDictionary<string, string> Rendered = new(StringComparer.Ordinal);

    /// <summary>The documents' names, the first ones first.</summary>
    private static readonly string[] Names =
    [
        .. Here.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .OrderBy(name => name is "integrate" ? 0 : name.StartsWith("client-", StringComparison.Ordinal) ? 1 : 2)
            .ThenBy(name => name, StringComparer.Ordinal),
    ];

    public static void MapDocuments(this WebApplication app)
    {
        var documents = app.MapGroup("/docs").AllowAnonymous().ExcludeFromDescription();
        documents.MapGet("/", context => PageShell.Result(context, "Documentation", Contents).ExecuteAsync(context));
        documents.MapGet("/{name}", (HttpContext context, string name) => Document(context, name));
    }

    private static string Contents
    {
        get
        {
            var items = Names.Select(name => $"<li><a href=\"/docs/{name}\">{TitleOf(name)}</a></li>");
            return $"<main><h1>Documentation</h1><ul>{string.Concat(items)}</ul></main>";
        }
    }

    private static IResult Document(HttpContext context, string name)
    {
        name = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
        if (!Names.Contains(name, StringComparer.Ordinal))
            return Results.NotFound();
        var body = Rendered.GetOrAdd(name, Render);
        return PageShell.Result(context, TitleOf(name), $"<nav><a href=\"/docs\">Documentation</a></nav><main>{body}</main>");
    }

    private static string Render(string name)
    {
        var document = Markdig.Markdown.Parse(TextOf(name), Markdown);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (AddressOf(link.Url) is { } address)
                link.Url = address;
            else
                link.ReplaceBy(new EmphasisInline { DelimiterChar = '*', DelimiterCount = 1 }, copyChildren: true);
        }

        // What scrolls by itself must be reachable by the keyboard, and an empty cell is no heading.
        return document.ToHtml(Markdown)
            .Replace("<pre>", "<pre tabindex=\"0\">", StringComparison.Ordinal)
            .Replace("<table>", "<table tabindex=\"0\">", StringComparison.Ordinal)
            .Replace("<th></th>", "<td></td>", StringComparison.Ordinal);
    }

    /// <summary>Where a link of the repository leads on the server; null if the server does not have it.</summary>
    private static string? AddressOf(string? url)
    {
        if (url is null || url.StartsWith('#') || url.StartsWith("https://", StringComparison.Ordinal))
            return url;
        var (file, part) = url.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? (url[..at], url[at..]) : (url, "");
        var name = file switch
        {
            _ when file.EndsWith("sdk/README.md", StringComparison.Ordinal) => "client-browser",
            _ when file.EndsWith("Sentinel.Client/README.md", StringComparison.Ordinal) => "client-dotnet",
            _ => Path.GetFileNameWithoutExtension(file),
        };
        return Names.Contains(name, StringComparer.Ordinal) ? $"/docs/{name}{part}" : null;
    }

    private static string TitleOf(string name) => PageShell.Text(TextOf(name).Split('\n', 2)[0].TrimStart('#', ' '));

    private static string TextOf(string name)
    {
        using var reader = new StreamReader(Here.GetManifestResourceStream($"{Prefix}{name}{Suffix}")!);
        return reader.ReadToEnd();
    }
}

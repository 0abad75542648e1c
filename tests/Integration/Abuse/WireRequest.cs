using System.Net.Http.Headers;
using System.Text;

namespace Sentinel.Integration.Tests;

/// <summary>A request exactly as sent; no client corrects it.</summary>
internal sealed class WireRequest(string method, string address)
{
    private static readonly HttpClient Http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = 16,
        }
    )
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    public string Method { get; set; } = method;

    /// <summary>Path and query in visible ASCII.</summary>
    public string Address { get; set; } = address;

    public string? Credential { get; set; }

    public byte[]? Body { get; set; }

    public string? ContentType { get; set; }

    public List<(string Name, string Value)> Headers { get; } = [];

    /// <summary>The mutations, for failure messages.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>The request cannot be valid; accepting it is a fault.</summary>
    public bool IsSurelyBad { get; set; }

    /// <summary>It may reach another call than the one it was made from, or none.</summary>
    public bool IsElsewhere { get; set; }

    /// <summary>Asks before it sends the body, because a server may refuse a body by its length without reading it.</summary>
    public bool AsksFirst { get; set; }

    public string Text => Body is null ? "" : Encoding.UTF8.GetString(Body);

    public async Task<Answer> Send(Uri node)
    {
        using var request = new HttpRequestMessage(
            new(Method),
            new Uri(
                $"{node.Scheme}://{node.Authority}{Address}",
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            )
        );
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            if (ContentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        // A server that refuses a large body by its length closes the connection; a client that is still writing may miss the answer.
        if (AsksFirst || Body?.Length > 200_000) request.Headers.ExpectContinue = true;
        if (Credential is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Credential);
        foreach (var (name, value) in Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);
        return await Answer.Of(response);
    }

    public override string ToString()
    {
        var text = Text;
        return $"{Method} {Address} ({string.Join(", ", Changes)}) {ContentType} "
            + $"{string.Join(' ', Headers)}\n{(text.Length <= 2_000 ? text : $"{text[..2_000]}… of {text.Length}")}";
    }
}

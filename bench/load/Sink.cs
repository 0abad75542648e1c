using System.Net;
using Sentinel.Bench;

namespace Sentinel.Load;

/// <summary>A collector that takes everything and keeps nothing.</summary>
internal sealed class Sink : IDisposable
{
    private readonly HttpListener listener = new();

    public Sink()
    {
        listener.Prefixes.Add($"{Address}/");
        listener.Start();
        _ = Task.Run(Serve);
    }

    public string Address { get; } = $"http://127.0.0.1:{Server.FreePort()}";

    public void Dispose() => listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                await context.Request.InputStream.CopyToAsync(Stream.Null);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The run is over.
        }
    }
}

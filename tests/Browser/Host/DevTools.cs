using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Sentinel.Browser.Tests;

/// <summary>A connection to a browser or a page with Chromium's DevTools protocol.</summary>
public sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _asked = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _listening = Task.CompletedTask;
    private int _last;

    private DevTools()
    {
    }

    public static async Task<DevTools> Connected(Uri address)
    {
        var line = new DevTools();
        await line._socket.ConnectAsync(address, CancellationToken.None);
        line._listening = line.Listen();
        return line;
    }

    public async Task<JsonElement> Send(string method, Dictionary<string, object>? arguments = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = arguments ?? [] });
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _listening;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task Listen()
    {
        var buffer = new byte[1 << 20];
        try
        {
            for (var length = 0; ; length = 0)
            {
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close) return;
                Take(JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, length)));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The connection or the browser is gone; pending calls end by their time limit.
        }
    }

    private void Take(JsonElement message)
    {
        if (!message.TryGetProperty("id", out var id) || !_asked.TryRemove(id.GetInt32(), out var answer)) return;
        if (message.TryGetProperty("result", out var result)) answer.SetResult(result);
        else answer.SetException(new InvalidOperationException(message.ToString()));
    }
}

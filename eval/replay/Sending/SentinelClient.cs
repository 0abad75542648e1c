using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sentinel.Replay;

/// <summary>
/// The calls of a replay. After a degraded answer, 429, 503 or a broken connection the outcome is <em>unknown</em>: the same bytes are sent
/// again, up to 20 times; sequences make this safe.
/// </summary>
internal sealed class SentinelClient(HttpClient http)
{
    private const int MaxAttempts = 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly WireJson Wire = WireJson.Default;
    private readonly ConcurrentDictionary<string, int> _repeats = new();

    /// <summary>The number of resends by reason: <c>degraded</c>, <c>429</c>, <c>503</c> or <c>broken</c>.</summary>
    public IReadOnlyDictionary<string, int> Repeats => _repeats;

    public static SentinelClient Connect(Uri url, string key, int concurrency)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = concurrency + 1, UseProxy = false };
        var http = new HttpClient(handler) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return new(http);
    }

    /// <exception cref="ReplayFailedException">The server does not answer.</exception>
    public async Task MustBeReachable(CancellationToken cancellation)
    {
        try
        {
            using var _ = await http.GetAsync(new Uri("/health/live", UriKind.Relative), cancellation);
        }
        catch (HttpRequestException failure)
        {
            throw new ReplayFailedException(
                $"Nobody answers at {http.BaseAddress} ({failure.Message}). "
                + "Start the server: dotnet run --project src/Sentinel.Api -- --Scoring:Clock=Client");
        }
    }

    public async Task<OpenAnswer> Open(string userId, CancellationToken cancellation)
    {
        var body = Bytes(new(userId), Wire.OpenRequest);
        var answer = await Call(HttpMethod.Post, "/api/v1/sessions", body, Wire.OpenAnswer, again: a => a.Degraded, cancellation);
        return answer!;
    }

    /// <summary>Null if the server reports that it has already scored this sequence.</summary>
    public Task<BatchAnswer?> Send(string sessionId, BatchRequest batch, CancellationToken cancellation) =>
        Call(HttpMethod.Post, $"/api/v1/sessions/{sessionId}/batches", Bytes(batch, Wire.BatchRequest), Wire.BatchAnswer,
            again: a => a.Degraded, cancellation);

    public async Task<int?> Windows(string sessionId, CancellationToken cancellation)
    {
        var answer = await Call(HttpMethod.Get, $"/api/v1/sessions/{sessionId}", null, Wire.SessionAnswer, again: _ => false, cancellation);
        return answer?.Windows;
    }

    private async Task<T?> Call<T>(
        HttpMethod method, string path, byte[]? body, JsonTypeInfo<T> type, Func<T, bool> again, CancellationToken cancellation)
        where T : class
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            string trouble, kind;
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = Json(body) };
                using var response = await http.SendAsync(request, cancellation);
                if (response.IsSuccessStatusCode)
                {
                    var answer = await response.Content.ReadFromJsonAsync(type, cancellation)
                        ?? throw new ReplayFailedException($"{method} {path} answered {(int)response.StatusCode} with no body.");
                    if (!again(answer)) return answer;
                    (trouble, kind) = ("the answer stayed degraded", "degraded");
                }
                else
                {
                    var problem = await ReadProblem(response, cancellation);
                    if (response.StatusCode == HttpStatusCode.Conflict && problem.Code == "already_scored") return null;
                    trouble = $"{(int)response.StatusCode} {problem.Code} {problem.Detail ?? problem.Title} {problem.Errors}".TrimEnd();
                    if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                        throw new RefusedException(response.StatusCode, $"{method} {path}: {trouble}");
                    kind = $"{(int)response.StatusCode}";
                    if (response.Headers.RetryAfter?.Delta is { } wanted && wanted > pause) pause = wanted;
                }
            }
            catch (Exception broken) when (IsBroken(broken) && !cancellation.IsCancellationRequested)
            {
                (trouble, kind) = (broken.Message, "broken");
            }

            if (attempt == MaxAttempts) throw new ReplayFailedException($"{method} {path}: gave up after {attempt} attempts: {trouble}");
            _repeats.AddOrUpdate(kind, 1, (_, count) => count + 1);
            await Task.Delay(pause < LongestPause ? pause : LongestPause, cancellation);
            pause *= 1.6;
        }
    }

    private static bool IsBroken(Exception failure) => failure is HttpRequestException or IOException or TaskCanceledException;

    private static byte[] Bytes<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private static ByteArrayContent? Json(byte[]? body) =>
        body is null ? null : new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static async Task<Problem> ReadProblem(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(Wire.Problem, cancellation) ?? new(null, null, null, null);
        }
        catch (JsonException)
        {
            return new(null, response.ReasonPhrase, null, null);
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace Sentinel.Client;

/// <summary>Sentinel's API for a back end. Get it by <c>services.AddSentinel(…)</c>; safe for concurrent use.</summary>
public sealed partial class SentinelClient
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient http;
    private readonly SentinelOptions options;
    private readonly ILogger<SentinelClient> logger;

    /// <summary>For the container; use <c>services.AddSentinel(…)</c>.</summary>
    public SentinelClient(HttpClient http, IOptions<SentinelOptions> options, ILogger<SentinelClient> logger) =>
        (this.http, this.options, this.logger) = (http, options.Value, logger);

    /// <summary>Opens a session for a user who has just logged in.</summary>
    /// <param name="userId">Your own name for the user: 1–128 of <c>[A-Za-z0-9._:@-]</c>, no personal data.</param>
    /// <param name="deviceId">A stable name of the device, 1–128 characters; null when it is not known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SentinelException">It was refused, or Sentinel is away (<c>unreachable</c>): let the user in without a session, and actions are answered by the fallback.</exception>
    public Task<OpenedSession> OpenSessionAsync(string userId, string? deviceId = null, CancellationToken cancellationToken = default) =>
        Send<OpenedSession>(HttpMethod.Post, "api/v1/sessions", new { userId, deviceId }, cancellationToken);

    /// <summary>Decides one action. Never throws because Sentinel is away: then the answer is the fallback, and says <see cref="TrustDecision.Degraded"/>.</summary>
    /// <param name="sessionId">Of <see cref="OpenSessionAsync"/>.</param>
    /// <param name="action">What the user is about to do: 1–64 of <c>[A-Za-z0-9._:-]</c>, such as <c>transfer</c>.</param>
    /// <param name="sensitivity">How much it could cost.</param>
    /// <param name="whenUnavailable">What is decided when nothing is known; null takes <see cref="SentinelOptions.WhenUnavailable"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SentinelException">It was refused: <c>session_expired</c> (404) and <c>session_ended</c> (409) mean that the user has to log in again.</exception>
    public async Task<TrustDecision> EvaluateAsync(
        string sessionId, string action, Sensitivity sensitivity, Decision? whenUnavailable = null, CancellationToken cancellationToken = default)
    {
        var fallback = whenUnavailable ?? options.WhenUnavailable;
        try
        {
            var answer = await Send<TrustDecision>(HttpMethod.Post, $"{Path(sessionId)}/evaluations", new { action, sensitivity }, cancellationToken).ConfigureAwait(false);
            return answer.Degraded ? answer with { Decision = fallback } : answer;
        }
        catch (SentinelException away) when (IsAway(away))
        {
            LogFallback(away.Code, action, fallback);
            return new() { Decision = fallback, Degraded = true };
        }
    }

    /// <summary>Reports how a step-up went. The same report again changes nothing, so it may be repeated after a failure.</summary>
    /// <param name="sessionId">The session that was evaluated.</param>
    /// <param name="challengeId">Of the evaluation; good for 15 minutes.</param>
    /// <param name="passed">Whether the person proved who they are.</param>
    /// <param name="method">How: 1–64 of <c>[A-Za-z0-9._:-]</c>, such as <c>otp</c> or <c>webauthn</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SentinelException">It was refused, or Sentinel is away (<c>unreachable</c>).</exception>
    public Task<TrustDecision> ReportChallengeAsync(string sessionId, Guid challengeId, bool passed, string method, CancellationToken cancellationToken = default) =>
        Send<TrustDecision>(HttpMethod.Post, $"{Path(sessionId)}/challenges", new { challengeId, outcome = passed ? "PASSED" : "FAILED", method }, cancellationToken);

    /// <summary>A session as it stands, for a page of your own; asking moves nothing.</summary>
    /// <param name="sessionId">Of <see cref="OpenSessionAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SentinelException">It was refused, or Sentinel is away (<c>unreachable</c>).</exception>
    public Task<SessionView> GetSessionAsync(string sessionId, CancellationToken cancellationToken = default) =>
        Send<SessionView>(HttpMethod.Get, Path(sessionId), null, cancellationToken);

    /// <summary>Ends a session for good, at log-out.</summary>
    /// <param name="sessionId">Of <see cref="OpenSessionAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SentinelException">It was refused, or Sentinel is away (<c>unreachable</c>): the session then ends by itself after 30 idle minutes.</exception>
    public async Task EndSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        using var response = await Respond(HttpMethod.Delete, Path(sessionId), null, cancellationToken).ConfigureAwait(false);
    }

    private static string Path(string sessionId) => $"api/v1/sessions/{Uri.EscapeDataString(sessionId)}";

    /// <summary>Nobody can tell now; a refusal is an answer.</summary>
    private static bool IsAway(SentinelException exception) =>
        exception.Status is null or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;

    private async Task<T> Send<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await Respond(method, path, body, cancellationToken).ConfigureAwait(false);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken).ConfigureAwait(false)
                ?? throw new SentinelException(null, "unreachable", "The answer was empty.");
        }
        catch (Exception broken) when (broken is JsonException or HttpRequestException or IOException)
        {
            throw new SentinelException(null, "unreachable", "The answer was no answer of Sentinel's.", broken);
        }
    }

    private async Task<HttpResponseMessage> Respond(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json) };
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception away) when (away is HttpRequestException or ExecutionRejectedException
            || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SentinelException(null, "unreachable", "Sentinel could not be reached in time.", away);
        }

        if (response.IsSuccessStatusCode) return response;
        using (response) throw await Refusal(response, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<SentinelException> Refusal(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Problem? problem = null;
        try
        {
            problem = await response.Content.ReadFromJsonAsync<Problem>(Json, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception foreign) when (foreign is JsonException or HttpRequestException or IOException)
        {
            // Whatever stands between may answer in its own words.
        }

        return new(response.StatusCode, problem?.Code ?? "unknown", problem?.Detail ?? $"Sentinel answered {(int)response.StatusCode}.");
    }

    [LoggerMessage(LogLevel.Warning, "Sentinel gave no answer ({Code}) to {Action}: {Fallback}")]
    private partial void LogFallback(string code, string action, Decision fallback);

    private sealed record Problem(string? Code, string? Detail);
}

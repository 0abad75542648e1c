using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Polly;

namespace Sentinel.Client;

/// <summary>Sentinel's API for a back end. Register it with <c>services.AddSentinel(…)</c>. Safe for concurrent use.</summary>
public sealed class SentinelClient
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal const string Contended = "contended";

    private readonly HttpClient http;
    private readonly SentinelOptions options;
    private readonly OutageLog log;

    internal SentinelClient(HttpClient http, SentinelOptions options, OutageLog log) =>
        (this.http, this.options, this.log) = (http, options, log);

    /// <summary>Opens a session for a user who has just logged in.</summary>
    /// <param name="userId">
    /// Your own name for the user: 1–128 of <c>[A-Za-z0-9._:@-]</c>, but not <c>.</c>, <c>..</c> or <c>-</c>; no personal data.
    /// </param>
    /// <param name="deviceId">
    /// A name of the device that stays the same over log-ins and that others cannot guess, such as a random value in a cookie of a year:
    /// 1–128 characters. Challenges are passed, and blocks count, on a device. Null if unknown: then the user's every session is on the
    /// same unknown device.
    /// </param>
    /// <param name="context">Where the user is; null to leave it out.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SentinelException">
    /// The call was refused, or Sentinel is unavailable (<see cref="SentinelException.IsUnavailable"/>). If it is unavailable, let the user
    /// in without a session; the fallback then decides actions.
    /// </exception>
    public Task<OpenedSession> OpenSessionAsync(
        string userId,
        string? deviceId = null,
        UserContext? context = null,
        CancellationToken cancellationToken = default
    ) =>
        OpenSessionAsync(userId, deviceId, context, declaredAgent: null, cancellationToken);

    /// <summary>The same, for a user in whose name a known agent acts.</summary>
    /// <param name="userId">Your own name for the user, as above.</param>
    /// <param name="deviceId">A name of the device; null if unknown.</param>
    /// <param name="context">Where the user is; null to leave it out.</param>
    /// <param name="declaredAgent">
    /// The agent, 1–64 of <c>[a-z0-9._-]</c>; null for people. Name only one that you have verified: the policy of Sentinel, not its
    /// behaviour, may decide what it does.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SentinelException">As above.</exception>
    public Task<OpenedSession> OpenSessionAsync(
        string userId,
        string? deviceId,
        UserContext? context,
        string? declaredAgent,
        CancellationToken cancellationToken = default
    ) =>
        Send<OpenedSession>(
            HttpMethod.Post,
            "api/v1/sessions",
            new
            {
                userId,
                deviceId,
                context,
                declaredAgent,
            },
            cancellationToken
        );

    /// <summary>
    /// Decides one action. If Sentinel is unavailable or refuses the key, it returns the fallback with <see cref="TrustDecision.Degraded"/>
    /// instead of throwing. A degraded CHALLENGE cannot be reported: use the site's own step-up and allow the action if it is passed,
    /// except with <see cref="TrustDecision.TryAgain"/>. BLOCK always applies, degraded or not.
    /// </summary>
    /// <param name="sessionId">The id from <c>OpenSessionAsync</c>.</param>
    /// <param name="action">What the user is about to do: 1–64 of <c>[A-Za-z0-9._:-]</c>, such as <c>transfer</c>.</param>
    /// <param name="sensitivity">How much it could cost.</param>
    /// <param name="whenUnavailable">
    /// The decision if the result is unknown; null takes <see cref="SentinelOptions.WhenUnavailable"/>.
    /// </param>
    /// <param name="context">Where the action comes from; null to leave it out.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SentinelException">
    /// The call was refused. On <c>session_expired</c> (404) and <c>session_ended</c> (409) the user has to log in again.
    /// </exception>
    public async Task<TrustDecision> EvaluateAsync(
        string sessionId,
        string action,
        Sensitivity sensitivity,
        Decision? whenUnavailable = null,
        UserContext? context = null,
        CancellationToken cancellationToken = default
    )
    {
        var fallback = Fallback(whenUnavailable);
        try
        {
            var answer = await Send<TrustDecision>(
                    HttpMethod.Post,
                    $"{Path(sessionId)}/evaluations",
                    new
                    {
                        action,
                        sensitivity,
                        context,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            // A degraded BLOCK is the last known decision of the session.
            return answer is { Degraded: true, Decision: not Decision.Block } ? answer with { Decision = fallback.Decision } : answer;
        }
        catch (SentinelException away) when (away.IsUnavailable)
        {
            if (away.IsCrowded && sensitivity == Sensitivity.High)
            {
                var strict = fallback.Decision == Decision.Allow ? Decision.Challenge : fallback.Decision;
                fallback = fallback with { TryAgain = true, Decision = strict };
            }

            return fallback;
        }
    }

    /// <summary>Reports the outcome of a challenge. Idempotent, so it may be repeated after a failure.</summary>
    /// <param name="sessionId">The session that was evaluated.</param>
    /// <param name="challengeId">The id from the evaluation; valid for 15 minutes.</param>
    /// <param name="passed">Whether the person proved who they are.</param>
    /// <param name="method">How the person was challenged: 1–64 of <c>[A-Za-z0-9._:-]</c>, such as <c>otp</c> or <c>webauthn</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SentinelException">The call was refused, or Sentinel is unavailable (<c>unreachable</c>).</exception>
    public Task<TrustDecision> ReportChallengeAsync(
        string sessionId,
        Guid challengeId,
        bool passed,
        string method,
        CancellationToken cancellationToken = default
    ) =>
        Send<TrustDecision>(
            HttpMethod.Post,
            $"{Path(sessionId)}/challenges",
            new
            {
                challengeId,
                outcome = passed ? "PASSED" : "FAILED",
                method,
            },
            cancellationToken
        );

    /// <summary>The current state of a session, for a page of your own. Does not move trust.</summary>
    /// <param name="sessionId">The id from <c>OpenSessionAsync</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SentinelException">The call was refused, or Sentinel is unavailable (<c>unreachable</c>).</exception>
    public Task<SessionView> GetSessionAsync(string sessionId, CancellationToken cancellationToken = default) =>
        Send<SessionView>(HttpMethod.Get, Path(sessionId), null, cancellationToken);

    /// <summary>Ends a session for good, at log-out.</summary>
    /// <param name="sessionId">The id from <c>OpenSessionAsync</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SentinelException">
    /// The call was refused, or Sentinel is unavailable (<c>unreachable</c>). The session then ends by itself after 30 idle minutes.
    /// </exception>
    public async Task EndSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        using var response = await Respond(HttpMethod.Delete, Path(sessionId), null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Revokes all sessions of a user: after a new password, a sign-out everywhere, or a take-over. Calls of these sessions then get
    /// <c>session_ended</c>, and what the user had proven on any device has to be proven again. End the site's own log-ins too.
    /// </summary>
    /// <param name="userId">The site's own name for the user.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SentinelException">
    /// The call was refused, or Sentinel is unavailable (<c>unreachable</c>). Call again: the sessions may go on.
    /// </exception>
    public async Task RevokeSessionsAsync(string userId, CancellationToken cancellationToken = default)
    {
        var path = $"api/v1/users/{Uri.EscapeDataString(userId)}/sessions";
        using var response = await Respond(HttpMethod.Delete, path, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same, with the challenge's id as a form or a query gives it.</summary>
    /// <param name="sessionId">The session that was evaluated.</param>
    /// <param name="challengeId">The id from the evaluation; valid for 15 minutes.</param>
    /// <param name="passed">Whether the person proved who they are.</param>
    /// <param name="method">How the person was challenged: 1–64 of <c>[A-Za-z0-9._:-]</c>, such as <c>otp</c> or <c>webauthn</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The challenge's id is not one.</exception>
    /// <exception cref="SentinelException">The call was refused, or Sentinel is unavailable (<c>unreachable</c>).</exception>
    public Task<TrustDecision> ReportChallengeAsync(
        string sessionId,
        string challengeId,
        bool passed,
        string method,
        CancellationToken cancellationToken = default
    ) =>
        Guid.TryParse(challengeId, out var id)
            ? ReportChallengeAsync(sessionId, id, passed, method, cancellationToken)
            : throw new ArgumentException(
                $"\"{challengeId}\" is no id of a challenge: pass the challengeId of the answer.",
                nameof(challengeId)
            );

    /// <summary>Where a request comes from, as <see cref="SentinelOptions.FindContext"/> says.</summary>
    internal UserContext? ContextOf(HttpContext http) => options.FindContext(http);

    /// <summary>The known agent that has made a request, as <see cref="SentinelOptions.FindDeclaredAgent"/> says.</summary>
    internal ValueTask<string?> AgentOf(HttpContext http) => options.FindDeclaredAgent is { } find ? find(http) : new((string?)null);

    /// <summary>The decision if the result is unknown.</summary>
    internal TrustDecision Fallback(Decision? whenUnavailable) =>
        new() { Decision = whenUnavailable ?? options.WhenUnavailable, Degraded = true };

    private static string Path(string sessionId) => $"api/v1/sessions/{Uri.EscapeDataString(sessionId)}";

    private async Task<T> Send<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await Respond(method, path, body, cancellationToken).ConfigureAwait(false);
        try
        {
            var answer = await Read<T>(response, cancellationToken).ConfigureAwait(false) ?? throw Away("The answer was empty.");
            log.Answered();
            return answer;
        }
        catch (Exception broken) when (broken is JsonException or HttpRequestException or IOException)
        {
            throw Away("The answer was no answer of Sentinel's.", broken);
        }
    }

    private async Task<HttpResponseMessage> Respond(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json),
        };
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception away) when (away is HttpRequestException or ExecutionRejectedException
            || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Away("Sentinel could not be reached in time.", away);
        }

        if (response.IsSuccessStatusCode) return response;
        using (response) throw await Refusal(response, cancellationToken).ConfigureAwait(false);
    }

    private SentinelException Away(string why, Exception? inner = null)
    {
        log.Away(why);
        return new(null, SentinelException.Unreachable, why, inner);
    }

    private async Task<SentinelException> Refusal(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Problem? problem = null;
        try
        {
            problem = await Read<Problem>(response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception foreign) when (foreign is JsonException or HttpRequestException or IOException)
        {
            // A proxy may have answered.
        }

        var (status, code) = (response.StatusCode, problem?.Code);
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) log.Refused((int)status, code);
        // An answer without one of Sentinel's codes comes from a proxy.
        var isAnswer =
            code is not null
            && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError);
        var message = $"Sentinel answered {(int)status} ({code ?? "no code of its own"}): {problem?.Detail ?? "no detail"}";
        var isCrowded = code is Contended or "too_many_batches" or "too_many_sessions";
        if (!isAnswer && !isCrowded)
            log.Away(message);
        return new(status, isAnswer ? code! : SentinelException.Unreachable, message)
        {
            IsCrowded = isCrowded,
        };
    }

    /// <summary>
    /// Whether one session has too many requests in progress, which does not mean that Sentinel is unavailable. The body can be read again.
    /// </summary>
    internal static async ValueTask<bool> IsContended(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.ServiceUnavailable) return false;
        try
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
            return (await Read<Problem>(response, cancellationToken).ConfigureAwait(false))?.Code == Contended;
        }
        catch (Exception foreign) when (foreign is JsonException or HttpRequestException or IOException)
        {
            return false;
        }
    }

    /// <summary>Always UTF-8, as Sentinel answers: a proxy may name a charset that .NET does not know.</summary>
    private static async Task<T?> Read<T>(HttpResponseMessage response, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<T>(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), Json);

    private sealed record Problem(string? Code, string? Detail);
}

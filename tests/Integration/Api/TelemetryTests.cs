namespace Sentinel.Integration.Tests;

/// <summary>What leaves a node by OTLP: a span a batch, logs with the ids of their requests, metrics, and never who the user is.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string Route = "/api/v1/sessions/{sessionId}/batches";

    private readonly RedisServer _redis = new();
    private Collector _collector = null!;
    private NodeSettings _settings = null!;

    public async Task InitializeAsync()
    {
        await _redis.InitializeAsync();
        _collector = await Collector.Started();
        _settings = new NodeSettings { Redis = _redis.ConnectionString }
            .With("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Address)
            .With("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            .With("OTEL_BSP_SCHEDULE_DELAY", "200")
            .With("OTEL_BLRP_SCHEDULE_DELAY", "200")
            .With("OTEL_METRIC_EXPORT_INTERVAL", "500");
    }

    public async Task DisposeAsync()
    {
        await _collector.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Batch_WhenEveryTraceIsKept_IsOneSpanThatSaysWhatWasDecidedAndNotOfWhom()
    {
        await using var node = await SentinelNode.Started(_settings
            .With("OTEL_TRACES_SAMPLER", "always_on")
            .With("Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Information"));
        var user = $"known-user-{Guid.NewGuid():N}";
        var session = await node.Client.Opened(user);
        Person person = new(1, DateTimeOffset.UtcNow.AddSeconds(1));
        var decision = "";
        for (var sequence = 1; sequence <= 3; sequence++)
            decision = (await node.Client.Scored(session.Id, person.Batch(sequence, user))).Text("decisionId");
        (await node.Client.Get($"/api/v1/users/{user}/profile")).Expect(200);
        await Probe.Until(
            () => Task.FromResult(Batches().Count == 3),
            "there is a span for each batch",
            otherwise: () => Task.FromResult(string.Join("; ", _collector.Spans.Select(span => span.Name))));

        Assert.All(Batches(), span =>
        {
            Assert.Equal("POST", span.Attributes["http.request.method"]);
            Assert.Equal(session.Id, span.Attributes["session.id"]);
            Assert.Contains(span.Attributes["sentinel.decision"], new[] { "ALLOW", "CHALLENGE", "BLOCK" });
            Assert.Equal("sentinel", span.Resource["service.name"]);
            Assert.Single(_collector.Spans, other => other.Trace == span.Trace);
        });
        Assert.Contains(decision, Batches().Select(span => span.Attributes["sentinel.decision.id"]));
        await Probe.Until(() => _collector.Spans.Any(span => span.Name == "job DrainOutboxJob"), "there is a span for a job");
        await Probe.Until(
            () => _collector.Logs.Any(line => line.Attributes.GetValueOrDefault("sentinel.decision.id") == decision
                && line.Attributes["session.id"] == session.Id && line.Resource["service.name"] == "sentinel"),
            "a log line has the ids of its request");
        await Probe.Until(
            () => _collector.Metrics.Any(body => body.Contains("sentinel.decisions", StringComparison.Ordinal)), "metrics come");
        Assert.DoesNotContain(
            _collector.Spans, span => span.Attributes.Values.Any(value => value.Contains(user, StringComparison.Ordinal)));
        Assert.False(_collector.Holds(_settings.AdminKey));
        Assert.False(_collector.Holds(session.Token));
    }

    [Fact]
    public async Task Batch_WhenNothingIsSet_IsSentOneTraceInAHundredAndTheSignalsThatAreNotTurnedOff()
    {
        await using var node = await SentinelNode.Started(_settings.With("OTEL_LOGS_EXPORTER", "none"));
        var session = await node.Client.Opened("someone");
        Person person = new(2, DateTimeOffset.UtcNow.AddSeconds(1));
        for (var sequence = 1; sequence <= 8; sequence++)
            await node.Client.Scored(session.Id, person.Batch(sequence, "someone"));
        // A caller's decision to keep its trace is followed, so that a site's trace goes on here.
        using var kept = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sessions/{session.Id}");
        kept.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        (await node.Client.Send(kept)).Expect(200);
        await Probe.Until(() => _collector.Spans.Any(span => span.Trace == "0af7651916cd43dd8448eb211c80319c"), "the kept trace comes");
        // At one in a hundred, all of eight would come once in 10^16 runs.
        Assert.True(Batches().Count < 8);
        Assert.Empty(_collector.Logs);
    }

    [Fact]
    public async Task Metrics_WhenTheSdkIsDisabled_AreNotServed()
    {
        await using var node = await SentinelNode.Started(_settings.With("OTEL_SDK_DISABLED", "true"));
        (await node.Client.Get("/metrics")).Expect(404);
        await node.Client.Opened("someone");
        Assert.Empty(_collector.Spans);
    }

    [Fact]
    public async Task Metrics_AfterAJob_HaveItsDurationAndFinestBucketsForRequests()
    {
        await using var node = await SentinelNode.Started(new() { Redis = _redis.ConnectionString });
        await node.Client.Opened("someone");
        var metrics = "";
        await Probe.Until(
            async () => (metrics = (await node.Client.Get("/metrics")).Body)
                .Contains("job_name=\"DrainOutboxJob\"", StringComparison.Ordinal),
            "the drain was measured");
        Assert.Matches("sentinel_jobs_duration_seconds_count\\{[^}]*job_name=\"DrainOutboxJob\"[^}]*outcome=\"done\"", metrics);
        Assert.Matches("http_server_request_duration_seconds_bucket\\{[^}]*le=\"0.0005\"", metrics);
        await node.Client.Batch("s000-00000000000000000000000000000000", []);
        await Probe.Until(
            async () => (await node.Client.Get("/metrics")).Body.Contains($"http_route=\"{Route[1..]}\"", StringComparison.Ordinal),
            "the route is named as in the alert rules and the dashboard");
    }

    private List<Collector.Item> Batches() =>
        [.. _collector.Spans.Where(span => span.Name == $"POST {Route}" && span.Attributes["http.route"] == Route)];
}

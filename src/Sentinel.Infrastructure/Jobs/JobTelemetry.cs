using System.Diagnostics;
using Hangfire.Server;
using Sentinel.Application.Results;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Measures each run of a job, with a span of its own that has the job's name and no arguments.</summary>
internal sealed class JobTelemetry(TimeProvider time) : IServerFilter
{
    private const string Begun = "begun";
    private const string Span = "span";

    private static readonly ActivitySource Source = new(Metrics.MeterName);

    public void OnPerforming(PerformingContext context)
    {
        context.Items[Begun] = time.GetTimestamp();
        context.Items[Span] = Source.StartActivity($"job {NameOf(context)}");
    }

    public void OnPerformed(PerformedContext context)
    {
        using var span = (Activity?)context.Items[Span];
        var failed = context.Exception is not null;
        Metrics.Ran(NameOf(context), time.GetElapsedTime((long)context.Items[Begun]), failed);
        if (failed)
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", Cause(context.Exception!).GetType().FullName);
    }

    /// <summary>Hangfire wraps what a job throws.</summary>
    private static Exception Cause(Exception e) => e is JobPerformanceException { InnerException: { } inner } ? inner : e;

    private static string NameOf(PerformContext context) => context.BackgroundJob.Job.Type.Name;
}

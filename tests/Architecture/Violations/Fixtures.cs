using Hangfire;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Sentinel.Api.Settings;
using Sentinel.Application.Ports;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

// One type for each rule, which breaks it and so proves that the rule can fail.
namespace Sentinel.Architecture.Tests.Violations;

public sealed class KnowsTheApplication
{
    public ISessionStore? Store { get; init; }
}

public sealed class KnowsTheMediator
{
    public IMediator? Mediator { get; init; }
}

public sealed class ReadsTheClock
{
    public TimeProvider? Clock { get; init; }
}

public sealed class JudgesAFeature
{
    public Policy? Policy { get; init; }
}

public sealed class KnowsTheInfrastructure
{
    public HotStateOptions? Options { get; init; }
}

public sealed class KnowsTheApi
{
    public SentinelOptions? Options { get; init; }
}

public sealed class UsesRedis
{
    public IDatabase? Database { get; init; }
}

public sealed class UsesTheDatabase
{
    public DbContext? Context { get; init; }
}

public sealed class EnqueuesAJob
{
    public IBackgroundJobClient? Jobs { get; init; }
}

public sealed class DecidesByItself
{
    public static Decision Decide(Domain.Trust.DecisionFacts facts) => DecisionTable.Decide(facts, Sensitivity.Low, Policy.Default);
}

public sealed class StrayController(ISessionStore store) : ControllerBase
{
    public ISessionStore Store { get; } = store;
}

public class OpenHandler;

public class StatefulDetector : IDetector<KeyWindow>
{
    private int seen;

    public ReasonCode Reason { get; } = new(250, Family.Physics, "stateful", "It keeps state.");

    public Aspect Aspect => Aspect.Hold;

    public Evidence Judge(in KeyWindow window, Baseline baseline) => seen++ > 0 ? new(1, 1) : Evidence.None;
}

public sealed class Settable
{
    public double Trust { get; set; }
}

public sealed class TellingJob
{
    public static void Run(string userId) => _ = UserId.Parse(userId);
}

public sealed class SessionManager;

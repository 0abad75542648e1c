using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using NetArchTest.Rules;
using Sentinel.Architecture.Tests.Violations;

namespace Sentinel.Architecture.Tests;

internal static class Rules
{
    private const string Ours = "Sentinel";

    private static readonly Assembly Domain = typeof(Domain.Scoring.Scorer).Assembly;
    private static readonly Assembly Application = typeof(Application.ApplicationRegistration).Assembly;
    private static readonly Assembly Infrastructure = typeof(Infrastructure.HotState.HotStateOptions).Assembly;
    private static readonly Assembly Api = typeof(Program).Assembly;

    private static readonly string[] Storage =
    [
        "Microsoft.EntityFrameworkCore",
        "Npgsql",
        "StackExchange.Redis",
        "Hangfire",
        "Garnet",
        "Microsoft.Data.Sqlite",
    ];
    private static readonly string[] Web = ["Microsoft.AspNetCore", "System.Net.Http"];

    public static readonly IReadOnlyList<Rule> All =
    [
        new(
            "Domain depends on nothing of ours",
            Domain,
            Everything,
            Not($"{Ours}.Application", $"{Ours}.Infrastructure", $"{Ours}.Api"),
            typeof(KnowsTheApplication)
        ),
        new(
            "Domain knows no storage, no web, no mediator and no JSON",
            Domain,
            Everything,
            Not([.. Storage, .. Web, "MediatR", "FluentValidation", "Polly", "Microsoft.Extensions", "System.Text.Json"]),
            typeof(KnowsTheMediator)
        ),
        new(
            "Domain does no I/O, reads no clock and waits for nothing",
            Domain,
            Everything,
            Not(
                "System.IO.File",
                "System.IO.Stream",
                "System.Net.Sockets",
                "System.TimeProvider",
                "System.Diagnostics.Stopwatch",
                "System.Threading.Tasks",
                "System.Console"
            ),
            typeof(ReadsTheClock)
        ),
        new(
            "Features know no evidence and no trust",
            Domain,
            In($"{Ours}.Domain.Features"),
            Not($"{Ours}.Domain.Detection", $"{Ours}.Domain.Trust", $"{Ours}.Domain.Sessions", $"{Ours}.Domain.Scoring"),
            typeof(JudgesAFeature)
        ),
        new(
            "Detectors know no trust and no session",
            Domain,
            In($"{Ours}.Domain.Detection"),
            Not($"{Ours}.Domain.Trust", $"{Ours}.Domain.Sessions", $"{Ours}.Domain.Scoring"),
            typeof(JudgesAFeature)
        ),
        new(
            "Application knows neither Infrastructure nor Api",
            Application,
            Everything,
            Not($"{Ours}.Infrastructure", $"{Ours}.Api"),
            typeof(KnowsTheInfrastructure)
        ),
        new(
            "Ports are interfaces",
            Application,
            types => types.ResideInNamespace($"{Ours}.Application.Ports"),
            must => must.BeInterfaces(),
            typeof(OpenHandler)
        ),
        new("Application knows no storage and no web", Application, Everything, Not([.. Storage, .. Web, "Polly"]), typeof(UsesRedis)),
        new("Infrastructure does not know Api", Infrastructure, Everything, Not($"{Ours}.Api"), typeof(KnowsTheApi)),
        new(
            "Only HotState speaks to Redis",
            Infrastructure,
            Outside($"{Ours}.Infrastructure.HotState"),
            Not("StackExchange.Redis", "Garnet"),
            typeof(UsesRedis)
        ),
        new("Api does not speak to Redis", Api, Everything, Not("StackExchange.Redis", "Garnet"), typeof(UsesRedis)),
        new(
            "Only ColdStorage speaks to the database",
            Infrastructure,
            Outside($"{Ours}.Infrastructure.ColdStorage"),
            Not("Microsoft.EntityFrameworkCore", "Npgsql", "Microsoft.Data.Sqlite"),
            typeof(UsesTheDatabase)
        ),
        new(
            "Api does not speak to the database",
            Api,
            Everything,
            Not("Microsoft.EntityFrameworkCore", "Npgsql", "Microsoft.Data.Sqlite"),
            typeof(UsesTheDatabase)
        ),
        new("Only Jobs enqueues", Infrastructure, Outside($"{Ours}.Infrastructure.Jobs"), Not("Hangfire"), typeof(EnqueuesAJob)),
        new(
            "HotState has no trust rules",
            Infrastructure,
            In($"{Ours}.Infrastructure.HotState"),
            Not(
                "Sentinel.Domain.Scoring.Scorer",
                "Sentinel.Domain.Scoring.StepUp",
                "Sentinel.Domain.Trust.DecisionTable",
                "Sentinel.Domain.Detection.IDetector"
            ),
            typeof(DecidesByItself)
        ),
        new(
            "Controllers live in Api/Controllers",
            Api,
            types => types.Inherit(typeof(ControllerBase)),
            must => must.ResideInNamespace($"{Ours}.Api.Controllers"),
            typeof(StrayController)
        ),
        new(
            "Controllers know no implementation of a port",
            Api,
            types => types.Inherit(typeof(ControllerBase)),
            Not([
                $"{Ours}.Infrastructure",
                $"{Ours}.Application.Ports.ISessionStore",
                $"{Ours}.Application.Ports.IAuditLog",
                $"{Ours}.Application.Ports.IOutbox",
            ]),
            typeof(StrayController)
        ),
        new(
            "Handlers are internal and sealed",
            Application,
            types => types.HaveNameEndingWith("Handler"),
            must => must.NotBePublic().And().BeSealed(),
            typeof(OpenHandler)
        ),
        new(
            "Validators are sealed",
            Application,
            types => types.HaveNameEndingWith("Validator"),
            must => must.BeSealed(),
            typeof(OpenHandler)
        ),
        new("Detectors are sealed", Domain, Detectors, must => must.BeSealed(), typeof(StatefulDetector)),
        new("Detectors keep no state", Domain, Detectors, must => must.MeetCustomRule(new KeepsNoState()), typeof(StatefulDetector)),
        new(
            "Detectors live in the folder of their family",
            Domain,
            Detectors,
            must => must.MeetCustomRule(new LivesWithItsFamily()),
            typeof(StatefulDetector)
        ),
        new(
            "Domain types have no public setters",
            Domain,
            Everything,
            must => must.MeetCustomRule(new HasNoPublicSetter()),
            typeof(Settable)
        ),
        new(
            "Jobs take numbers and surrogate ids, no user ids and no raw events",
            Infrastructure,
            types => types.ResideInNamespace($"{Ours}.Infrastructure.Jobs").And().HaveNameEndingWith("Job"),
            must => must.MeetCustomRule(new TakesNumbersAlone()),
            typeof(TellingJob)
        ),
        .. Named(Domain),
        .. Named(Application),
        .. Named(Infrastructure),
        .. Named(Api),
    ];

    private static IEnumerable<Rule> Named(Assembly assembly) =>
    [
        new($"{assembly.GetName().Name} names say what a type is", assembly, Everything,
            must => must.NotHaveNameMatching("(Helper|Manager|Utils?|Processor|Misc|Common)s?$"), typeof(SessionManager)),
    ];

    private static PredicateList Everything(Predicates types) => types.ResideInNamespaceStartingWith(Ours);

    private static PredicateList Detectors(Predicates types) =>
        types.ResideInNamespaceMatching("^Sentinel\\.Domain\\.Detection\\.(Physics|Anomaly|Pattern|Context)$").And().AreClasses();

    private static Func<Predicates, PredicateList> In(string space) => types => types.ResideInNamespaceStartingWith(space);

    private static Func<Predicates, PredicateList> Outside(string space) =>
        types => types.ResideInNamespaceStartingWith(Ours).And().DoNotResideInNamespaceStartingWith(space);

    private static Func<Conditions, ConditionList> Not(params string[] dependencies) => must => must.NotHaveDependencyOnAny(dependencies);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Json;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Batches;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Reviews.Records;
using Sentinel.Application.Simulations.Records;
using Sentinel.Application.Stats.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>Source-generated JSON for all bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BatchInput))]
[JsonSerializable(typeof(OpenSessionBody))]
[JsonSerializable(typeof(BanBody))]
[JsonSerializable(typeof(BanAnswer))]
[JsonSerializable(typeof(CallerAnswer))]
[JsonSerializable(typeof(PolicyAnswer))]
[JsonSerializable(typeof(PolicyVersionsAnswer))]
[JsonSerializable(typeof(PolicyDifferencesAnswer))]
[JsonSerializable(typeof(CreatePolicyBody))]
[JsonSerializable(typeof(EditPolicyBody))]
[JsonSerializable(typeof(MovePolicyBody))]
[JsonSerializable(typeof(PublishPolicyBody))]
[JsonSerializable(typeof(CreateKeyBody))]
[JsonSerializable(typeof(RotateKeyBody))]
[JsonSerializable(typeof(NewKeyAnswer))]
[JsonSerializable(typeof(KeysAnswer))]
[JsonSerializable(typeof(EvaluationBody))]
[JsonSerializable(typeof(ChallengeBody))]
[JsonSerializable(typeof(DecisionAnswer))]
[JsonSerializable(typeof(IngestAnswer))]
[JsonSerializable(typeof(OpenedAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(DigestsAnswer))]
[JsonSerializable(typeof(DayCheckAnswer))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(ReasonsAnswer))]
[JsonSerializable(typeof(ListEntryBody))]
[JsonSerializable(typeof(ListEntryAnswer))]
[JsonSerializable(typeof(ListsAnswer))]
[JsonSerializable(typeof(ReviewsAnswer))]
[JsonSerializable(typeof(LabelReviewBody))]
[JsonSerializable(typeof(ErrorRatesAnswer))]
[JsonSerializable(typeof(SimulationBody))]
[JsonSerializable(typeof(SimulationAnswer))]
[JsonSerializable(typeof(SimulationsAnswer))]
[JsonSerializable(typeof(StatsAnswer))]
[JsonSerializable(typeof(LiveAnswer))]
[JsonSerializable(typeof(ReasonStatsAnswer))]
[JsonSerializable(typeof(ReasonTimeAnswer))]
[JsonSerializable(typeof(ProfileAnswer))]
[JsonSerializable(typeof(BaselineContentAnswer))]
[JsonSerializable(typeof(LearntAnswer))]
[JsonSerializable(typeof(RollBackBody))]
[JsonSerializable(typeof(ExportedUser))]
[JsonSerializable(typeof(ErasureAnswer))]
[JsonSerializable(typeof(FeedbackBody))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(FieldError[]))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Configures how the API reads and writes JSON.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 16;
        options.Converters.Add(new PointerInputConverter());
        options.Converters.Add(new KeyInputConverter());
        options.Converters.Add(new KeyCodeConverter());
        options.Converters.Add(new WireEnumConverter<Domain.Telemetry.PointerAction>(Domain.Telemetry.PointerAction.Unknown));
        options.Converters.Add(new WireEnumConverter<Domain.Telemetry.PointerKind>(Domain.Telemetry.PointerKind.Unknown));
        options.Converters.Add(new WireEnumConverter<Domain.Telemetry.SignalType>(Domain.Telemetry.SignalType.Unknown));
        options.Converters.Add(new WireEnumConverter<Decision>((Decision)255));
        options.Converters.Add(new WireEnumConverter<Phase>((Phase)255));
        options.Converters.Add(new WireEnumConverter<Sensitivity>((Sensitivity)255));
        options.Converters.Add(new WireEnumConverter<ChallengeOutcome>((ChallengeOutcome)255));
        options.Converters.Add(new WireEnumConverter<Scopes>((Scopes)255));
        options.Converters.Add(new WireEnumConverter<AuditKind>((AuditKind)255));
        options.Converters.Add(new WireEnumConverter<DayResult>((DayResult)255));
        options.Converters.Add(new WireEnumConverter<AuditFindingKind>((AuditFindingKind)255));
        options.Converters.Add(new WireEnumConverter<ChainGapKind>((ChainGapKind)255));
        options.Converters.Add(new WireEnumConverter<ReviewKind>((ReviewKind)255));
        options.Converters.Add(new WireEnumConverter<SimulationState>((SimulationState)255));
        options.Converters.Add(new WireEnumConverter<ListEffect>((ListEffect)255));
        options.Converters.Add(new WireEnumConverter<StatStep>((StatStep)255));
        options.Converters.Add(new WireEnumConverter<Label>((Label)255));
        options.Converters.Add(new WireEnumConverter<SampleState>((SampleState)255));
        options.Converters.Add(new WireEnumConverter<BaselineStatus>((BaselineStatus)255));
        options.Converters.Add(new WireEnumConverter<Family>((Family)255));
        options.Converters.Add(new WireEnumConverter<EvidenceGroup>((EvidenceGroup)255));
        options.Converters.Add(new WireEnumConverter<Suspicion>((Suspicion)255));
        options.Converters.Add(new WireEnumConverter<PolicyState>((PolicyState)255));
        options.TypeInfoResolverChain.Insert(0, Default);
        return options;
    }
}

/// <summary>JSON type information for bodies that bypass MVC.</summary>
internal static class HotJson
{
    private static readonly JsonSerializerOptions Options = ApiJson.Configure(new(JsonSerializerDefaults.Web));

    public static readonly JsonTypeInfo<BatchInput> Batch = Info<BatchInput>();

    public static readonly JsonTypeInfo<DecisionAnswer> Decision = Info<DecisionAnswer>();

    public static readonly JsonTypeInfo<OpenedAnswer> Opened = Info<OpenedAnswer>();

    public static readonly JsonTypeInfo<IngestAnswer> Receipt = Info<IngestAnswer>();

    public static readonly JsonTypeInfo<ExportedUser> UserExport = Info<ExportedUser>();

    public static readonly JsonTypeInfo<AuditItem> AuditItem = Info<AuditItem>();

    public static readonly JsonTypeInfo<LiveAnswer> Live = Info<LiveAnswer>();

    private static JsonTypeInfo<T> Info<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}

using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>An enum has the same words in the API, the audit and the metrics.</summary>
public sealed class WireWordTests
{
    [Fact]
    public void Words_OfWhatIsAudited_ArePinned()
    {
        Assert.Equal(
            [
                "SESSION_OPENED", "BATCH", "EVALUATION", "CHALLENGE", "SESSION_ENDED", "DEGRADED", "BAN", "BAN_LIFTED", "BASELINE",
                "PROFILE_FORGOTTEN", "USER_ERASED", "KEY_MADE", "KEY_REPLACED", "KEY_REVOKED", "REFUSED", "BLOCKS_LIFTED", "USER_READ",
                "USER_EXPORTED", "AUDIT_READ", "SHARED_INPUT", "SIGNED_IN", "POLICY", "SIMULATION", "LIST_ENTRY_MADE",
                "LIST_ENTRY_ENDED", "SESSIONS_REVOKED",
            ],
            Enum.GetValues<AuditKind>().Select(WireWord.Of));
        Assert.Equal(["ALLOW", "CHALLENGE", "BLOCK"], Enum.GetValues<Decision>().Select(WireWord.Of));
        Assert.Equal(["COLD_START", "VERIFYING", "TRUSTED"], Enum.GetValues<Phase>().Select(WireWord.Of));
        Assert.Equal(["FIXED_TEXT", "FREE_TEXT", "STROKES"], Enum.GetValues<SampleKind>().Select(WireWord.Of));
        Assert.Equal(["LEGITIMATE", "FRAUD"], Enum.GetValues<Label>().Select(WireWord.Of));
    }

    [Fact]
    public void Metrics_WhenADecisionIsCounted_UseTheSameWords()
    {
        List<string?> words = [];
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "sentinel.decisions") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Value is "SESSION_OPENED" or "BLOCK") words.Add((string)tag.Value);
            }
        });
        listener.Start();
        Metrics.Decided(AuditKind.SessionOpened, Decision.Block);
        listener.RecordObservableInstruments();
        Assert.Equal(["SESSION_OPENED", "BLOCK"], words.Take(2));
    }
}

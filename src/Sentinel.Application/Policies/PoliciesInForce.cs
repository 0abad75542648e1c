using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Policies;

/// <summary>The policy of tenants that have no live version: the setting <c>Policy:Preset</c>.</summary>
public sealed record PolicyPreset(Policy Policy)
{
    /// <summary>The policies that every installation has, by their version.</summary>
    public static readonly IReadOnlyList<Policy> All = [Policy.Default, Policy.ZeroTrust, Policy.LowFriction];
}

/// <summary>
/// The policies that this node scores by: a snapshot, refreshed every 3 s. With the query's duration, it is at most 5 s old while cold
/// storage answers; while it does not, the node goes on with what it knows. Changes that this node makes take effect at once.
/// </summary>
public sealed partial class PoliciesInForce : IDisposable
{
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(3);

    private readonly IPolicies? store;
    private readonly PolicyPair preset;
    private readonly ILogger<PoliciesInForce> logger;
    private readonly SemaphoreSlim gate = new(1, 1);
    private FrozenDictionary<TenantId, PolicyPair> pairs = FrozenDictionary<TenantId, PolicyPair>.Empty;
    private IReadOnlyList<UnreadablePolicy> unreadable = [];
    private bool failing;

    public PoliciesInForce(IPolicies store, PolicyPreset preset, ILogger<PoliciesInForce> logger)
        : this(preset.Policy, logger) => this.store = store;

    private PoliciesInForce(Policy preset, ILogger<PoliciesInForce> logger) =>
        (this.preset, this.logger) = (new(preset, null), logger);

    /// <summary>The same policy for every tenant, without versions.</summary>
    public static PoliciesInForce Always(Policy policy) => new(policy, NullLogger<PoliciesInForce>.Instance);

    /// <summary>The tenant's live policy.</summary>
    public Policy Of(TenantId tenant) => PairOf(tenant).Live;

    /// <summary>The tenant's live policy, and the one in its shadow.</summary>
    public PolicyPair PairOf(TenantId tenant) => Volatile.Read(ref pairs).GetValueOrDefault(tenant, preset);

    /// <summary>The live policies of the tenants that have one of their own.</summary>
    public IEnumerable<KeyValuePair<TenantId, Policy>> Live =>
        Volatile.Read(ref pairs).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Live));

    /// <summary>Whether every live version could be read when they were read last; if not, its tenant is at another policy.</summary>
    public bool AreComplete => Volatile.Read(ref unreadable).All(version => version.State != PolicyState.Live);

    /// <summary>The longest of a time that each live policy states, for what is kept for all tenants.</summary>
    public TimeSpan Longest(Func<Policy, TimeSpan> time) =>
        Volatile.Read(ref pairs).Values.Select(pair => time(pair.Live)).Append(time(preset.Live)).Max();

    /// <summary>
    /// Reads the versions in force again. A tenant whose live version cannot be read stays at the one that this node knows. The log
    /// reports each such version once.
    /// </summary>
    public async Task Load(CancellationToken cancel)
    {
        if (store is null)
            return;
        await gate.WaitAsync(cancel);
        try
        {
            var stored = await store.InForce(cancel);
            Volatile.Write(ref pairs, Next(stored).ToFrozenDictionary());
            foreach (var (tenant, number, state) in stored.Unreadable.Except(unreadable))
                LogUnreadable(number, tenant, state);
            Volatile.Write(ref unreadable, stored.Unreadable);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Like <see cref="Load"/>. If cold storage fails, the known policies stay, and the log reports it once.</summary>
    public async Task Refresh(CancellationToken cancel)
    {
        try
        {
            await Load(cancel);
            failing = false;
        }
#pragma warning disable CA1031 // Cold storage may fail in any way; the known policies stay.
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            if (!failing)
                LogStale(e.GetBaseException().GetType().Name);
            failing = true;
        }
#pragma warning restore CA1031
    }

    public void Dispose() => gate.Dispose();

    private Dictionary<TenantId, PolicyPair> Next(StoredPolicies stored)
    {
        var next = stored.Versions.GroupBy(version => version.Tenant).ToDictionary(group => group.Key, PairOf);
        foreach (var lost in stored.Unreadable)
        {
            if (lost.State == PolicyState.Live && TenantId.TryParse(lost.Tenant, out var tenant))
                next[tenant] = next.GetValueOrDefault(tenant, preset) with { Live = Of(tenant) };
        }

        return next;
    }

    private PolicyPair PairOf(IGrouping<TenantId, PolicyVersion> versions)
    {
        var known = PairOf(versions.Key);
        return new(Kept(known.Live, In(PolicyState.Live)) ?? preset.Live, Kept(known.Shadow, In(PolicyState.Shadow)));

        Policy? In(PolicyState state) => versions.FirstOrDefault(version => version.State == state)?.Policy;
    }

    /// <summary>The known policy if it is the same: what was made from it stays, such as the policies with what lists say.</summary>
    private static Policy? Kept(Policy? known, Policy? read) => known == read ? known : read;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Policies cannot be refreshed ({Error}); the known ones go on")]
    private partial void LogStale(string error);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Version {Number} of the policy of tenant {Tenant} ({State}) cannot be read and is left out. If it is live, this node "
            + "goes on with the one before, or with Policy:Preset after a start. Restore its row of the table policy_versions")]
    private partial void LogUnreadable(int number, string tenant, PolicyState state);
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Lists;

/// <summary>Policies with what lists say, made once for each combination.</summary>
internal sealed class ListedPolicies
{
    /// <summary>More combinations of reasons than this are not kept.</summary>
    private const int MostKept = 1_000;

    private readonly ConditionalWeakTable<Policy, ConcurrentDictionary<Listing, Policy>> made = [];

    /// <summary>The policies themselves if nothing matches.</summary>
    public PolicyPair Of(PolicyPair policies, in Listing listing) =>
        listing == Listing.None
            ? policies
            : new(Of(policies.Live, listing), policies.Shadow is { } shadow ? Of(shadow, listing) : null);

    private Policy Of(Policy policy, in Listing listing)
    {
        var listed = made.GetValue(policy, static _ => []);
        if (listed.TryGetValue(listing, out var known))
            return known;
        var adjusted = policy.Under(listing);
        return listed.Count < MostKept ? listed.GetOrAdd(listing, adjusted) : adjusted;
    }
}

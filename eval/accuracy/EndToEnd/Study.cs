using Sentinel.Domain.Profiles;

namespace Sentinel.Accuracy;

/// <summary>The product's answers to returning users and to impostors in their names, at the shipped thresholds.</summary>
internal static class Study
{
    /// <summary>A genuine session's answers before its sixth window do not count.</summary>
    private const int GenuineWindows = 5;

    /// <summary>An impostor must be challenged by this window.</summary>
    private const int ImpostorWindows = 30;

    /// <param name="sittings">Sittings of one source.</param>
    /// <param name="population">The population that a user is compared with.</param>
    /// <param name="stepUps">How many enrolment sittings begin with a passed challenge.</param>
    /// <param name="step">Called after each user.</param>
    public static IReadOnlyList<Attempts> Run(
        IReadOnlyList<Sittings> sittings,
        Func<Sittings, Population> population,
        int stepUps,
        Action step
    ) =>
        [
            .. sittings.Select(one =>
            {
                var user = new Enrolled(one.User, population(one));
                foreach (var (at, recording) in one.Enrolment.Index())
                    user.Enrol(recording, at < stepUps);
                var later = one
                    .Later.Select(sitting =>
                        (sitting.IsUser, Outcome: user.Sit(sitting.Recording, sitting.IsUser, sitting.IsUser ? GenuineWindows : 0))
                    )
                    .ToLookup(sitting => sitting.IsUser, sitting => sitting.Outcome);
                step();
                return new Attempts(
                    later[true].Count(sitting => sitting.ChallengedAfter is not null),
                    later[true].Count(),
                    later[false].Count(sitting => sitting.ChallengedAfter <= ImpostorWindows),
                    later[false].Count(),
                    later[true].Count(sitting => sitting.AllowedHigh),
                    later[false].Count(sitting => sitting.AllowedHigh),
                    user.Quarantined
                );
            }),
        ];
}

/// <summary>Counts of sessions in one user's account.</summary>
internal sealed record Attempts(
    int GenuineChallenged,
    int Genuine,
    int ImpostorsChallenged,
    int Impostors,
    int GenuineAllowedHigh,
    int ImpostorsAllowedHigh,
    int Quarantined
);

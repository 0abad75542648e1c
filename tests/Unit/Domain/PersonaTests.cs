using Sentinel.Domain.Detection;
using Sentinel.Simulation;

namespace Sentinel.Unit.Tests;

/// <summary>
/// Ten minutes of each persona: no device and no disability gets a person blocked, and no group of evidence is full of one, but where the
/// page receives what it would receive from a script.
/// </summary>
public sealed class PersonaTests
{
    /// <summary>The share of sessions in which a group may be at its cap.</summary>
    private const double Tolerated = 0.003;

    private static readonly IEnumerable<int> Groups = Enumerable.Range(0, EvidenceGroups.Count);

    public static TheoryData<string> Personas => new(Persona.All.Select(persona => persona.Name));

    [Theory, MemberData(nameof(Personas))]
    public void Score_WhateverThePersonsDeviceOrDisability_NobodyIsBlocked(string name)
    {
        var persona = Persona.All.Single(one => one.Name == name);
        var played = People.Sitting.PlayAll(persona, 3);
        Assert.DoesNotContain(played, sitting => sitting.EverBlocked);
        if (!persona.LooksLikeAScript)
            Assert.All(Groups, group => Assert.DoesNotContain(played, sitting => sitting.AtCap(group)));
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Score_OverFiftyPersonsOfEachPersona_NobodyIsBlockedAndNoGroupIsFullInThreeOfAThousand()
    {
        var played = Persona.All.Select(persona => (Persona: persona, Sittings: People.Sitting.PlayAll(persona, 50))).ToList();
        Assert.DoesNotContain(played, one => one.Sittings.Any(sitting => sitting.EverBlocked));
        var people = played.Where(one => !one.Persona.LooksLikeAScript).SelectMany(one => one.Sittings).ToList();
        Assert.All(Groups, group => Assert.InRange(people.Count(sitting => sitting.AtCap(group)), 0, Tolerated * people.Count));
    }
}

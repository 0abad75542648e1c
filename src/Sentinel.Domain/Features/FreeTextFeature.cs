using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// A feature of free typing: ln(hold) of a key group, or ln(interval) of a pair of groups. If the site sends key codes, also both for a
/// fixed list of common English digraphs. Other keys are not distinguished, so sums over features contain no text.
/// </summary>
/// <param name="Index">0..<see cref="Count"/> − 1.</param>
public readonly record struct FreeTextFeature(int Index)
{
    private const int Letters = 27;
    private const int FirstPair = KeyGroups.Count;
    private const int FirstDigraph = FirstPair + (KeyGroups.Count * KeyGroups.Count);

    /// <summary>
    /// The most frequent digraphs of English prose (Norvig, "English Letter Frequency Counts", 2012), and first and last letters of words;
    /// <c>_</c> is the space bar.
    /// </summary>
    private const string Common =
        "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li "
            + "ch ll be ma si om ur "
        + "e_ t_ d_ s_ n_ r_ y_ f_ o_ a_ h_ l_ _t _a _o _i _s _w _b _c _h _f _m _p";

    private static readonly byte[] Digraphs = Table(out _);

    /// <summary>The number of digraphs in the list.</summary>
    public static readonly int DigraphCount = Common.Split(' ').Length;

    /// <summary>The number of features.</summary>
    public static readonly int Count = FirstDigraph + (2 * DigraphCount);

    /// <summary>Whether it is a hold, not an interval.</summary>
    public bool IsHold => Index < FirstPair || (Index >= FirstDigraph && Index < FirstDigraph + DigraphCount);

    /// <summary>Whether the feature is of a listed digraph, not of a group.</summary>
    public bool IsDigraph => Index >= FirstDigraph;

    /// <summary>The feature of a key's hold: of a listed digraph if the key ends one, otherwise of its group.</summary>
    /// <param name="previous">The previous key; <see cref="KeyCode.Unknown"/> for none.</param>
    /// <param name="code">The key.</param>
    public static FreeTextFeature Hold(KeyCode previous, KeyCode code) =>
        Digraph(previous, code) is var digraph and > 0 ? new(FirstDigraph + digraph - 1) : HoldOf(code);

    /// <summary>The feature of the interval between two keys.</summary>
    public static FreeTextFeature Interval(KeyCode previous, KeyCode code) =>
        Digraph(previous, code) is var digraph and > 0 ? new(FirstDigraph + DigraphCount + digraph - 1) : IntervalOf(previous, code);

    /// <summary>The group feature that a digraph's feature falls back to; for others, the feature itself.</summary>
    public FreeTextFeature Group => IsDigraph ? Groups[Index - FirstDigraph] : this;

    private static readonly FreeTextFeature[] Groups = GroupsOfDigraphs();

    private static FreeTextFeature HoldOf(KeyCode code) => new(GroupIndex(code));

    private static FreeTextFeature IntervalOf(KeyCode previous, KeyCode code) =>
        new(FirstPair + (GroupIndex(previous) * KeyGroups.Count) + GroupIndex(code));

    private static int GroupIndex(KeyCode code) => (int)KeyGroups.Of(code) - 1;

    /// <summary>The digraph's number, from 1; 0 if it is not listed.</summary>
    private static int Digraph(KeyCode previous, KeyCode code) =>
        Letter(previous) is var first and >= 0 && Letter(code) is var second and >= 0 ? Digraphs[(first * Letters) + second] : 0;

    private static int Letter(KeyCode code) => code switch
    {
        >= KeyCode.KeyA and <= KeyCode.KeyZ => code - KeyCode.KeyA,
        KeyCode.SpaceBar or KeyCode.Space => Letters - 1,
        _ => -1,
    };

    private static byte[] Table(out KeyCode[][] pairs)
    {
        var table = new byte[Letters * Letters];
        pairs =
        [
            .. Common
                .Split(' ')
                .Select(pair =>
                    pair.Select(letter => letter == '_' ? KeyCode.SpaceBar : (KeyCode)((int)KeyCode.KeyA + letter - 'a')).ToArray()
                ),
        ];
        for (var i = 0; i < pairs.Length; i++)
            table[(Letter(pairs[i][0]) * Letters) + Letter(pairs[i][1])] = (byte)(i + 1);
        return table;
    }

    private static FreeTextFeature[] GroupsOfDigraphs()
    {
        Table(out var pairs);
        return [.. pairs.Select(pair => HoldOf(pair[1])), .. pairs.Select(pair => IntervalOf(pair[0], pair[1]))];
    }
}

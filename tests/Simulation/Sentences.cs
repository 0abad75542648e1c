namespace Sentinel.Simulation;

/// <summary>The sentences that generated typists type.</summary>
internal static class Sentences
{
    private static readonly string[] All =
    [
        "Please find the minutes of our last meeting attached; comments are welcome until Friday.",
        "The parcel left Rotterdam on the 14th and should be with you before the weekend.",
        "I have moved the deadline by two days, since the second review took longer than planned.",
        "Could you tell me which of the three invoices was paid, and from which account?",
        "We met at the station at half past nine and walked along the river to the old mill.",
        "Transfer 250 to the savings account and leave the rest where it is, thank you.",
        "My new address is 12 Garden Lane; the old one stays valid for letters until March.",
        "Nobody expected the weather to change, so half of us came home wet and late.",
    ];

    /// <summary>Random sentences, joined by spaces.</summary>
    public static string Text(Dice dice, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => dice.Pick(All)));
}

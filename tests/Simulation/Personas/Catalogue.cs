namespace Sentinel.Simulation;

/// <summary>The personas. Each line says what is known of such people's input.</summary>
public sealed partial class Persona
{
    public static IReadOnlyList<Persona> All { get; } =
    [
        new("office", Work),

        // Hands.
        new("tremor", Work)
        {
            // Essential and Parkinsonian tremor move a pointer by some px; keys are struck twice.
            Hand = dice => new(dice) { Slowness = 1.8, Weight = 1.5, Bounces = 0.06, BounceGap = (30, 120) },
            Arm = (dice, sampling) => new(dice, sampling) { Tremor = dice.Between(5, 20), Slowness = 2 },
        },
        new("one-hand", Work) { Hand = dice => new(dice) { Slowness = 1.9, HasStickyKeys = true } },
        new("slow", Work)
        {
            Hand = dice => new(dice) { Slowness = dice.Between(4, 8), Weight = dice.Between(1.5, 3) },
            Arm = (dice, sampling) => new(dice, sampling) { Slowness = dice.Between(2, 4) },
        },

        // Without a hand on the pointer or the keys.
        new("switch-access", Scan),
        new("screen-reader", ReadByKeys),
        new("mouse-keys", desk => { desk.Steer(16.67, 12, 30); if (desk.Dice.Chance(0.2)) desk.Write(); }),
        new("tv-remote", desk =>
        {
            desk.Tap('\t', desk.Dice.Whole(2, 9), 420, 0.25);
            desk.Tap('\n', 1, 600, 0.3);
            desk.Steer(50, 10, 1);
        }),
        new("voice", Speak) { LooksLikeAScript = true },
        new("gaze", desk => { desk.Jump(moves: desk.Dice.Chance(0.5)); desk.Rest(2_500, 0.6); }) { LooksLikeAScript = true },
        new("on-screen-keyboard", Pick) { LooksLikeAScript = true },

        // Pointers.
        new("trackpad", desk => { desk.Swipe(); desk.Swipe(); desk.Write(); }),
        new("pen", desk => { desk.Browse(3, 7); desk.Write(); }) { Kind = PointerKind.Pen, Sampling = 7.5 },
        new("touch", desk =>
        {
            desk.Touch();
            desk.Signal(SignalType.Composition);
            desk.Inject(Sentences.Text(desk.Dice, 1)[..12], 190, 1, 120);
        })
        {
            Kind = PointerKind.Touch,
        },
        new("mouse-8khz", Work) { Sampling = 1, Deliveries = ["mouse-8000hz"] },
        new("gamer", Play) { Sampling = 1, Arm = (dice, sampling) => new(dice, sampling) { Slowness = 0.5 } },

        // Between the person and the page.
        new("remote-desktop", Work) { Deliveries = ["remote-50ms", "remote-94ms", "remote-125ms", "remote-156ms", "remote-jitter"] },
        new("virtual-machine", Work) { Deliveries = ["vm-pairs", "vm-pairs-halves", "vm-pairs-axes", "vm-pairs-33"] },
        new("zoom-500", Work) { Deliveries = ["zoom-5", "zoom-5-whole"] },
        new("resist-fingerprinting", Work) { Deliveries = ["timer-100ms", "timer-16.67ms"] },
        new("high-latency", Work) { Deliveries = ["slow-network"] },
        new("key-chatter", Work) { Hand = dice => new(dice) { Bounces = dice.Between(0.02, 0.08) } },

        // Something types for the person now and then, or always.
        new("password-manager", desk =>
        {
            if (desk.Now == 0 || desk.Dice.Chance(0.15))
                Fill(desk);
            Work(desk);
        }),
        new("hand-scanner", desk => { Work(desk); ScanLabels(desk); }),
        new("scanner-alone", desk => { ScanLabels(desk); desk.Rest(2_000, 0.6); }) { LooksLikeAScript = true },
        new("text-expander", desk =>
        {
            Work(desk);
            desk.Tap(Keyboard.Backspace, 4, 4, 0.1);
            desk.Inject(Sentences.Text(desk.Dice, 1), desk.Dice.Between(0.5, 5), 0.5);
        }),
    ];

    /// <summary>Points, clicks, writes and reads.</summary>
    private static void Work(Desk desk)
    {
        desk.Browse(1, 5);
        if (desk.Dice.Chance(0.6))
            desk.Write();
        else
            desk.Read();
    }

    /// <summary>Two switches, one for the next item and one to choose it.</summary>
    private static void Scan(Desk desk)
    {
        desk.Tap('\t', desk.Dice.Whole(1, 12), 900, 0.2);
        desk.Tap(' ', 1, 1_200, 0.3);
    }

    /// <summary>
    /// A keyboard alone: arrows and Tab to move, Enter to follow, whole sentences in forms. Clicks come without a pointer.
    /// </summary>
    private static void ReadByKeys(Desk desk)
    {
        desk.Tap('\t', desk.Dice.Whole(3, 25), 380, 0.45);
        desk.Signal(SignalType.VirtualClick);
        desk.Jump(moves: false);
        desk.Tap('\n', 1, 900, 0.4);
        if (desk.Dice.Chance(0.4))
            desk.Write();
    }

    /// <summary>A program sends phrases as keys, a few ms apart.</summary>
    private static void Speak(Desk desk)
    {
        desk.Inject(Sentences.Text(desk.Dice, 1)[..desk.Dice.Whole(10, 70)], desk.Dice.Between(1.5, 6), 0.5);
        desk.Rest(3_000, 0.6);
    }

    /// <summary>Keys are picked outside the page, and sent without a hold.</summary>
    private static void Pick(Desk desk)
    {
        foreach (var key in Sentences.Text(desk.Dice, 1)[..desk.Dice.Whole(10, 60)])
        {
            desk.Inject($"{key}", 0, desk.Dice.Between(0, 2));
            desk.Rest(900, 0.45);
        }

        desk.Browse(1, 3);
    }

    /// <summary>A password manager sets two fields, dispatches events for each, or types both as a device does.</summary>
    private static void Fill(Desk desk)
    {
        var (manner, dice) = (desk.Dice.Whole(0, 2), desk.Dice);
        for (var field = 0; field < 2; field++)
        {
            if (manner < 2)
                desk.Signal(manner == 0 ? SignalType.Autofill : SignalType.UntrustedEvent);
            desk.Inject(Sentences.Text(dice, 1)[..(manner == 2 ? dice.Whole(8, 20) : 1)] + '\t', dice.Between(1, 10), 1);
            desk.Rest(80);
        }

        desk.Rest(1_500);
    }

    /// <summary>A scanner types a number, and Enter.</summary>
    private static void ScanLabels(Desk desk)
    {
        for (var labels = desk.Dice.Whole(1, 3); labels > 0; labels--)
        {
            var number = string.Concat(Enumerable.Range(0, desk.Dice.Whole(8, 14)).Select(_ => desk.Dice.Whole(0, 9)));
            desk.Inject(number + '\n', desk.Dice.Pick([6.0, 12, 20, 28]), 5, 3);
            desk.Rest(2_500);
        }
    }

    /// <summary>Keys of one hand, held and tapped; fast turns of the pointer and series of clicks.</summary>
    private static void Play(Desk desk)
    {
        for (var moves = desk.Dice.Whole(5, 20); moves > 0; moves--)
        {
            desk.Inject($"{desk.Dice.Pick(['w', 'a', 's', 'd', ' '])}", desk.Dice.LogNormal(280, 0.5), desk.Dice.LogNormal(220, 0.7));
            if (desk.Dice.Chance(0.5))
                desk.Browse(1, 2);
            for (var clicks = desk.Dice.Whole(0, 4); clicks > 0; clicks--)
            {
                desk.Click();
                desk.Rest(160, 0.2);
            }
        }

        if (desk.Dice.Chance(0.3))
            desk.Write();
    }
}

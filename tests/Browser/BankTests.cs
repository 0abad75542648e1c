using Microsoft.Playwright;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>The sample site of docs/integrate.md, on another origin than Sentinel: its visitors see pages, never JSON.</summary>
[Collection(OneBrowser.Name)]
public sealed class BankTests(BrowserParts parts) : BankVisit(parts)
{
    private const string ScriptThatTypes = """
        async () => {
          const to = document.querySelector('[name=to]');
          for (let i = 0; i < 40; i++) {
            to.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyA', key: 'a', bubbles: true, composed: true }));
            await new Promise((resolve) => setTimeout(resolve, 5));
            to.dispatchEvent(new KeyboardEvent('keyup', { code: 'KeyA', key: 'a', bubbles: true, composed: true }));
            await new Promise((resolve) => setTimeout(resolve, 40));
          }
        }
        """;

    [Fact]
    public async Task Transfer_OfANewCustomer_AsksForACodeAndGoesThroughAfterIt()
    {
        await LogIn();
        await Send();
        await Heading("Is it you?");
        await Page.FillAsync("[name=code]", "wrong");
        await Page.ClickAsync("main button");
        await Assertions.Expect(Page.Locator("[role=alert]")).ToHaveTextAsync("That was not the code. We sent you a new one.");
        await Page.FillAsync("[name=code]", Bank.LastCode);
        await Page.ClickAsync("main button");
        await Heading("Send money");
        await Send();
        await Says("Sent: 250 euro to anna.");
        Assert.Empty(Faults);
    }

    [Fact]
    public async Task Transfer_OfAScriptThatTypes_EndsOnThePageForRefusedActions()
    {
        await LogIn();
        await Page.GotoAsync("/Transfer");
        var session = await Page.EvaluateAsync<string>("document.querySelector('script[data-session]').dataset.session");
        // Events that no keyboard sent are evidence at any pace; how steady a driver's pace is depends on the machine.
        await Probe.Until(
            async () =>
            {
                await Page.EvaluateAsync(ScriptThatTypes);
                await Page.EvaluateAsync("Sentinel.flush()");
                return (await Node.Client.Session(session)).Expect(200).Decision == "BLOCK";
            },
            "the script is noticed",
            otherwise: async () => (await Node.Client.Session(session)).Json!.ToJsonString());
        await Page.FillAsync("[name=to]", "anna");
        await Page.FillAsync("[name=euro]", "250");
        await Page.ClickAsync("main button");
        await Heading("Refused");
        await Page.ClickAsync("text=Prove that it is you");
        await Heading("Is it you?");
    }

    /// <summary>What is left is sent when the page goes, in the order in which it happened.</summary>
    [Fact]
    public async Task Input_OnOnePageAfterAnother_ArrivesInOrderAndWithoutGaps()
    {
        await LogIn();
        var session = await Page.EvaluateAsync<string>("document.querySelector('script[data-session]').dataset.session");
        for (var i = 0; i < 8; i++)
        {
            await Page.GotoAsync("/Transfer");
            await Page.Locator("[name=to]").PressSequentiallyAsync("anna", new() { Delay = 90 + (40 * i) });
            await Page.EvaluateAsync("Sentinel.flush()");
            // What is not sent yet when the page goes.
            await Page.Locator("[name=to]").PressSequentiallyAsync("bo", new() { Delay = 5 * i });
            await Page.ClickAsync("header a");
            await Heading("Your account");
        }

        await Probe.Until(
            async () => (await Node.Client.AuditRows($"sessionId={session}")).Count(row => (string)row["kind"]! == "BATCH") >= 8,
            "the batches are audited");
        var reasons = (await Node.Client.AuditRows($"sessionId={session}"))
            .SelectMany(row => row["reasons"]!.AsArray().Select(reason => $"{row["stream"]} {row["sequence"]} {reason!["code"]}"));
        Assert.DoesNotContain(
            reasons,
            reason => reason.EndsWith("context.gap", StringComparison.Ordinal)
                || reason.EndsWith("context.out_of_order", StringComparison.Ordinal));
    }

    /// <summary>Nobody is kept out, and the bank's own code is enough.</summary>
    [Fact]
    public async Task Transfer_WhenSentinelIsAway_AsksForACodeOfTheBankAlone()
    {
        await Node.DisposeAsync();
        await LogIn();
        await Send();
        await Heading("Is it you?");
        await Page.FillAsync("[name=code]", Bank.LastCode);
        await Page.ClickAsync("main button");
        await Heading("Send money");
        await Send();
        await Says("Sent: 250 euro to anna.");
        Assert.Single(Bank.Log.Split('\n'), line => line.Contains(" gave no answer", StringComparison.Ordinal));
    }
}

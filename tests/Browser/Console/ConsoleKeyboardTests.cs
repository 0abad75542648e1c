using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>The console without a mouse.</summary>
[Collection(ConsoleParts.Name)]
public sealed class ConsoleKeyboardTests(ConsoleParts parts)
{
    [Fact]
    public async Task AnAdministrator_FromSigningInToALiftedBlock_NeedsOnlyTheKeyboard()
    {
        await using var context = await parts.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{parts.Node.Address}signin");
        await page.BringToFrontAsync();
        await Assertions.Expect(page.Locator("#key")).ToBeFocusedAsync();
        // As the clipboard fills it: nobody types a key.
        await page.FillAsync("#key", parts.Node.Settings.AdminKey);
        await TabTo(page, "Sign in");
        await page.Keyboard.PressAsync("Enter");
        await IsAt(page, "/console");

        await TabTo(page, "Users");
        await page.Keyboard.PressAsync("Enter");
        await IsAt(page, "/console/users");
        await TabTo(page, "bot-0");
        await page.Keyboard.PressAsync("Enter");
        await IsAt(page, "/console/users/bot-0");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sessions" })).ToBeVisibleAsync();
        await TabToMatch(page, "s[0-9]+-");
        await page.Keyboard.PressAsync("Enter");
        await IsAt(page, "/console/sessions/.+");
        // A reason that has the focus says what was seen.
        await TabToMatch(page, "^(physics|pattern)\\.");
        await Assertions.Expect(page.GetByRole(AriaRole.Tooltip)).ToBeVisibleAsync();
        await TabTo(page, "Lift the block");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alertdialog)).ToContainTextAsync("Lift the blocks of bot-0?");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("The blocks of bot-0 are lifted.")).ToBeVisibleAsync();

        await Probe.Until(
            async () => (await parts.Node.Client.AuditRows("userId=bot-0&kind=BLOCKS_LIFTED")).Count == 1, "the audit says so");
        Assert.Equal(0, (int)(await parts.Node.Client.Get("/api/v1/users/bot-0/profile")).Expect(200).Json!["openStrikes"]!);
    }

    [Fact]
    public async Task AnAnalyst_InTheQueue_LabelsWithKeysAlone()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.AnalystKey);
        var queue = await visit.Open("review?kind=BLOCK", "/api/v1/review?");
        var first = queue["items"]![0]!;
        await visit.Press("c");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Release" })).ToBeVisibleAsync();
        await visit.Press("n");
        await visit.Page.Keyboard.TypeAsync(ConsoleParts.Hostile[0]);
        await visit.Press("Escape", "f");
        await Assertions.Expect(visit.Page.GetByLabel("Cases").GetByText((string)first["userId"]!)).ToHaveCountAsync(0);
        var done = (await parts.Node.Client.Get("/api/v1/review?state=DONE&kind=BLOCK")).Expect(200).Json!["items"]!.AsArray();
        var labelled = done.Single(one => (string)one!["id"]! == (string)first["id"]!)!;
        Assert.Equal(("FRAUD", ConsoleParts.Hostile[0]), ((string)labelled["label"]!, (string)labelled["note"]!));

        // The labels are counted, and what was written stays text.
        await visit.Open("review?state=done");
        await Assertions.Expect(visit.Page.GetByLabel("Note for colleagues")).ToHaveValueAsync(ConsoleParts.Hostile[0]);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "By decision" })).ToContainTextAsync("BLOCK");
        Assert.True(visit.Faults.Count == 0, string.Join(" | ", visit.Faults));
    }

    /// <summary>Asks again and again, and says where the page is if it does not come there.</summary>
    private static Task IsAt(IPage page, string path) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(path + "$"), new() { Timeout = 20_000 });

    private static Task TabTo(IPage page, string text) => TabToMatch(page, $"^{text}$");

    /// <summary>Goes on with the Tab key until something whose text matches has the focus.</summary>
    private static async Task TabToMatch(IPage page, string pattern)
    {
        for (var i = 0; i < 300; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var text = await page.EvaluateAsync<string>("document.activeElement.innerText ?? ''");
            if (Regex.IsMatch(text, pattern)) return;
        }

        Assert.Fail($"The Tab key does not lead to {pattern}.");
    }
}

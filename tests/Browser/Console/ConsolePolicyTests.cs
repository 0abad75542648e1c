using Microsoft.Playwright;

namespace Sentinel.Browser.Tests;

/// <summary>A policy in the console: from a draft to a saved change, with the faults that the server names.</summary>
[Collection(ConsoleParts.Name)]
public sealed class ConsolePolicyTests(ConsoleParts parts)
{
    [Fact]
    public async Task Draft_MadeAndEditedInTheConsole_IsSavedAndComparedAndSimulated()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.Node.Settings.AdminKey);
        var page = visit.Page;
        await visit.Open("policy");
        await visit.Offered("New draft").ClickAsync();
        await page.GetByRole(AriaRole.Alertdialog).GetByLabel("Why").FillAsync("A try <b>of</b> the console");
        await page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "New draft" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/console/policy/[0-9]+$"));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("A try <b>of</b> the console");

        var document = page.GetByRole(AriaRole.Textbox, new() { Name = "Policy" });
        var text = await document.InputValueAsync();
        Assert.Contains("\"mediumThreshold\": 0.4", text, StringComparison.Ordinal);
        await document.FillAsync(text.Replace("\"mediumThreshold\": 0.4", "\"mediumThreshold\": 4", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the draft" }).ClickAsync();
        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("document.mediumThreshold: must be 0.05 to 0.95");
        await document.FillAsync("{");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the draft" }).ClickAsync();
        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("The text is no JSON");

        await document.FillAsync(text.Replace("\"mediumThreshold\": 0.4", "\"mediumThreshold\": 0.45", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the draft" }).ClickAsync();
        var row = page.GetByRole(AriaRole.Row, new() { Name = "mediumThreshold" });
        await Assertions.Expect(row).ToContainTextAsync("0.45");
        await Assertions.Expect(row).ToContainTextAsync("0.4");

        await page.GetByRole(AriaRole.Button, new() { Name = "Simulate" }).ClickAsync();
        await Assertions.Expect(page.Locator("figure")).ToContainTextAsync("decisions would be different", new() { Timeout = 60_000 });
        await visit.Offered("Approve").ClickAsync();
        await page.GetByRole(AriaRole.Alertdialog).GetByLabel("Why").FillAsync("I like it");
        await page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("Nobody can approve a version that they wrote");
        // The refusals above are failed calls, and nothing else failed.
        Assert.All(visit.Faults, fault => Assert.Matches("422|403", fault));
    }
}

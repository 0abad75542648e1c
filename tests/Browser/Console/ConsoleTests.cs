using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sentinel.Browser.Tests;

/// <summary>Every page of the console, after an hour of people and bots.</summary>
[Collection(ConsoleParts.Name)]
public sealed partial class ConsoleTests(ConsoleParts parts)
{
    private const string TheSession = "sessions/THE-SESSION";

    private static readonly string[] Paths =
    [
        "", "sessions", TheSession, "users", $"users/{ConsoleParts.Known}", "review", "detectors", "detectors/physics.key_hold", "policy",
        "policy/2", "lists", "audit", "keys",
    ];

    /// <summary>Pages that show text which somebody else wrote.</summary>
    private static readonly string[] WithText =
        [
            "sessions", TheSession, "users", $"users/{ConsoleParts.Known}", "review", "detectors/physics.key_hold", "policy", "policy/2",
            "lists", "audit", "keys",
        ];

    [Fact]
    public async Task EachPage_WhenAnAdministratorOpensIt_BreaksNoRuleOfTheCsp()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.Node.Settings.AdminKey);
        foreach (var path in Paths)
        {
            await visit.Open(Real(path));
            Assert.True(visit.Faults.Count == 0, $"{path}: {string.Join(" | ", visit.Faults)}");
            Assert.Equal((path, 0), (path, await visit.Page.Locator(".failure").CountAsync()));
        }
    }

    [Fact]
    public async Task EachPage_InLightAndDarkAndOnAPhone_HasNoSeriousFaultForAxe()
    {
        // Axe is a script that the CSP does not allow.
        await using var visit = await ConsoleVisit.Of(parts, parts.Node.Settings.AdminKey, new() { BypassCSP = true });
        foreach (var path in Paths)
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await visit.Page.SetViewportSizeAsync(1280, 900);
            await visit.Open(Real(path));
            // The tables of pictures. Those of charts over time are made the same way, and long.
            await visit.Page.EvaluateAsync("document.querySelectorAll('figure:not(.chart) details').forEach(one => one.open = true)");
            await AssertAccessible(visit.Page, $"{path}, light");
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await visit.Page.SetViewportSizeAsync(360, 740);
            await AssertAccessible(visit.Page, $"{path}, dark, 360 px");
            Assert.Equal((path, ""), (path, await visit.Page.EvaluateAsync<string>(WhatIsTooWide)));
        }
    }

    [Fact]
    public async Task AnAnalyst_SeesEverythingButKeys_AndIsOfferedNoChange()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.AnalystKey);
        foreach (var path in Paths)
        {
            await visit.Open(Real(path));
            Assert.Equal(0, await visit.Page.Locator(".failure").CountAsync());
            foreach (var change in ConsoleVisit.Changes) await Assertions.Expect(visit.Offered(change)).ToHaveCountAsync(0);
        }

        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("Only an administrator sees keys");
        Assert.True(visit.Faults.Count == 0, string.Join(" | ", visit.Faults));
    }

    /// <summary>The control of the test above: an administrator is offered them.</summary>
    [Fact]
    public async Task AnAdministrator_IsOfferedEachChange()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.Node.Settings.AdminKey);
        HashSet<string> offered = [];
        foreach (var path in (string[])[TheSession, $"users/{ConsoleParts.Known}", "users/bot-1", "keys", "policy", "policy/2", "lists"])
        {
            await visit.Open(Real(path));
            var next = ConsoleVisit.Changes.First(change => !offered.Contains(change));
            await Assertions.Expect(visit.Offered(next).First).ToBeVisibleAsync();
            foreach (var change in ConsoleVisit.Changes)
            {
                if (await visit.Offered(change).CountAsync() > 0) offered.Add(change);
            }
        }

        Assert.Equal(ConsoleVisit.Changes.Order(), offered.Order());
    }

    /// <summary>What the browser asks for before the first page shows, as a server answers who accepts gzip.</summary>
    [Fact]
    public async Task TheFirstLoad_IsAtMost150KiB()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.Node.Settings.AdminKey);
        HashSet<string> paths = [];
        visit.Page.Request += (_, request) => paths.Add(new Uri(request.Url).PathAndQuery);
        await visit.Open("");
        var assets = paths.Where(path => path.StartsWith("/console", StringComparison.Ordinal)).ToArray();
        Assert.Contains(assets, path => path.EndsWith(".js", StringComparison.Ordinal));
        var bytes = 0;
        foreach (var path in assets)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(parts.Node.Address, path));
            request.Headers.AcceptEncoding.ParseAdd("gzip");
            request.Headers.Authorization = new("Bearer", parts.Node.Settings.AdminKey);
            using HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
            using var answer = await client.SendAsync(request);
            if (answer.IsSuccessStatusCode) bytes += (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.InRange(bytes, 50 * 1024, 150 * 1024);
    }

    /// <summary>Every text of every answer is an attack, and stays text.</summary>
    [Fact]
    public async Task Text_WhenItIsHostile_StaysTextOnEveryPage()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.Node.Settings.AdminKey);
        var number = 0;
        await visit.Page.RouteAsync("**/api/v1/**", async route =>
        {
            if (route.Request.Url.Contains("/stats/live", StringComparison.Ordinal))
            {
                await route.AbortAsync();
                return;
            }

            var answer = await route.FetchAsync();
            var body = FreeText().Replace(await answer.TextAsync(), match =>
            {
                var text = ConsoleParts.Hostile[number++ % ConsoleParts.Hostile.Length];
                return $"\"{match.Groups[1].Value}\":{JsonSerializer.Serialize(text)}";
            });
            await route.FulfillAsync(new() { Response = answer, Body = body });
        });
        foreach (var path in Paths)
        {
            await visit.Open(Real(path));
            if (WithText.Contains(path)) await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("window.hacked");
            Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"), path);
            Assert.Equal(0, await visit.Page.Locator("main img, main script, main svg[onload], a[href^='javascript:']").CountAsync());
        }

        Assert.DoesNotContain(visit.Faults, fault => fault.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    /// <summary>The first thing that makes the page scroll sideways; empty for none.</summary>
    private const string WhatIsTooWide = """
        document.documentElement.scrollWidth <= innerWidth ? '' : [...document.querySelectorAll('body *')]
          .find(one => one.getBoundingClientRect().right > innerWidth && !one.closest('.scroll'))?.outerHTML.slice(0, 300) ?? 'something'
        """;

    private static async Task AssertAccessible(IPage page, string how) =>
        Assert.Empty((await page.RunAxe()).Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{how}: {violation.Id}: {string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))}"));

    private string Real(string path) => path == TheSession ? $"sessions/{parts.Blocked.Id}" : path;

    /// <summary>The members of answers whose value may be any text, here or in another version.</summary>
    [GeneratedRegex("""
        "(userId|sessionId|action|stream|target|actor|name|note|reason|meaning|measures|turnedBy|detail|prefix)":"(?:[^"\\]|\\.)*"
        """)]
    private static partial Regex FreeText();
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>A page of one origin loads the SDK from Sentinel's origin and sends its batches there.</summary>
[Collection(OneBrowser.Name)]
public sealed class CrossOriginTests(BrowserParts parts)
{
    [Fact]
    public async Task Page_WhenItsOriginIsAllowed_SendsBatchesToSentinelsOwnOrigin() => Assert.True(await Batches(allowed: true) > 0);

    [Fact]
    public async Task Page_WhenItsOriginIsNotAllowed_IsStoppedByTheBrowser() => Assert.Equal(0, await Batches(allowed: false));

    private async Task<double> Batches(bool allowed)
    {
        var tag = "";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var site = builder.Build();
        site.MapGet("/", () => Results.Content($"<!doctype html><title>site</title><input id=user>{tag}", "text/html"));
        await site.StartAsync();
        var origin = site.Urls.First();
        await using var node = await SentinelNode.Started(
            new NodeSettings().With("Cors__Origins", allowed ? $"https://bank.example,{origin}" : "https://bank.example")
        );
        var session = await node.Client.Opened($"u-{Guid.NewGuid():N}");
        tag =
            $"<script src=\"{node.Address.ToString().TrimEnd('/')}/sdk/sentinel.js\" data-session=\"{session.Id}\" "
                + $"data-token=\"{session.Token}\"></script>";

        await using var context = await parts.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var refused = new TaskCompletionSource();
        page.RequestFailed += (_, request) =>
        {
            if (request.Url.EndsWith("/batches", StringComparison.Ordinal)) refused.TrySetResult();
        };
        await page.GotoAsync(origin);
        await page.FocusAsync("#user");
        await new Hand(await context.NewCDPSessionAsync(page)).Play(Scores.Generated("anna.smith", 1, 400));
        if (allowed)
            await Probe.Until(async () => (await node.Client.Session(session.Id)).Expect(200).Value("batches") > 0, "a batch has come");
        else
        {
            await refused.Task.WaitAsync(Probe.DefaultDeadline);
            await node.Logged($"Pages of {origin} may not send batches");
        }

        return (await node.Client.Session(session.Id)).Expect(200).Value("batches");
    }
}

using System.Diagnostics;
using Microsoft.Playwright;

namespace Sentinel.Browser.Tests;

/// <summary>Plays input through the browser's own input events at given times; to the page it looks like a person's.</summary>
public sealed class Hand(Func<string, Dictionary<string, object>, Task> send)
{
    private readonly List<Task> _dispatched = [];

    public Hand(ICDPSession browser)
        : this((method, arguments) => browser.SendAsync(method, arguments))
    {
    }

    /// <summary>
    /// Plays a score of events in order of time, in ms from now. Passes the times to the browser, because a busy machine bunches the calls.
    /// </summary>
    public async Task Play(IEnumerable<Gesture> score)
    {
        var (start, watch) = (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Stopwatch.StartNew());
        foreach (var gesture in score.OrderBy(gesture => gesture.At))
        {
            var wait = gesture.At - watch.Elapsed.TotalMilliseconds;
            if (wait > 2) await Task.Delay(TimeSpan.FromMilliseconds(wait - 1));
            while (watch.Elapsed.TotalMilliseconds < gesture.At) Thread.SpinWait(50);
            // Not awaited: the browser answers a mouse move only with the next frame.
            _dispatched.Add(send(gesture.Method, new(gesture.Arguments) { ["timestamp"] = (start + gesture.At) / 1_000 }));
        }

        await Task.WhenAll(_dispatched);
        _dispatched.Clear();
    }
}

/// <summary>One call of the browser's Input domain.</summary>
/// <param name="At">ms from the start of the score.</param>
/// <param name="Method">The method's name in the DevTools protocol.</param>
/// <param name="Arguments">The method's parameters.</param>
public sealed record Gesture(double At, string Method, Dictionary<string, object> Arguments)
{
    public static Gesture Key(double at, bool down, Keyboard.Key key) => new(at, "Input.dispatchKeyEvent", new()
    {
        ["type"] = down ? (key.Text.Length > 0 ? "keyDown" : "rawKeyDown") : "keyUp",
        ["code"] = key.Code,
        ["key"] = key.Name,
        ["text"] = down ? key.Text : "",
        ["windowsVirtualKeyCode"] = key.Number,
    });

    public static Gesture Mouse(double at, string type, double x, double y) => new(at, "Input.dispatchMouseEvent", new()
    {
        ["type"] = type,
        ["x"] = x,
        ["y"] = y,
        ["button"] = type == "mouseMoved" ? "none" : "left",
        ["buttons"] = type == "mousePressed" ? 1 : 0,
        ["clickCount"] = type == "mouseMoved" ? 0 : 1,
        // As of a person's mouse; a driver that leaves it out is found by that.
        ["force"] = type == "mousePressed" ? 0.5 : 0,
    });

    public static Gesture Touch(double at, string type, double x, double y) =>
        new(
            at,
            "Input.dispatchTouchEvent",
            new()
            {
                ["type"] = type,
                ["touchPoints"] =
                    type == "touchEnd"
                        ? Array.Empty<object>()
                        : new object[]
                        {
                            new Dictionary<string, object> { ["x"] = x, ["y"] = y },
                        },
            }
        );
}

using System.Text.RegularExpressions;

namespace Sentinel.Client;

/// <summary>The name of an action in Sentinel's audit.</summary>
internal static partial class ActionName
{
    /// <exception cref="ArgumentException">Sentinel does not accept this name.</exception>
    public static void Check(string action)
    {
        if (!Accepted().IsMatch(action))
            throw new ArgumentException($"RequireTrust(\"{action}\"): an action is 1–64 of [A-Za-z0-9._:-].", nameof(action));
    }

    [GeneratedRegex(@"^[A-Za-z0-9._:-]{1,64}\z")]
    private static partial Regex Accepted();
}

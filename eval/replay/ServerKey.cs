namespace Sentinel.Replay;

internal static class ServerKey
{
    /// <exception cref="ReplayFailedException">No key was given and none was found.</exception>
    public static string Find(string? given)
    {
        if (given is not null) return given;
        if (Environment.GetEnvironmentVariable("SENTINEL_BOOTSTRAP_KEY") is { Length: > 0 } key) return key;
        var file = Path.Combine(Environment.GetEnvironmentVariable("SENTINEL_DATA") ?? "./data", "bootstrap-key");
        return File.Exists(file)
            ? File.ReadAllText(file).Trim()
            : throw new ReplayFailedException($"No key: give --key or SENTINEL_BOOTSTRAP_KEY, or run where the server made {file}.");
    }
}

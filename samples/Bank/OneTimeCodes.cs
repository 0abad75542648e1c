using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Bank;

/// <summary>Codes of six digits. A real bank sends them by its app or by SMS; this one writes them to its log.</summary>
public sealed partial class OneTimeCodes(ILogger<OneTimeCodes> logger)
{
    private readonly ConcurrentDictionary<string, string> codes = new();

    /// <summary>Sends a new code.</summary>
    public void Send(string customer)
    {
        codes[customer] = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6");
        LogCode(customer, codes[customer]);
    }

    /// <summary>Whether it is the code. Each code can be tried once.</summary>
    public bool Check(string customer, string? code) => codes.TryRemove(customer, out var sent) && sent == code;

    [LoggerMessage(LogLevel.Information, "Bank: {Customer}, your code is {Code}")]
    private partial void LogCode(string customer, string code);
}

using System.Collections.Concurrent;

namespace Bank;

/// <summary>The customers, in memory. Anybody with a name and a password of eight characters is one.</summary>
public sealed class Accounts
{
    private readonly ConcurrentDictionary<string, decimal> balances = new();

    /// <summary>Whether the password is the customer's.</summary>
    public bool Knows(string customer, string password) => customer.Length > 0 && password.Length >= 8;

    /// <summary>Euro.</summary>
    public decimal BalanceOf(string customer) => balances.GetOrAdd(customer, 1_000);

    /// <summary>Sends money away; false if there is not enough.</summary>
    public bool Send(string customer, decimal euro)
    {
        var left = BalanceOf(customer);
        return euro > 0 && euro <= left && balances.TryUpdate(customer, left - euro, left);
    }
}

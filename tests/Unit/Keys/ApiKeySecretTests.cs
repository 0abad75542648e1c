using System.Text;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Unit.Tests;

public sealed class ApiKeySecretTests
{
    [Fact]
    public void Mint_WhenCalled_Gives256BitsBehindAPrefix()
    {
        var (text, prefix) = ApiKeySecret.Mint();
        Assert.Matches("^sk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$", text);
        Assert.Equal((8, prefix), (prefix.Length, ApiKeySecret.PrefixOf(text).ToString()));
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => ApiKeySecret.Mint().Text).Distinct().Count());
    }

    [Theory]
    [
        InlineData(""),
        InlineData("sk_"),
        InlineData("sk_abcdefgh"),
        InlineData("sk_abcdefghi_x"),
        InlineData("SK_abcdefgh_x"),
        InlineData("my-own-key-of-32-characters-or-so")
    ]
    public void PrefixOf_WhenThereIsNone_IsEmpty(string text) => Assert.Equal("", ApiKeySecret.PrefixOf(text).ToString());

    [Theory]
    [InlineData("sk_abcdefgh_secret"), InlineData("€")]
    public void Hash_WhenTakenEitherWay_IsTheSame(string text)
    {
        var hash = new byte[ApiKeySecret.HashLength];
        ApiKeySecret.Hash(text, hash);
        Assert.Equal(ApiKeySecret.Hash(text), hash);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)), hash);
    }

    [Theory]
    [InlineData(""), InlineData("  \n")]
    public void Hash_WhenTheTextIsBlank_IsRefused(string text) => Assert.Throws<ArgumentException>(() => ApiKeySecret.Hash(text));

    [Theory]
    [
        InlineData("", 1, false),
        InlineData("k", 31, false),
        InlineData("k", 32, true),
        InlineData("€", 256, true),
        InlineData("k", 257, false),
        InlineData(" ", 40, false),
        InlineData("\0", 40, false),
        InlineData("ab\n", 20, false),
        InlineData("two words ", 5, true)
    ]
    public void IsPlausible_WhenTheTextMayBeAKey_SaysSo(string part, int times, bool plausible) =>
        Assert.Equal(plausible, ApiKeySecret.IsPlausible(string.Concat(Enumerable.Repeat(part, times))));

    [Fact]
    public void Hash_WhenTheTextIsTheLongestOfTheWidestCharacters_Fits() =>
        ApiKeySecret.Hash(new string('€', ApiKeySecret.Longest), new byte[ApiKeySecret.HashLength]);
}

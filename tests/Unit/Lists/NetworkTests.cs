using System.Net;
using Sentinel.Application.Lists.Records;

namespace Sentinel.Unit.Tests;

/// <summary>Networks of list entries: what can be written, and which addresses are in them.</summary>
public sealed class NetworkTests
{
    [Theory]
    [InlineData("203.0.113.0/24", "203.0.113.255", true)]
    [InlineData("203.0.113.0/24", "203.0.114.0", false)]
    [InlineData("203.0.113.7/32", "203.0.113.7", true)]
    [InlineData("203.0.113.7/32", "203.0.113.6", false)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "203.0.113.7", false)]
    [InlineData("::/0", "::ffff:203.0.113.7", false)]
    [InlineData("203.0.113.0/24", "::ffff:203.0.113.9", true)]
    [InlineData("::ffff:203.0.113.0/120", "203.0.113.9", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("2001:db8::1/128", "2001:db8::1", true)]
    [InlineData("2001:db8::1/128", "2001:db8::2", false)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    [InlineData("128.0.0.0/1", "127.255.255.255", false)]
    public void Contains_WhateverTheFamilyAndTheLength_ComparesThePrefix(string network, string address, bool expected) =>
        Assert.Equal(expected, Contains(Parsed(network), IPAddress.Parse(address)));

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7/32")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7/32")]
    [InlineData("::ffff:0:0/96", "0.0.0.0/0")]
    [InlineData("2001:DB8:0::/48", "2001:db8::/48")]
    [InlineData("::1", "::1/128")]
    public void ToString_WhateverWasWritten_IsCanonicalAndReadAgain(string text, string canonical)
    {
        Assert.Equal(canonical, Parsed(text).ToString());
        Assert.Equal(Parsed(text), Parsed(canonical));
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("/"), InlineData("203.0.113.7/24"), InlineData("203.0.113.0/33"), InlineData("1")]
    [InlineData("203.0.113.0/-1"), InlineData("203.0.113.0/ 24"), InlineData("203.0.113.0/"), InlineData("010.0.0.0/8"), InlineData("10/8")]
    [InlineData("2001:db8::/129"), InlineData("2001:db8::1/64"), InlineData("[::1]"), InlineData("fe80::1%eth0"), InlineData("here/8")]
    [InlineData("::ffff:203.0.113.0/95"), InlineData("203.0.113.0/24/8")]
    public void TryParse_WhenItIsNoNetwork_IsFalse(string? text) => Assert.False(Network.TryParse(text, out _));

    /// <summary>Compared bit by bit with a slow reference.</summary>
    [Fact]
    public void Contains_OfRandomNetworks_IsAsTheBitsSay()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[round % 2 == 0 ? 4 : 16];
            random.NextBytes(bytes);
            var length = random.Next((bytes.Length * 8) + 1);
            var start = (byte[])bytes.Clone();
            for (var bit = length; bit < start.Length * 8; bit++) start[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            var network = Parsed($"{new IPAddress(start)}/{length}");
            var other = (byte[])bytes.Clone();
            var flipped = random.Next(other.Length * 8);
            other[flipped / 8] ^= (byte)(0x80 >> (flipped % 8));
            Assert.True(Contains(network, new(bytes)), $"{network} {new IPAddress(bytes)}");
            Assert.Equal(flipped >= length, Contains(network, new(other)));
        }
    }

    private static Network Parsed(string text) => Network.TryParse(text, out var network) ? network : throw new FormatException(text);

    private static bool Contains(Network network, IPAddress address)
    {
        var (bits, isIPv6) = Network.BitsOf(address);
        return network.Contains(bits, isIPv6);
    }
}

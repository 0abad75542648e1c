using Sentinel.Infrastructure.Clocks;

namespace Sentinel.Unit.Tests;

public sealed class ClockComparisonTests
{
    [Theory]
    [InlineData(0.2, -0.1, "Agrees"), InlineData(4.9, 4.9, "Agrees"), InlineData(60.0, 61.0, "Wrong"), InlineData(-600.0, -599.0, "Wrong")]
    [InlineData(60.0, 0.1, "Doubtful"), InlineData(-3.0, 3.0, "Doubtful"), InlineData(60.0, null, "Doubtful")]
    [InlineData(null, -60.0, "Doubtful"), InlineData(null, 1.0, "Agrees"), InlineData(null, null, "Agrees")]
    public void State_WhenOthersAgreeAgainstTheNode_IsWrongAndWhereNobodyKnowsDoubtful(double? redis, double? postgres, string expected) =>
        Assert.Equal(expected, Compared(redis, postgres).State.ToString());

    [Fact]
    public void Words_WhenOneIsAhead_SayByHowMuchAndOfWhom() =>
        Assert.Equal("60.0 s ahead of Redis, 2.5 s behind PostgreSQL", Compared(60, -2.5).ToString());

    private static ClockComparison Compared(double? redis, double? postgres)
    {
        List<(string, TimeSpan)> others = [];
        if (redis is { } one) others.Add(("Redis", TimeSpan.FromSeconds(one)));
        if (postgres is { } other) others.Add(("PostgreSQL", TimeSpan.FromSeconds(other)));
        return new(others);
    }
}

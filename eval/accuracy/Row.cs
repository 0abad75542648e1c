using System.Text.Json.Serialization;

namespace Sentinel.Accuracy;

/// <summary>One measured number.</summary>
/// <param name="Protocol">As ../shared/data/README.md names it.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Value">The number.</param>
/// <param name="Low">Of the 95 % interval over resampled people; the value itself where none was computed.</param>
/// <param name="High">Likewise.</param>
/// <param name="Target">What must be met; null where nothing was asked.</param>
/// <param name="Better">lower or higher.</param>
/// <param name="TunedOn">Whose recordings the constants were chosen on.</param>
internal sealed record Row(
    string Protocol,
    string Metric,
    double Value,
    double Low,
    double High,
    double? Target,
    string Better,
    string TunedOn
)
{
    private const int Resamples = 1_000;

    [JsonIgnore]
    public string Verdict => Target is not { } bound ? "" : (Better == "lower" ? Value <= bound : Value >= bound) ? "met" : "MISSED";

    /// <summary>A statistic of people with the percentiles of what it is over as many people, drawn with replacement.</summary>
    public static Row Over<T>(
        string protocol,
        string metric,
        IReadOnlyList<T> people,
        Func<IReadOnlyList<T>, double> statistic,
        double? target,
        string better,
        string tunedOn
    )
    {
        var dice = new Random(1);
        var values = Enumerable.Range(0, Resamples)
            .Select(_ => statistic([.. Enumerable.Range(0, people.Count).Select(_ => people[dice.Next(people.Count)])]))
            .Order().ToArray();
        return new(protocol, metric, statistic(people), values[Resamples / 40], values[^(Resamples / 40)], target, better, tunedOn);
    }
}

/// <summary>What <c>--json</c> writes.</summary>
internal sealed record Findings([property: JsonPropertyName("rows")] IReadOnlyList<Row> All);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Findings))]
internal sealed partial class RowsJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Sentinel.Accuracy;

/// <summary>One measured number.</summary>
/// <param name="Protocol">The protocol's name in ../shared/data/README.md.</param>
/// <param name="Metric">The measured quantity.</param>
/// <param name="Value">The measured value.</param>
/// <param name="Low">Lower end of the 95 % interval over resampled people; the value itself if none was computed.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Target">The bound to meet; null if none is set.</param>
/// <param name="Better">lower or higher.</param>
/// <param name="TunedOn">The people whose recordings the constants were chosen on.</param>
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

    /// <summary>A statistic of people, with percentiles over resampled people, drawn with replacement.</summary>
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

/// <summary>The content of <c>--json</c>.</summary>
internal sealed record Findings([property: JsonPropertyName("rows")] IReadOnlyList<Row> All);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Findings))]
internal sealed partial class RowsJson : JsonSerializerContext;

namespace Sentinel.Domain.Features;

/// <summary>The steps to which a client rounds what it reports. Nothing is judged more finely.</summary>
/// <param name="Time">Of its timer, ms.</param>
/// <param name="Place">Of the pointer's positions, CSS px.</param>
public readonly record struct Precision(double Time, double Place);

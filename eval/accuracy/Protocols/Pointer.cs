using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Accuracy;

/// <summary>
/// Balabit-labelled: a profile of a person's training sessions scores each labelled session, by the mean of its strokes. The background is
/// the training of the other nine people, because there are only ten.
/// </summary>
internal sealed class Pointer(IReadOnlyList<PointerSession> sessions, bool odd)
{
    public IReadOnlyList<int> Users { get; } =
    [.. sessions.Select(session => session.User).Distinct().Where(id => id % 2 == (odd ? 1 : 0)).Order()];

    /// <param name="first">How many strokes of a session count; null for all.</param>
    /// <param name="step">Called after each person.</param>
    public IReadOnlyList<Scores> Of(int? first, Action step) =>
        [
            .. Users.Select(user =>
            {
                var profile = Learn(user);
                var labelled = sessions
                    .Where(session => session.User == user && !session.IsTraining && session.IsIllegal is not null)
                    .ToLookup(session => session.IsIllegal!.Value);
                step();
                return new Scores([.. labelled[false].Select(Score)], [.. labelled[true].Select(Score)]);

                double Score(PointerSession session) =>
                    session
                        .Strokes.Where(stroke => StrokeTraits.Has(stroke))
                        .Take(first ?? int.MaxValue)
                        .Select(stroke => profile.Score(stroke))
                        .DefaultIfEmpty(0)
                        .Average();
            }),
        ];

    public PointerProfile Learn(int user)
    {
        var others = sessions.Where(session => session.IsTraining && session.User != user).GroupBy(session => session.User);
        var background = PointerBackground.Of([.. others.Select(person => person.SelectMany(session => session.Samples).ToArray())]);
        return PointerProfile.Learn(
                sessions.Where(session => session.IsTraining && session.User == user).SelectMany(session => session.Samples),
                background
            ) ?? throw new InvalidOperationException($"Person {user} moved too little.");
    }
}

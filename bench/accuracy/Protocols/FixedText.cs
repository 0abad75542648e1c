using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Accuracy.Protocols;

/// <summary>KM09 and its variants: a template of a person's first 200 repetitions meets the other 200 and the first five of each impostor.</summary>
internal sealed class FixedText(Cmu recordings, bool odd)
{
    private const int Enrolment = 200;
    private const int ImpostorEntries = 5;

    /// <summary>Entries that are absorbed between two trainings.</summary>
    private const int Refit = 10;

    public IReadOnlyList<int> Users { get; } = [.. recordings.People.Keys.Where(id => IsUser(id, odd)).Order()];

    /// <summary>People who are neither users nor impostors of the protocols with a background; none has an odd id.</summary>
    private IEnumerable<IReadOnlyList<EntryRhythm>> BackgroundPeople => Of(id => id % 2 == 0 && !IsUser(id, odd));

    /// <summary>How people type whatever text, from people who are no users here.</summary>
    public TextBackground AnyText => TextBackground.OfAnyText([.. BackgroundPeople]);

    /// <summary>How people type this text, from people who are no users here.</summary>
    public TextBackground ThisText => TextBackground.OfOneText([.. BackgroundPeople]);

    /// <summary>Templates that stand still; impostors are all other people, or those who are no part of the background.</summary>
    public IReadOnlyList<Scores> Static(TextBackground? background, bool everybody, Action step) => [.. Users.Select(user =>
    {
        var own = recordings.People[user];
        var template = TextTemplate.Learn([.. own.Take(Enrolment)], background)!;
        step();
        return new Scores(
            [.. own.Skip(Enrolment).Select(entry => template.Score(entry) - template.Level)],
            [.. Attempts(user, everybody).Select(entry => template.Score(entry) - template.Level)]);
    })];

    /// <summary>
    /// The other 200 arrive in order, impostors' attempts among them in a random one. Whatever scores as the person's own recent entries do
    /// is absorbed, whoever typed it, and after ten the template is learnt anew from the last 200.
    /// </summary>
    public IReadOnlyList<Scores> Adaptive(TextBackground? background, Action step) => [.. Users.Select(user =>
    {
        var (own, dice) = (recordings.People[user], new Random(user));
        var pool = own.Take(Enrolment).ToList();
        var template = TextTemplate.Learn(pool, background)!;
        var attempts = Attempts(user, everybody: false).ToArray();
        dice.Shuffle(attempts);
        var genuine = own.Skip(Enrolment).ToArray();
        var (kept, forged, absorbed, tried) = (new List<double>(), new List<double>(), 0, 0);
        for (var i = 0; i < genuine.Length; i++)
        {
            kept.Add(Meet(genuine[i]));
            for (; tried < attempts.Length * (i + 1) / genuine.Length; tried++) forged.Add(Meet(attempts[tried]));
        }

        step();
        return new Scores(kept, forged);

        double Meet(EntryRhythm entry)
        {
            var (score, level) = (template.Score(entry), template.Level);
            if (score <= template.TeachesBelow)
            {
                pool.Add(entry);
                if (++absorbed % Refit == 0) template = TextTemplate.Learn([.. pool.TakeLast(Enrolment)], background)!;
            }

            return score - level;
        }
    })];

    /// <summary>Of the even people, whom everything is tuned on, every other one is a user and the rest the background.</summary>
    private static bool IsUser(int id, bool odd) => odd ? id % 2 == 1 : id % 4 == 0;

    private IEnumerable<EntryRhythm> Attempts(int user, bool everybody) =>
        Of(id => id != user && (everybody || IsUser(id, odd))).SelectMany(person => person.Take(ImpostorEntries));

    private IEnumerable<IReadOnlyList<EntryRhythm>> Of(Func<int, bool> which) =>
        recordings.People.Where(person => which(person.Key)).OrderBy(person => person.Key).Select(person => person.Value);
}

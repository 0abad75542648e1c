namespace Sentinel.Replay;

/// <summary>Selects the recordings to play. Counts them in a first read, so that playing can stream.</summary>
internal sealed class Selection
{
    private readonly IEnumerable<Recording> _recordings;
    private readonly Dictionary<string, int> _found = [];
    private readonly int? _most;

    /// <param name="sources">Read once here, and again by <see cref="Recordings"/>.</param>
    /// <param name="names">Sources or single rows, such as <c>balabit/te</c>; empty for all.</param>
    /// <param name="most">The maximum per row of the table; null for all.</param>
    public Selection(IReadOnlyList<IRecordingSource> sources, IReadOnlyList<string> names, int? most)
    {
        _recordings = from source in sources
                      from recording in source.Read()
                      where names.Count == 0 || names.Contains(source.Name) || names.Contains(recording.Source)
                      select recording;
        _most = most;
        foreach (var recording in _recordings)
            _found[recording.Source] = _found.GetValueOrDefault(recording.Source) + 1;
    }

    public int Count => _found.Values.Sum(found => Math.Min(found, _most ?? found));

    public IEnumerable<Recording> Recordings()
    {
        var seen = new Dictionary<string, int>();
        foreach (var recording in _recordings)
        {
            var index = seen.GetValueOrDefault(recording.Source);
            seen[recording.Source] = index + 1;
            if (Chosen(index, _found[recording.Source])) yield return recording;
        }
    }

    /// <summary>Evenly spread: chooses exactly <c>min(found, most)</c> indexes, at the steps of <c>index · most / found</c>.</summary>
    private bool Chosen(int index, int found) =>
        _most is not { } most || most >= found || (long)index * most / found != ((long)index - 1) * most / found || index == 0;
}

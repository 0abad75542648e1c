namespace Sentinel.Api.Settings;

/// <summary>
/// A file that is there whole or not at all, whenever the process or the machine stops: it is written beside its place, flushed to the
/// disk and then
/// renamed.
/// </summary>
internal static class WholeFile
{
    private const string Unfinished = ".new";

    /// <param name="path">Replaced where it is there already.</param>
    /// <param name="secret">Whether only this user may read it: mode 0600.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, bool secret, Action<Stream> write)
    {
        var beside = path + Unfinished;
        // What an earlier try has left could be readable by others, and a mode is given to new files only.
        File.Delete(beside);
        FileStreamOptions create = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows())
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(beside, create))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>The node's own folder, held by one process at a time: the kernel drops the lock when the process dies, however it dies.</summary>
public sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Lock _gate = new();
    private FileStream? _lock;

    /// <param name="path">Made when missing; mode 0700.</param>
    public DataDirectory(string path)
    {
        FullPath = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(FullPath);
        else
        {
            Directory.CreateDirectory(FullPath, OwnerOnly);
            Close();
        }
    }

    public string FullPath { get; }

    /// <summary>A folder that was there already may be open to others; one that is somebody else's stays as it is.</summary>
    private void Close()
    {
        try
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(FullPath, OwnerOnly);
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Takes the folder for this process until <see cref="Dispose"/>; again is harmless.</summary>
    /// <exception cref="InvalidOperationException">Another Sentinel uses this folder.</exception>
    public void Hold()
    {
        lock (_gate)
        {
            try
            {
                _lock ??= new(Path.Combine(FullPath, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e)
            {
                throw new InvalidOperationException($"Another Sentinel uses the folder {FullPath}. Give this one its own SENTINEL_DATA.", e);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _lock?.Dispose();
            _lock = null;
        }
    }
}

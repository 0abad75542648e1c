using Sentinel.Infrastructure.Settings;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>The node's folder, locked by one process at a time. The kernel releases the lock however the process ends.</summary>
public sealed class DataDirectory : IDisposable
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "SENTINEL_DATA";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Lock _gate = new();
    private FileStream? _lock;

    /// <param name="path">Created if missing, with mode 0700.</param>
    /// <exception cref="WrongSettingException">The folder cannot be created.</exception>
    public DataDirectory(string path)
    {
        try
        {
            FullPath = Path.GetFullPath(path);
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(FullPath);
            else Directory.CreateDirectory(FullPath, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unusable(e);
        }

        Close();
    }

    public string FullPath { get; }

    /// <summary>Restricts an existing folder to its owner; a folder of another user stays unchanged.</summary>
    private void Close()
    {
        try
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(FullPath, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Hold shows whether it can be used.
        }
    }

    /// <summary>Locks the folder for this process until <see cref="Dispose"/>. Idempotent.</summary>
    /// <exception cref="WrongSettingException">Another Sentinel uses the folder, or it is not writable.</exception>
    public void Hold()
    {
        if (!TryHold())
            throw new WrongSettingException(Setting, "names a folder that another Sentinel uses: give this one another folder");
    }

    /// <summary>The same; false if another Sentinel uses the folder.</summary>
    public bool TryHold()
    {
        lock (_gate)
        {
            try
            {
                _lock ??= new(Path.Combine(FullPath, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return true;
            }
            catch (IOException e) when (IsHeldElsewhere(e))
            {
                return false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Unusable(e);
            }
        }
    }

    /// <summary>Explains a failure to read or write a file of the folder to the operator.</summary>
    public static WrongSettingException Unusable(Exception e) => new(Setting, e switch
    {
        UnauthorizedAccessException => "names a folder that this user may not write: make its files writable, or name another folder",
        IOException { HResult: NoSpace or WindowsNoSpace } => "names a folder without free space: free some, or name another folder",
        _ => $"names a folder that cannot be made or written ({e.GetType().Name}), because it is read-only, a file, or on a "
            + "disk that fails: name another folder",
    });

    public void Dispose()
    {
        lock (_gate)
        {
            _lock?.Dispose();
            _lock = null;
        }
    }

    /// <summary>EAGAIN on Linux and macOS; a sharing violation on Windows.</summary>
    private static bool IsHeldElsewhere(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    private const int NoSpace = 28, WindowsNoSpace = unchecked((int)0x80070070);
}

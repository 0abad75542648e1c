using System.Globalization;

namespace Sentinel.Integration.Tests;

/// <summary>
/// A file system of a few MiB in memory that a test can fill. Mounting requires root: see <see cref="FactWithSmallDiskAttribute"/>.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string filler;

    public SmallDisk(int mebibytes)
    {
        Path = Directory.CreateTempSubdirectory("sentinel-disk-").FullName;
        filler = System.IO.Path.Combine(Path, "filler");
        Command.Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m"), "tmpfs", Path);
    }

    public string Path { get; }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        var block = new byte[4096];
        using var file = new FileStream(filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 1);
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    public void Free() => File.Delete(filler);

    public void Dispose()
    {
        Command.Run("umount", "--lazy", Path);
        Directory.Delete(Path);
    }
}

/// <summary>A test that mounts a <see cref="SmallDisk"/>; skipped with a message if mounting is not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithSmallDiskAttribute : FactAttribute
{
    public FactWithSmallDiskAttribute()
    {
        if (Environment.UserName != "root") Skip = "Mounting a small disk needs root.";
    }
}

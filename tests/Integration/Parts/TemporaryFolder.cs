namespace Sentinel.Integration.Tests;

public sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("sentinel-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(FullPath, recursive: true);
        }
        catch (IOException)
        {
            // A killed server may still be closing its files; the system cleans /tmp.
        }
    }
}

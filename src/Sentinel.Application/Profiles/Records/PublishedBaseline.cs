namespace Sentinel.Application.Profiles.Records;

/// <param name="Version">The version; 0 for none.</param>
/// <param name="Content">Opaque here; nodes and cold storage share the format.</param>
public sealed record PublishedBaseline(int Version, byte[] Content)
{
    public static readonly PublishedBaseline None = new(0, []);
}

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <param name="AcrossUsers">Whether sketches are kept in cold storage, and compared over all users of a tenant.</param>
public sealed record SketchOptions(bool AcrossUsers)
{
    public static readonly SketchOptions Default = new(AcrossUsers: true);
}

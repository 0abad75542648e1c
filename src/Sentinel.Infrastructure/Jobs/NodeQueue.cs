using System.IO.Hashing;
using System.Text;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>The queue that only this node serves: a hash of machine name and data directory, so a restart keeps it.</summary>
internal sealed class NodeQueue(DataDirectory directory)
{
    public string Name { get; } =
        "node-" + XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(Environment.MachineName + '\0' + directory.FullPath)).ToString("x16", null);
}

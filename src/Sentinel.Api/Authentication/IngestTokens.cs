using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Api.Authentication;

/// <summary>Ingest tokens, protected by ASP.NET Data Protection. All nodes share its keys in cold storage.</summary>
internal sealed class IngestTokens(IDataProtectionProvider protection, TimeProvider time) : IIngestTokens
{
    /// <summary>The prefix, in base64url, of everything that Data Protection has protected.</summary>
    private const string Seal = "CfDJ8";

    private readonly IDataProtector protector = protection.CreateProtector("Sentinel.IngestToken.v1");

    /// <summary>Whether this looks like a token, valid or not, and not like a key.</summary>
    public static bool Resembles(string credential) => credential.StartsWith(Seal, StringComparison.Ordinal);

    public string Issue(TenantId tenant, IngestGrant grant, DateTimeOffset expiresAt)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(expiresAt.ToUnixTimeMilliseconds());
            writer.Write(grant.OpenedDegraded?.ToUnixTimeMilliseconds() ?? 0);
            writer.Write(grant.Device.Value);
            writer.Write(tenant.Value);
            writer.Write(grant.Session.Value);
            writer.Write(grant.User.Value);
            if (grant.OpenedDegraded is not null)
                WriteOpening(writer, grant);
        }

        return WebEncoders.Base64UrlEncode(protector.Protect(bytes.ToArray()));
    }

    public Caller? Verify(string token, out bool expired)
    {
        expired = false;
        try
        {
            using var reader = new BinaryReader(new MemoryStream(protector.Unprotect(WebEncoders.Base64UrlDecode(token))), Encoding.UTF8);
            var expiresAt = reader.ReadInt64();
            var degraded = reader.ReadInt64();
            var device = new DeviceId(reader.ReadUInt64());
            var tenant = TenantId.Parse(reader.ReadString());
            var grant = new IngestGrant(
                SessionId.Parse(reader.ReadString()),
                UserId.Parse(reader.ReadString()),
                device,
                degraded == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(degraded));
            if (degraded != 0 && reader.BaseStream.Position < reader.BaseStream.Length)
                grant = ReadOpening(reader, grant);
            expired = time.GetUtcNow().ToUnixTimeMilliseconds() >= expiresAt;
            return expired ? null : new(tenant, Scopes.Ingest, grant);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or IOException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>What the first batch needs to open the session.</summary>
    private static void WriteOpening(BinaryWriter writer, IngestGrant grant)
    {
        writer.Write(grant.ClientOrigin.Network);
        writer.Write(grant.ClientOrigin.Agent);
        writer.Write(grant.Place is not null);
        writer.Write(grant.Place?.Latitude ?? (short)0);
        writer.Write(grant.Place?.Longitude ?? (short)0);
        writer.Write(grant.DeclaredAgent);
    }

    private static IngestGrant ReadOpening(BinaryReader reader, IngestGrant grant)
    {
        var origin = new ClientOrigin(reader.ReadUInt32(), reader.ReadUInt32());
        var (known, latitude, longitude) = (reader.ReadBoolean(), reader.ReadInt16(), reader.ReadInt16());
        return grant with
        {
            ClientOrigin = origin,
            Place = known ? new Place(latitude, longitude) : null,
            // A token of a node of the version before does not name an agent.
            DeclaredAgent = reader.BaseStream.Position < reader.BaseStream.Length ? reader.ReadString() : "",
        };
    }
}

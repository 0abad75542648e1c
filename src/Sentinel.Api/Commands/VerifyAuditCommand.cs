using System.Globalization;
using MediatR;
using Sentinel.Api.Settings;
using Sentinel.Application.Audit.Digests;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Commands;

/// <summary><c>--verify-audit</c>: prints what was compared and everything that differs from what was signed.</summary>
internal static class VerifyAuditCommand
{
    /// <summary>0 when everything is as it was signed, 1 when something is not or nothing could be compared.</summary>
    public static async Task<int> Run(VerifyAudit query, IServiceProvider services, TextWriter output)
    {
        DigestKey? key;
        try
        {
            key = DigestKeyFile.Existing(services.GetRequiredService<AuditOptions>(), services.GetRequiredService<DataDirectory>());
        }
        catch (WrongSettingException wrong)
        {
            await output.WriteLineAsync($"The audit cannot be verified: {wrong.Message}");
            return 1;
        }

        if (key is not { IsOn: true })
        {
            await output.WriteLineAsync(
                "The audit cannot be verified: there is no key. Give the one that the servers have as Audit:DigestKey, or their "
                    + "SENTINEL_DATA."
            );
            return 1;
        }

        try
        {
            var faults = 0;
            HashSet<TenantId> compared = [], open = [];
            await foreach (var finding in await services.GetRequiredService<IMediator>().Send(query))
            {
                if (finding.IsFault)
                    faults++;
                if (finding.Kind == AuditFindingKind.Compared)
                    compared.Add(finding.Tenant);
                if (finding is { Kind: AuditFindingKind.Open, Rows: > 0 })
                    open.Add(finding.Tenant);
                await output.WriteLineAsync(
                    string.Create(CultureInfo.InvariantCulture, $"{finding.Tenant} {finding.Day:yyyy-MM-dd}: {Words(finding)}")
                );
            }

            // Where all digests are gone, so is every trace of what they were of.
            foreach (var tenant in open.Except(compared))
            {
                faults++;
                await output.WriteLineAsync($"{tenant}: NOTHING could be compared: there are rows of days that are over, and no digest.");
            }

            await output.WriteLineAsync(
                faults == 0 ? "Everything is as it was signed." : $"{faults} found that are not as they were signed."
            );
            return faults == 0 ? 0 : 1;
        }
        catch (Exception e) when (ColdStorageFault.Explain(e) is { } wrong)
        {
            await output.WriteLineAsync($"The audit cannot be read. {wrong.Message}");
            return 1;
        }
    }

    private static string Words(AuditFinding finding) =>
        finding.Kind switch
        {
            AuditFindingKind.Compared => $"{finding.Rows} rows compared",
            AuditFindingKind.Open => $"{finding.Rows} rows that no digest has yet",
            AuditFindingKind.Late => $"late row {finding.DecisionId}, signed after its day was closed",
            AuditFindingKind.Erased => $"erased row {finding.DecisionId}, its hash is the signed one",
            AuditFindingKind.Head => $"the last digest is number {finding.Number}, {Convert.ToHexStringLower(finding.Digest.Span)}",
            AuditFindingKind.Changed => $"CHANGED row {finding.DecisionId}",
            AuditFindingKind.Missing => $"MISSING row {finding.DecisionId}",
            AuditFindingKind.Added => $"ADDED row {finding.DecisionId}",
            AuditFindingKind.Forged => $"FORGED digest number {finding.Number}: this key did not sign it",
            AuditFindingKind.DigestMissing => $"MISSING digest number {finding.Number}",
            AuditFindingKind.DigestChanged =>
                $"CHANGED digest number {finding.Number}: its rows or its predecessor are not those that were signed",
            _ => throw new InvalidOperationException($"{finding.Kind} has no words."),
        };
}

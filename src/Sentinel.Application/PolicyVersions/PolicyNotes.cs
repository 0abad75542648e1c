using FluentValidation;
using Sentinel.Application.Policies.Records;

namespace Sentinel.Application.PolicyVersions;

internal static class PolicyNotes
{
    /// <summary>Every step needs a reason that people can read later.</summary>
    public static void IsPolicyNote<T>(this IRuleBuilder<T, string?> note) => note
        .Must(text => !string.IsNullOrWhiteSpace(text) && text.Length <= PolicyVersion.LongestNote && !text.Any(char.IsControl))
        .WithMessage($"must be 1–{PolicyVersion.LongestNote} characters that say why, none of them a control character");
}

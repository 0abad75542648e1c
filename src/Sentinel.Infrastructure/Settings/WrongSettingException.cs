namespace Sentinel.Infrastructure.Settings;

/// <summary>
/// The server cannot run with a setting. The message is one line that names the setting and the remedy, and never a value: any value may be
/// a secret.
/// </summary>
public sealed class WrongSettingException(string setting, string remedy) : InvalidOperationException($"{setting} {remedy}.");

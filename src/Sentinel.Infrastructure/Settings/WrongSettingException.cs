namespace Sentinel.Infrastructure.Settings;

/// <summary>
/// A setting with which the server cannot run. The one-line message names the setting and the remedy, never a value: it may be a secret.
/// </summary>
public sealed class WrongSettingException(string setting, string remedy) : InvalidOperationException($"{setting} {remedy}.");

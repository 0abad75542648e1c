using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Hosting;

/// <summary>
/// What a failed start prints: one line that names the setting and the remedy. Only messages of <see cref="WrongSettingException"/> are
/// printed: others quote values.
/// </summary>
internal static class StartFailure
{
    /// <summary>Comes before the stack frames of an unexpected error.</summary>
    private const string Unexpected = "The server cannot start, and no setting is known to be the reason. Please report this with the "
        + "lines below, which hold no values.";

    public static string Explain(Exception e) => (e as WrongSettingException ?? ColdStorageFault.Explain(e) ?? OfFiles(e)
        ?? OfBinding(e))?.Message ?? Frames(e);

    /// <summary>Explains why the web server could not listen.</summary>
    public static WrongSettingException OfListening(Exception e) => new("Urls", Cause(e) switch
    {
        AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            "names a port on which another process listens: end that process, or choose another port, as in --Urls=http://localhost:5081",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "names a port that this user may not open: choose one above 1023",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable }
            => "names an address that this machine does not have: choose one of its own, or http://*:5080 for all",
        CryptographicException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException =>
            "asks for https, and the certificate in Kestrel:Certificates or Kestrel:Endpoints cannot be read: check its Path and Password",
        var cause => $"or a setting of Kestrel's cannot be listened with ({cause.GetType().Name}): for https, name a certificate in "
            + "Kestrel:Certificates:Default:Path, and its Password",
    });

    /// <summary>After the settings are read, a start touches only files of the data folder.</summary>
    private static WrongSettingException? OfFiles(Exception e) => e is IOException or UnauthorizedAccessException
        ? DataDirectory.Unusable(e) : null;

    /// <summary>The framework reads its own sections only when it uses them.</summary>
    private static WrongSettingException? OfBinding(Exception e) =>
        e.StackTrace?.Contains("Microsoft.Extensions.Configuration", StringComparison.Ordinal) == true
        ? new("A setting below Logging or Kestrel", "has a value of the wrong kind: compare it with .NET's documentation, or remove it")
        : null;

    private static Exception Cause(Exception e) => e is AddressInUseException or SocketException or { InnerException: null } ? e
        : Cause(e.InnerException);

    private static string Frames(Exception? e)
    {
        var text = Unexpected;
        for (; e is not null; e = e.InnerException)
            text += $"{Environment.NewLine}{e.GetType().FullName}{Environment.NewLine}{e.StackTrace}";
        return text;
    }
}

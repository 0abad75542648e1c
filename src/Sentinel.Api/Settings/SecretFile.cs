using System.Text;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>One line that is secret, in a file of the data folder that only this user can read.</summary>
internal static class SecretFile
{
    /// <summary>
    /// The line. Null where there is no file or it is empty, or holds the zeros that some file systems leave after a power failure: earlier
    /// versions filled the file after making it, and a crash in between left nothing in it.
    /// </summary>
    /// <exception cref="WrongSettingException">
    /// The file cannot be read, or holds something else; the message names it and the remedy.
    /// </exception>
    public static string? Read(string path, Func<string, bool> isValid, string remedy)
    {
        string text;
        try
        {
            if (!File.Exists(path))
                return null;
            text = File.ReadAllText(path).Trim().Trim('\0').Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongSettingException($"The file {path}", $"cannot be read: {remedy}");
        }

        if (text.Length > 0 && !isValid(text))
            throw new WrongSettingException($"The file {path}", $"does not hold what it should: {remedy}");
        return text.Length == 0 ? null : text;
    }

    public static void Write(string path, string line) =>
        WholeFile.Write(path, secret: true, file => file.Write(Encoding.UTF8.GetBytes(line + "\n")));
}

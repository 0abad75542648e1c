using System.Globalization;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>
/// Reads settings by their names. What is wrong is refused by its name and with the remedy, and never with its value: the framework's own
/// readers quote the value in their exceptions. A blank value is as none.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    /// <summary>Null where there is none.</summary>
    public string? Text(string name) => string.IsNullOrWhiteSpace(configuration[name]) ? null : configuration[name];

    public bool Has(string name) => Text(name) is not null;

    /// <exception cref="WrongSettingException">It is neither true nor false.</exception>
    public bool Switch(string name, bool otherwise) => Text(name) is not { } text ? otherwise : bool.TryParse(text, out var on) ? on
        : throw new WrongSettingException(name, "must be true or false");

    /// <exception cref="WrongSettingException">It is no number, or out of its range.</exception>
    public int Whole(string name, int otherwise, int least, int most, string unit = "a whole number") =>
        Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
        : throw new WrongSettingException(name, string.Create(CultureInfo.InvariantCulture, $"must be {unit} from {least} to {most}"));

    /// <exception cref="WrongSettingException">It is no number, or out of its range.</exception>
    public TimeSpan Seconds(string name, double otherwise, double least, double most) => TimeSpan.FromSeconds(
        Text(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
        : throw new WrongSettingException(name, string.Create(CultureInfo.InvariantCulture, $"must be seconds from {least} to {most}")));

    /// <exception cref="WrongSettingException">It is no number from 0 to 1.</exception>
    public double Share(string name, double otherwise) => Text(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share
        : throw new WrongSettingException(name, "must be a share from 0 to 1, as in 0.001");

    /// <summary>One of these words, in any case; the first where there is none.</summary>
    /// <exception cref="WrongSettingException">It is another word.</exception>
    public string Choice(string name, params string[] choices)
    {
        var value = Text(name) ?? choices[0];
        return choices.FirstOrDefault(choice => choice.Equals(value, StringComparison.OrdinalIgnoreCase))
            ?? throw new WrongSettingException(name, $"must be one of {string.Join(", ", choices)}");
    }

    /// <summary>A list in JSON, or in one value with commas as environment variables have it.</summary>
    public IEnumerable<string> List(string name)
    {
        var section = configuration.GetSection(name);
        var values = section.Value is { } value ? [value] : section.GetChildren().Select(child => child.Value ?? "");
        return values.SelectMany(text =>
            text.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
    }

    public IEnumerable<IConfigurationSection> Children(string name) => configuration.GetSection(name).GetChildren();

    /// <summary>A value that a reader of its own understands; null where there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="read">Throws a <see cref="FormatException"/> whose words follow the name and quote nothing.</param>
    /// <exception cref="WrongSettingException">It was not understood.</exception>
    public T? Read<T>(string name, Func<string, T> read)
        where T : class
    {
        if (Text(name) is not { } text)
            return null;
        try
        {
            return read(text);
        }
        catch (FormatException e)
        {
            throw new WrongSettingException(name, e.Message);
        }
    }

    /// <summary>What is read from the file of this name; null where there is no such setting.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="read">Any exception that it throws means that the file is of another kind.</param>
    /// <param name="remedy">Which file it should be.</param>
    /// <exception cref="WrongSettingException">The file is not there, may not be read, or is of another kind.</exception>
    public T? File<T>(string name, Func<string, T> read, string remedy)
        where T : class
    {
        if (Text(name) is not { } file)
            return null;
        try
        {
            // Not every reader says that a file is missing.
            return System.IO.File.Exists(file) ? read(file) : throw new FileNotFoundException();
        }
        catch (Exception e) when (e is not (WrongSettingException or OutOfMemoryException))
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e is UnauthorizedAccessException
                ? "this user may not read it" : "the file is of another kind, or damaged";
            throw new WrongSettingException(name, $"cannot be used, {why}: {remedy}");
        }
    }
}

namespace Sentinel.Simulation;

/// <summary>
/// A library for "human typing": delays uniform over a range, longer ones after spaces and punctuation, a wrong key now and then, noticed
/// after a fixed delay and taken back.
/// </summary>
internal sealed class LibraryTypist : ITypist
{
    public IEnumerable<KeyStroke> Type(string text, Dice dice)
    {
        var (least, most, errors) = (dice.Between(50, 90), dice.Between(140, 220), dice.Between(0.01, 0.05));
        var now = 0.0;
        foreach (var key in text)
        {
            if (char.IsLetter(key) && dice.Chance(errors))
            {
                yield return Stroke((char)('a' + dice.Whole(0, 25)));
                now += 200;
                yield return Stroke(Keyboard.Backspace);
            }

            yield return Stroke(key);
            now += key is ' ' or '.' or ',' ? dice.Between(80, 250) : 0;
        }

        KeyStroke Stroke(char key)
        {
            var down = now;
            now += dice.Between(least, most);
            return new(key, down, down + dice.Between(30, 80));
        }
    }
}

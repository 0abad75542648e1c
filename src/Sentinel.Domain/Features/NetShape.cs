namespace Sentinel.Domain.Features;

/// <summary>
/// The sizes of a <see cref="GatedNet"/>, and where its weights are: rows of the classes, of the inputs and of the state, each for the
/// reset, the update and the candidate of every unit; then the candidate's bias and the read-out, which is a score or what the net's owner
/// makes of it.
/// </summary>
/// <param name="Classes">Rows for what a step is, such as a key's group.</param>
/// <param name="Inputs">Numbers of a step.</param>
/// <param name="Units">Units of the state.</param>
public readonly record struct NetShape(int Classes, int Inputs, int Units)
{
    /// <summary>The gates of all units.</summary>
    public int Gates => 3 * Units;

    public int OfInput => Classes * Gates;

    public int OfState => OfInput + (Inputs * Gates);

    public int OfBias => OfState + (Units * Gates);

    /// <summary>Where the read-out begins.</summary>
    public int OfReadOut => OfBias + Units;

    /// <summary>A score's weights of the values.</summary>
    public int OfScore => OfReadOut;

    /// <summary>A score's weights of the squares.</summary>
    public int OfSquare => OfScore + Units;

    public int Offset => OfSquare + Units;

    /// <summary>The number of weights with a score.</summary>
    public int Size => Offset + 1;
}

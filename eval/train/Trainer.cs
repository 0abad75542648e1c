using System.Runtime.InteropServices;

namespace Sentinel.Train;

/// <summary>
/// Fits a net by Adam (Kingma and Ba 2015), with a seed and a fixed number of steps: every run gives the same weights, also one that was
/// stopped and went on.
/// </summary>
/// <typeparam name="TNet">The net.</typeparam>
internal sealed class Trainer<TNet>
    where TNet : Recurrent
{
    /// <summary>Sequences of one step.</summary>
    private const int Batch = 128;
    private const int Threads = 2;
    private const double Rate = 3e-3;
    private const int Told = 1_000;

    private readonly TNet[] gradients;
    private readonly float[] weights;
    private readonly float[] first;
    private readonly float[] second;

    /// <summary>A file that is written now and then, from which an interrupted run goes on; empty for none.</summary>
    public string Checkpoint { get; init; } = "";

    /// <param name="make">Makes a net with its gradient.</param>
    /// <param name="units">The net's units.</param>
    /// <param name="seed">Of the first weights.</param>
    public Trainer(Func<TNet> make, int units, int seed)
    {
        gradients = [.. Enumerable.Range(0, Threads).Select(_ => make())];
        var (random, spread) = (new Random(seed), 1 / Math.Sqrt(units));
        weights = [.. Enumerable.Range(0, gradients[0].Size).Select(_ => (float)(((2 * random.NextDouble()) - 1) * spread))];
        (first, second) = (new float[weights.Length], new float[weights.Length]);
    }

    /// <param name="add">Adds a sequence to a gradient, by its number.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="progress">Is told the step and the mean loss now and then.</param>
    public float[] Fit(Action<TNet, float[], int> add, int steps, Action<int, double> progress) =>
        Fit(Batch, (each, now, step) => each((net, i) => add(net, now, (step * Batch) + i)), steps, progress);

    /// <param name="batch">The number of sequences of one step.</param>
    /// <param name="sum">
    /// Adds a step's sequences to the gradients. What it is given does something for each sequence, half on each thread, and ends when all
    /// is done.
    /// </param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="progress">Is told the step and the mean loss now and then.</param>
    public float[] Fit(int batch, Action<Action<Action<TNet, int>>, float[], int> sum, int steps, Action<int, double> progress)
    {
        var loss = 0.0;
        for (var step = Resumed(steps); step < steps; step++)
        {
            foreach (var one in gradients)
                one.Clear();
            sum(what => Each(batch, what), weights, step);
            Move(step, batch, Rate * Math.Max(0.02, 1 - (step / (double)steps)));
            loss += gradients.Sum(one => one.Loss) / batch;
            if ((step + 1) % Told != 0)
                continue;
            progress(step + 1, loss / Told);
            loss = 0;
            Keep(step + 1, steps);
        }

        return weights;
    }

    private void Keep(int step, int steps)
    {
        if (Checkpoint.Length == 0)
            return;
        using (var writer = new BinaryWriter(File.Create(Checkpoint + ".new")))
        {
            writer.Write(steps);
            writer.Write(step);
            foreach (var numbers in new[] { weights, first, second })
                writer.Write(MemoryMarshal.AsBytes<float>(numbers));
        }

        File.Move(Checkpoint + ".new", Checkpoint, overwrite: true);
    }

    /// <summary>Reads the checkpoint of a run with as many steps; the step to go on with.</summary>
    private int Resumed(int steps)
    {
        if (!File.Exists(Checkpoint))
            return 0;
        using var reader = new BinaryReader(File.OpenRead(Checkpoint));
        if (reader.BaseStream.Length != (2 * sizeof(int)) + (3L * sizeof(float) * weights.Length) || reader.ReadInt32() != steps)
            throw new InvalidOperationException($"{Checkpoint} is of another run: delete it, or name another file.");
        var step = reader.ReadInt32();
        foreach (var numbers in new[] { weights, first, second })
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return step;
    }

    private void Each(int batch, Action<TNet, int> what) => Task.WaitAll([.. gradients.Select((net, thread) => Task.Run(() =>
    {
        for (var i = thread; i < batch; i += Threads)
            what(net, i);
    }))]);

    private void Move(int step, int batch, double rate)
    {
        var (ones, twos) = (1 - Math.Pow(0.9, step + 1), 1 - Math.Pow(0.999, step + 1));
        for (var i = 0; i < weights.Length; i++)
        {
            var gradient = 0f;
            foreach (var one in gradients)
                gradient += one.Sums[i];
            gradient = Math.Clamp(gradient / batch, -1, 1);
            first[i] = (0.9f * first[i]) + (0.1f * gradient);
            second[i] = (0.999f * second[i]) + (0.001f * gradient * gradient);
            weights[i] -= (float)(rate * (first[i] / ones) / (Math.Sqrt(second[i] / twos) + 1e-8));
        }
    }
}

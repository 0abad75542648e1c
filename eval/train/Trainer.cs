namespace Sentinel.Train;

/// <summary>Fits a net by Adam (Kingma and Ba 2015), with a seed and a fixed number of steps: every run gives the same weights.</summary>
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
    public float[] Fit(Action<TNet, float[], int> add, int steps, Action<int, double> progress)
    {
        var loss = 0.0;
        for (var step = 0; step < steps; step++)
        {
            Task.WaitAll([.. Enumerable.Range(0, Threads).Select(thread => Task.Run(() => Sum(add, step, thread)))]);
            Move(step, Rate * Math.Max(0.02, 1 - (step / (double)steps)));
            loss += gradients.Sum(one => one.Loss) / Batch;
            if ((step + 1) % Told != 0)
                continue;
            progress(step + 1, loss / Told);
            loss = 0;
        }

        return weights;
    }

    private void Sum(Action<TNet, float[], int> add, int step, int thread)
    {
        gradients[thread].Clear();
        for (var i = thread; i < Batch; i += Threads)
            add(gradients[thread], weights, (step * Batch) + i);
    }

    private void Move(int step, double rate)
    {
        var (ones, twos) = (1 - Math.Pow(0.9, step + 1), 1 - Math.Pow(0.999, step + 1));
        for (var i = 0; i < weights.Length; i++)
        {
            var gradient = 0f;
            foreach (var one in gradients)
                gradient += one.Sums[i];
            gradient = Math.Clamp(gradient / Batch, -1, 1);
            first[i] = (0.9f * first[i]) + (0.1f * gradient);
            second[i] = (0.999f * second[i]) + (0.001f * gradient * gradient);
            weights[i] -= (float)(rate * (first[i] / ones) / (Math.Sqrt(second[i] / twos) + 1e-8));
        }
    }
}

namespace TrustPlatform.Cryptography.Tests;

/// <summary>SplitMix64: the same seed gives the same choices on every machine.</summary>
internal sealed class TestRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to <paramref name="exclusive"/> - 1.</summary>
    public int Next(int exclusive) => (int)(Next() % (ulong)exclusive);

    /// <summary>True in <paramref name="percent"/> of a hundred cases.</summary>
    public bool Chance(int percent) => Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>Each item with the chance.</summary>
    public List<T> Some<T>(IReadOnlyList<T> items, int percent) => [.. items.Where(_ => Chance(percent))];
}

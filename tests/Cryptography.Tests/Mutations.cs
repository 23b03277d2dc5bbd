namespace TrustPlatform.Cryptography.Tests;

/// <summary>Reproducible damage: the same seed gives the same mutations of the same bytes.</summary>
internal static class Mutations
{
    public static IEnumerable<byte[]> Of(byte[] original, int count, ulong seed)
    {
        var state = seed;
        for (var i = 0; i < count; i++)
        {
            var copy = original.ToArray();
            for (var changes = 1 + (int)(Next(ref state) % 4); changes > 0; changes--)
            {
                copy = Change(copy, ref state);
            }

            yield return copy;
        }
    }

    private static byte[] Change(byte[] bytes, ref ulong state)
    {
        if (bytes.Length < 8)
        {
            return bytes;
        }

        var at = (int)(Next(ref state) % (ulong)bytes.Length);
        switch (Next(ref state) % 6)
        {
            case 0:
                bytes[at] ^= (byte)(1 << (int)(Next(ref state) % 8));
                return bytes;
            case 1:
                bytes[at] = (byte)Next(ref state);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                // A run repeated elsewhere: lengths and nesting go wrong together.
                var length = (int)(Next(ref state) % (ulong)Math.Min(64, bytes.Length - at));
                var to = (int)(Next(ref state) % (ulong)(bytes.Length - length));
                bytes.AsSpan(at, length).ToArray().CopyTo(bytes, to);
                return bytes;
            case 4:
                ReadOnlySpan<byte> evil = [0x00, 0x7F, 0x80, 0x81, 0x84, 0xFF, 0x30, 0x31, 0xA0, 0x24, 0x1F];
                bytes[at] = evil[(int)(Next(ref state) % (ulong)evil.Length)];
                return bytes;
            default:
                return [.. bytes.AsSpan(0, at), (byte)Next(ref state), .. bytes.AsSpan(at)];
        }
    }

    /// <summary>SplitMix64.</summary>
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

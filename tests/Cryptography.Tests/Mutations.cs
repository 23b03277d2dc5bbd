namespace TrustPlatform.Cryptography.Tests;

/// <summary>Reproducible damage: the same seed gives the same mutations of the same bytes.</summary>
internal static class Mutations
{
    public static IEnumerable<byte[]> Of(byte[] original, int count, ulong seed)
    {
        var random = new TestRandom(seed);
        for (var i = 0; i < count; i++)
        {
            var copy = original.ToArray();
            for (var changes = 1 + random.Next(4); changes > 0; changes--)
            {
                copy = Change(copy, random);
            }

            yield return copy;
        }
    }

    private static byte[] Change(byte[] bytes, TestRandom random)
    {
        if (bytes.Length < 8)
        {
            return bytes;
        }

        var at = random.Next(bytes.Length);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next();
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                // A run repeated elsewhere: lengths and nesting go wrong together.
                var length = random.Next(Math.Min(64, bytes.Length - at));
                var to = random.Next(bytes.Length - length);
                bytes.AsSpan(at, length).ToArray().CopyTo(bytes, to);
                return bytes;
            case 4:
                ReadOnlySpan<byte> evil = [0x00, 0x7F, 0x80, 0x81, 0x84, 0xFF, 0x30, 0x31, 0xA0, 0x24, 0x1F];
                bytes[at] = evil[random.Next(evil.Length)];
                return bytes;
            default:
                return [.. bytes.AsSpan(0, at), (byte)random.Next(), .. bytes.AsSpan(at)];
        }
    }
}

using CsCheck;

namespace TrustPlatform.Evidence.Tests;

public sealed class EventChainTests
{
    private const string Stream = "con-aaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>
    /// Golden values, made with Python:
    /// sha256 over pack('&gt;I', len(f)) + f for f in label, stream, previous, pack('&gt;q', sequence), type, payload.
    /// </summary>
    [Fact]
    public void Hashes_are_the_documented_ones_for_ever()
    {
        var first = EventChain.Next(Stream, EventChain.Start, 1, "contract.created", "{\"title\":\"Hợp đồng số 1\"}"u8.ToArray());
        var second = EventChain.Next(Stream, first, 2, "contract.sent", default);

        Assert.Equal("f0961e89e049ab327056565e29a9d4538ac76926d09efec1c201142bf00bba15", Convert.ToHexStringLower(first));
        Assert.Equal("09a9451cd3c438a99228de37f5b3f025b80fc4aa03ce573c38ce2a72e34e474c", Convert.ToHexStringLower(second));
        Assert.Equal(new byte[32], EventChain.Start.ToArray());
    }

    [Fact]
    public void Octets_that_move_between_fields_change_the_hash() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 2, 20], Gen.Int[1, 19]).Sample((text, cut) =>
        {
            var at = Math.Min(cut, text.Length - 1);
            var whole = EventChain.Next(Stream, EventChain.Start, 1, text, default);
            var split = EventChain.Next(Stream, EventChain.Start, 1, text[..at], System.Text.Encoding.UTF8.GetBytes(text[at..]));
            Assert.NotEqual(whole, split);
        });

    [Fact]
    public void Every_field_counts()
    {
        byte[] payload = [1, 2, 3];
        byte[][] hashes =
        [
            EventChain.Next(Stream, EventChain.Start, 1, "a", payload),
            EventChain.Next("con-b", EventChain.Start, 1, "a", payload),
            EventChain.Next(Stream, Enumerable.Repeat((byte)1, 32).ToArray(), 1, "a", payload),
            EventChain.Next(Stream, EventChain.Start, 2, "a", payload),
            EventChain.Next(Stream, EventChain.Start, 1, "b", payload),
            EventChain.Next(Stream, EventChain.Start, 1, "a", new byte[] { 1, 2, 4 }),
        ];

        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Malformed_links_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => EventChain.Next("", EventChain.Start, 1, "a", default));
        Assert.ThrowsAny<ArgumentException>(() => EventChain.Next(Stream, new byte[31], 1, "a", default));
        Assert.ThrowsAny<ArgumentException>(() => EventChain.Next(Stream, EventChain.Start, 0, "a", default));
        Assert.ThrowsAny<ArgumentException>(() => EventChain.Next(Stream, EventChain.Start, 1, "", default));
    }
}

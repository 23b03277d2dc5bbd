namespace TrustPlatform.Pki.Tests;

public sealed class SerialNumbersTests
{
    [Fact]
    public void A_hundred_thousand_are_17_octets_with_128_even_bits_and_none_repeats()
    {
        const int count = 100_000;
        var ones = new int[128];
        HashSet<string> seen = new(count);
        for (var i = 0; i < count; i++)
        {
            var serial = SerialNumbers.Create(0x21);
            Assert.Equal(17, serial.Length);
            Assert.Equal(0x21, serial[0]);
            Assert.True(seen.Add(Convert.ToHexString(serial)));
            for (var bit = 0; bit < 128; bit++)
            {
                ones[bit] += (serial[1 + (bit / 8)] >> (bit % 8)) & 1;
            }
        }

        // Six standard deviations of a fair coin.
        var limit = 6 * Math.Sqrt(count / 4.0);
        Assert.All(ones, n => Assert.InRange(n, (count / 2.0) - limit, (count / 2.0) + limit));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void A_prefix_that_would_add_or_take_an_octet_is_refused(byte prefix) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SerialNumbers.Create(prefix));
}

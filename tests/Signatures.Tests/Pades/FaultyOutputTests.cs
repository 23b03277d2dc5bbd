using TrustPlatform.Signatures.Pades;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>What the output does wrong is told; it is never taken for a signed file, and the input stays as it was.</summary>
public sealed class FaultyOutputTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("while the input is copied", 400)]
    [InlineData("while the update is appended", 3000)]
    public async Task A_full_disk_ends_the_signing(string when, int capacity)
    {
        using var signer = authority.Signer("Ký");
        using var laid = await Requests.LaidAsync(Requests.A4());
        var before = laid.ToArray();
        Assert.True(capacity < before.Length == (when == "while the input is copied"), "the row names another moment");
        using var disk = new FaultyStream { Capacity = capacity };

        var failure = await Assert.ThrowsAsync<IOException>(() => PadesSigner.SignAsync(laid, disk, Request(signer), Cancel));

        Assert.Equal("The disk is full.", failure.Message);
        Assert.Equal(before, laid.ToArray());
    }

    [Fact]
    public async Task An_output_that_keeps_other_bytes_than_it_was_given_is_noticed()
    {
        using var signer = authority.Signer("Ký");
        using var laid = await Requests.LaidAsync(Requests.A4());
        using var disk = new FaultyStream { FlippedAt = laid.Length + 100 };

        var failure = await Assert.ThrowsAsync<IOException>(() => PadesSigner.SignAsync(laid, disk, Request(signer), Cancel));

        Assert.Contains("read back", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_grows_while_it_is_read_is_noticed()
    {
        using var signer = authority.Signer("Ký");
        using var laid = await Requests.LaidAsync(Requests.A4());
        using var growing = new GrowingStream(laid.ToArray());
        using var output = new MemoryStream();

        var failure = await Assert.ThrowsAsync<IOException>(() => PadesSigner.SignAsync(growing, output, Request(signer), Cancel));

        Assert.Contains("changed its length", failure.Message, StringComparison.Ordinal);
        Assert.Empty(signer.Digests);
    }

    private PadesSigningRequest Request(TestSigner signer) => Requests.Of(signer, "A", authority) with { Appearance = null };

    /// <summary>A disk that is full at some length, or keeps one byte wrongly.</summary>
    private sealed class FaultyStream : MemoryStream
    {
        public new long Capacity { get; init; } = long.MaxValue;

        public long FlippedAt { get; init; } = -1;

        /// <summary>The other ways of writing lead here.</summary>
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Position + count > Capacity)
            {
                throw new IOException("The disk is full.");
            }

            var start = Position;
            base.Write(buffer, offset, count);
            if (FlippedAt >= start && FlippedAt < Position)
            {
                GetBuffer()[FlippedAt] ^= 1;
            }
        }
    }

    /// <summary>One byte longer when it is read from its start for the second time: first it is parsed, then copied.</summary>
    private sealed class GrowingStream(byte[] bytes) : MemoryStream(bytes)
    {
        private bool _isParsed;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_isParsed && Position == Length)
            {
                _isParsed = true;
                buffer.Span[0] = (byte)'\n';
                return ValueTask.FromResult(1);
            }

            return ValueTask.FromResult(Read(buffer.Span));
        }
    }
}

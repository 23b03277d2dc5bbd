using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Cryptography.Cms;

/// <summary>
/// Lets BouncyCastle's structure builders sign with an <see cref="ISigningKey"/>: the platform hashes, the key signs
/// the digest.
/// </summary>
internal sealed class SigningKeySignatureFactory(ISigningKey key) : ISignatureFactory
{
    public object AlgorithmDetails { get; } = AlgorithmIdentifierOf(key.Algorithm);

    public IStreamCalculator<IBlockResult> CreateCalculator() => new Calculator(key);

    /// <summary>The AlgorithmIdentifier of a signature (RFC 5758 for ECDSA, RFC 4055 for RSA).</summary>
    internal static AlgorithmIdentifier AlgorithmIdentifierOf(SignatureAlgorithm algorithm) =>
        AlgorithmIdentifier.GetInstance(Asn1Object.FromByteArray(SignatureAlgorithmEncoding.Of(algorithm)));

    /// <summary>
    /// A stream that hashes and the calculator of the result at once. BouncyCastle closes the stream before it asks for
    /// the result, so the hash outlives the closing.
    /// </summary>
    private sealed class Calculator(ISigningKey key) : Stream, IStreamCalculator<IBlockResult>
    {
        private readonly IncrementalHash _hash =
            IncrementalHash.CreateHash(SignatureAlgorithmEncoding.HashOf(key.Algorithm));

        public Stream Stream => this;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public IBlockResult GetResult()
        {
            var digest = _hash.GetHashAndReset();
            _hash.Dispose();
            return new Signature(key.SignHash(digest));
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _hash.AppendData(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => _hash.AppendData(buffer);

        public override void WriteByte(byte value) => _hash.AppendData([value]);
    }

    private sealed class Signature(byte[] value) : IBlockResult
    {
        public byte[] Collect() => value;

        public int Collect(byte[] destination, int offset)
        {
            value.CopyTo(destination, offset);
            return value.Length;
        }

        public int Collect(Span<byte> destination)
        {
            value.CopyTo(destination);
            return value.Length;
        }

        public int GetMaxResultLength() => value.Length;
    }
}

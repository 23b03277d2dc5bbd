using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Timestamps;

/// <summary>
/// An RFC 3161 TimeStampToken; BER is accepted, the bytes are kept as they came. Immutable, thread-safe.
/// </summary>
public sealed partial class TimeStampToken
{
    private const string Clause = "RFC 3161, 2.4.2";

    private TimeStampToken(CmsSignedData signedData, TstInfo info)
    {
        SignedData = signedData;
        Info = info;
    }

    /// <summary>The signed data of the token.</summary>
    public CmsSignedData SignedData { get; }

    /// <summary>The encoding as it came.</summary>
    public ReadOnlyMemory<byte> Encoded => SignedData.Encoded;

    /// <summary>The time that the token proves.</summary>
    public DateTimeOffset GenTime => Info.GenTime;

    /// <summary>Serial number, upper-case hexadecimal.</summary>
    public string SerialNumber => Info.SerialNumber;

    /// <summary>Object identifier of the TSA's policy.</summary>
    public string Policy => Info.Policy;

    /// <summary>Hash of the imprint. Its name is the object identifier where the hash is not known.</summary>
    public HashAlgorithmName HashAlgorithm => Info.HashAlgorithm;

    /// <summary>The hashed message.</summary>
    public ReadOnlyMemory<byte> MessageImprint => Info.MessageImprint;

    /// <summary>Certificates carried in the token.</summary>
    public IReadOnlyList<Certificate> Certificates => SignedData.Certificates;

    /// <summary>accuracy as one span; null where absent.</summary>
    public TimeSpan? Accuracy => Info.Accuracy;

    /// <summary>The nonce of the request; null where absent.</summary>
    public BigInteger? Nonce => Info.Nonce;

    /// <summary>ordering.</summary>
    public bool IsOrdered => Info.IsOrdered;

    private TstInfo Info { get; }

    /// <summary>Parses a token. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static TimeStampToken Parse(ReadOnlyMemory<byte> encoded)
    {
        var signedData = CmsSignedData.Parse(encoded);
        if (signedData.ContentType != Oids.TstInfo || signedData.Content is not { } content)
        {
            throw new CmsSyntaxException(Clause, "The content of a timestamp token is a TSTInfo.");
        }

        return new TimeStampToken(signedData, TstInfo.Parse(content));
    }

    private sealed record TstInfo
    {
        public required string Policy { get; init; }

        public required HashAlgorithmName HashAlgorithm { get; init; }

        public required ReadOnlyMemory<byte> MessageImprint { get; init; }

        public required string SerialNumber { get; init; }

        public required DateTimeOffset GenTime { get; init; }

        public TimeSpan? Accuracy { get; init; }

        public bool IsOrdered { get; init; }

        public BigInteger? Nonce { get; init; }

        public static TstInfo Parse(ReadOnlyMemory<byte> content) => Asn.ReadWhole(content, Clause, reader =>
        {
            var info = reader.ReadSequence();
            if (!info.TryReadInt32(out var version) || version != 1)
            {
                throw new CmsSyntaxException(Clause, "The version of a TSTInfo is 1.");
            }

            var policy = info.ReadObjectIdentifier();
            var imprint = info.ReadSequence();
            var algorithm = AlgorithmIdentifier.Read(imprint).ObjectIdentifier;
            var message = imprint.ReadOctetString();
            imprint.ThrowIfNotEmpty();
            var result = new TstInfo
            {
                Policy = policy,
                HashAlgorithm = HashAlgorithms.TryFromObjectIdentifier(algorithm, out var hash) ? hash : new(algorithm),
                MessageImprint = message,
                SerialNumber = Convert.ToHexString(info.ReadIntegerBytes().Span),
                GenTime = info.ReadGeneralizedTime().ToUniversalTime(),
                Accuracy = info.NextIs(Asn1Tag.Sequence) ? ReadAccuracy(info.ReadSequence()) : null,
                IsOrdered = info.NextIs(Asn1Tag.Boolean) && info.ReadBoolean(),
                Nonce = info.NextIs(Asn1Tag.Integer) ? info.ReadInteger() : null,
            };
            if (info.NextIs(Asn.Context0))
            {
                info.ReadEncodedValue();
            }

            var extensions = info.NextIs(Asn.Context1)
                ? X509Extension.ReadMany(info.ReadSequence(Asn.Context1), Clause)
                : [];
            info.ThrowIfNotEmpty();
            return extensions.Find(extension => extension.IsCritical) is { } unknown
                ? throw new CmsSyntaxException(Clause, $"The critical extension {unknown.ObjectIdentifier} is not known.")
                : result;
        });

        private static TimeSpan ReadAccuracy(AsnReader accuracy)
        {
            var seconds = accuracy.NextIs(Asn1Tag.Integer) ? Number(accuracy, Asn1Tag.Integer, int.MaxValue) : 0;
            var milliseconds = accuracy.NextIs(Asn.Context0) ? Number(accuracy, Asn.Context0, 999) : 0;
            var microseconds = accuracy.NextIs(Asn.Context1) ? Number(accuracy, Asn.Context1, 999) : 0;
            accuracy.ThrowIfNotEmpty();
            return TimeSpan.FromSeconds(seconds) + TimeSpan.FromMilliseconds(milliseconds)
                + TimeSpan.FromMicroseconds(microseconds);
        }

        private static int Number(AsnReader reader, Asn1Tag tag, int maximum) =>
            reader.TryReadInt32(out var value, tag) && value >= 0 && value <= maximum
                ? value
                : throw new CmsSyntaxException(Clause, "A part of the accuracy is out of range.");
    }
}

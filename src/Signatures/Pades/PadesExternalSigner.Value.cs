using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Pades;

/// <summary>A signature whose key is elsewhere and signs a digest, while the CMS is made here.</summary>
public sealed record PadesKeyPreparationRequest
{
    /// <summary>An empty signature field of the file.</summary>
    public required string FieldName { get; init; }

    /// <summary>How the key signs.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }

    /// <summary>The signer's certificate.</summary>
    public required Certificate Certificate { get; init; }

    /// <summary>The rest of the chain, carried in the signature.</summary>
    public IReadOnlyList<Certificate> Chain { get; init; } = [];

    /// <summary>Written as /M (12.8.1).</summary>
    public required DateTimeOffset SigningTime { get; init; }

    /// <summary>Written as /Name; null leaves it out.</summary>
    public string? SignerName { get; init; }

    /// <summary>Written as /Reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Drawn in the field's rectangle; null leaves the field without an appearance.</summary>
    public SignatureAppearance? Appearance { get; init; }

    /// <summary>Certifies the document (12.8.2.2); null makes an approval signature.</summary>
    public CertificationPermission? Certification { get; init; }

    /// <summary>Bytes kept for a signature timestamp; 0 when none will be added.</summary>
    public int TimestampRoom { get; init; }
}

public static partial class PadesExternalSigner
{
    /// <summary>
    /// Copies the input and appends a revision that is complete but for the signature value. The state that is returned and the
    /// output are all that is needed to go on, by another process too. Deterministic.
    /// </summary>
    public static async Task<PendingSignature> PrepareAsync(
        Stream input, Stream output, PadesKeyPreparationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var key = new GivenValueKey(request.Algorithm, request.Certificate, value: null);
        var room = SignatureRoom.Of(request.Algorithm, request.Certificate, request.Chain) + request.TimestampRoom;
        var prepared = await PrepareAsync(
            input, output,
            new PadesPreparationRequest
            {
                FieldName = request.FieldName,
                Hash = SignatureDetails.HashOf(request.Algorithm),
                Room = SignatureRoom.Round(room),
                SigningTime = request.SigningTime,
                SignerName = request.SignerName,
                Reason = request.Reason,
                Appearance = request.Appearance,
                Certification = request.Certification,
                HasTimestamp = request.TimestampRoom > 0,
            },
            cancellationToken);
        Assemble(key, prepared.Digest, request.Certificate, request.Chain);
        return new()
        {
            FieldName = request.FieldName,
            Algorithm = request.Algorithm,
            Certificate = request.Certificate.RawData,
            Chain = [.. request.Chain.Select(certificate => certificate.RawData)],
            ContentDigest = prepared.Digest,
            DigestToSign = key.Digest,
        };
    }

    /// <summary>
    /// Puts the signature value into the prepared file, in its place, with a signature timestamp where a source is given. A value
    /// that is not of the certificate's key over <see cref="PendingSignature.DigestToSign"/>, and a file that changed in between,
    /// are refused; nothing is written then.
    /// </summary>
    /// <param name="file">The prepared file; seekable, readable and writable.</param>
    /// <param name="pending">What <c>PrepareAsync</c> gave.</param>
    /// <param name="signatureValue">What the key made; for ECDSA in DER (RFC 3279, 2.2.3).</param>
    /// <param name="timestamps">Where a timestamp comes from (B-T); null for B-B.</param>
    /// <param name="cancellationToken">Cancels before the writing.</param>
    public static async Task CompleteAsync(
        Stream file, PendingSignature pending, ReadOnlyMemory<byte> signatureValue, ITimestampSource? timestamps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pending);
        Certificate certificate;
        List<Certificate> chain;
        try
        {
            certificate = Certificate.Parse(pending.Certificate.Span);
            chain = [.. pending.Chain.Select(encoded => Certificate.Parse(encoded.Span))];
        }
        catch (CmsSyntaxException exception)
        {
            throw new PadesRefusedException(PadesRefusal.NotPrepared, "The kept state has a certificate that cannot be read.", exception);
        }

        using var key = new GivenValueKey(pending.Algorithm, certificate, signatureValue);
        var cms = Assemble(key, pending.ContentDigest, certificate, chain);
        if (!key.Digest.Span.SequenceEqual(pending.DigestToSign.Span) || !cms.Verify(pending.ContentDigest.Span).IsIntact)
        {
            throw new PadesRefusedException(
                PadesRefusal.SignatureForOtherBytes, "The signature value is not one of the certificate's key over this document.");
        }

        if (timestamps is not null)
        {
            cms = cms.WithSignatureTimestamp(
                await timestamps.TimestampAsync(SHA256.HashData(cms.SignatureValue.Span), cancellationToken));
        }

        await CompleteAsync(file, pending.FieldName, cms.Encoded, cancellationToken);
    }

    private static CmsSignedData Assemble(
        GivenValueKey key, ReadOnlyMemory<byte> digest, Certificate certificate, IReadOnlyList<Certificate> chain) =>
        CmsSignedData.Sign(new() { ContentDigest = digest, Key = key, Certificate = certificate, Chain = chain });

    /// <summary>Stands in for the key elsewhere: remembers what it would sign, and gives the value that came from there.</summary>
    private sealed class GivenValueKey(SignatureAlgorithm algorithm, Certificate certificate, ReadOnlyMemory<byte>? value) : ISigningKey
    {
        public SignatureAlgorithm Algorithm => algorithm;

        public ReadOnlyMemory<byte> SubjectPublicKeyInfo => certificate.SubjectPublicKeyInfo;

        public ReadOnlyMemory<byte> Digest { get; private set; }

        public byte[] SignHash(ReadOnlySpan<byte> hash)
        {
            Digest = hash.ToArray();
            return value is { } given ? given.ToArray() : [0];
        }

        public void Dispose()
        {
            // The key is elsewhere.
        }
    }
}

using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Pades;

/// <summary>A signature whose key is elsewhere and signs a digest, while the CMS is made here.</summary>
public sealed record PadesKeyPreparationRequest : PadesCmsRequest
{
    /// <summary>How the key signs.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }

    /// <summary>Bytes kept for a signature timestamp; 0 when none will be added.</summary>
    public int TimestampRoom { get; init; }

    internal override SignatureAlgorithm SignatureAlgorithm => Algorithm;

    internal override bool WillHaveTimestamp => TimestampRoom > 0;
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
        request.Require();
        var room = SignatureRoom.Round(SignatureRoom.Of(request) + request.TimestampRoom);
        var prepared = await PrepareAsync(input, output, request, room, cancellationToken);
        using var key = new GivenValueKey(request.Algorithm, request.Certificate, value: null);
        request.Sign(key, prepared.Digest);
        return new()
        {
            FieldName = request.FieldName,
            Algorithm = request.Algorithm,
            Certificate = request.Certificate.RawData,
            Chain = [.. request.Chain.Select(certificate => certificate.RawData)],
            Commitment = request.Commitment,
            ClaimedRoles = request.ClaimedRoles,
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
        var cms = CmsSignedData.Sign(new()
        {
            ContentDigest = pending.ContentDigest,
            Key = key,
            Certificate = certificate,
            Chain = chain,
            Commitment = pending.Commitment,
            ClaimedRoles = pending.ClaimedRoles,
        });
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

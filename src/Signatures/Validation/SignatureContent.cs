using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Validation;

/// <summary>What /Contents of a signature holds, by the encoding that /SubFilter names (ISO 32000-2, 12.8.3).</summary>
internal sealed record SignatureContent
{
    /// <summary>The SignedData; that of the token for a timestamp, null where there is none to be read.</summary>
    public CmsSignedData? Cms { get; private init; }

    /// <summary>The token of a document timestamp.</summary>
    public TimeStampToken? Token { get; private init; }

    /// <summary>The hash over the covered bytes; null where it is not known.</summary>
    public HashAlgorithmName? Hash { get; private init; }

    /// <summary>The PKCS#1 signature of the obsolete adbe.x509.rsa_sha1.</summary>
    public ReadOnlyMemory<byte> Pkcs1 { get; private init; }

    /// <summary>Why there is nothing to be checked; null where there is.</summary>
    public string? Problem { get; private init; }

    /// <summary>Something other than zeros follows the structure.</summary>
    public bool HasTrailingData { get; private init; }

    public static SignatureContent Read(SignatureFacts facts)
    {
        if (facts.Version.Dictionary.DuplicateKeys is [var twice, ..])
        {
            return new() { Problem = $"The signature dictionary has /{twice} twice." };
        }

        if (ByteRangeCoverage.Contents(facts.Version) is not { } contents)
        {
            return new() { Problem = "/Contents is missing or no string." };
        }

        if (contents.Bytes.Span.IndexOfAnyExcept((byte)0) < 0)
        {
            return new() { Problem = "/Contents holds nothing." };
        }

        try
        {
            return Read(facts.SubFilter, contents);
        }
        catch (CmsSyntaxException exception)
        {
            return new() { Problem = exception.Message };
        }
    }

    /// <summary>A SignedData in a file of its own, over another file (EN 319 122-1, 4.4.2): each of its signers, or one problem.</summary>
    public static IReadOnlyList<SignatureContent> ReadDetached(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var cms = CmsSignedData.Parse(encoded);
            var problem = cms.Content is not null ? "The content is inside; only a detached signature is read."
                : cms.EncodedLength < encoded.Length ? "Something follows the signature in its file."
                : cms.Signers.Count == 0 ? "There is no signature."
                : null;
            return problem is null
                ? [.. cms.EachSigner().Select(one => new SignatureContent { Cms = one, Hash = one.Signers[0].Hash })]
                : [new() { Problem = problem }];
        }
        catch (CmsSyntaxException exception)
        {
            return [new() { Problem = exception.Message }];
        }
    }

    private static SignatureContent Read(string? subFilter, PdfString contents)
    {
        switch (subFilter)
        {
            case "ETSI.RFC3161":
                // The token is cut to its length first: what follows is padding, or reported.
                var timestamp = CmsSignedData.Parse(contents.Bytes);
                var token = TimeStampToken.Parse(timestamp.Encoded);
                return new() { Cms = timestamp, Token = token, Hash = token.HashAlgorithm, HasTrailingData = Trails(contents, timestamp) };
            case "ETSI.CAdES.detached" or "adbe.pkcs7.detached":
                var detached = CmsSignedData.Parse(contents.Bytes);
                return new()
                {
                    Cms = detached,
                    Hash = detached.Signers is [var signer, ..] ? signer.Hash : null,
                    Problem = detached.Content is null ? null : "A detached signature has content inside.",
                    HasTrailingData = Trails(contents, detached),
                };
            case "adbe.pkcs7.sha1":
                var attached = CmsSignedData.Parse(contents.Bytes);
                return new() { Cms = attached, Hash = HashAlgorithmName.SHA1, HasTrailingData = Trails(contents, attached) };
            case "adbe.x509.rsa_sha1":
                return new() { Pkcs1 = OctetString(contents.Bytes), Hash = HashAlgorithmName.SHA1 };
            default:
                return new() { Problem = $"The encoding {subFilter ?? "that /SubFilter should name"} is not known." };
        }
    }

    private static bool Trails(PdfString contents, CmsSignedData cms) =>
        contents.Bytes.Span[cms.EncodedLength..].IndexOfAnyExcept((byte)0) >= 0;

    private static ReadOnlyMemory<byte> OctetString(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return System.Formats.Asn1.AsnDecoder.ReadOctetString(bytes.Span, System.Formats.Asn1.AsnEncodingRules.BER, out _);
        }
        catch (System.Formats.Asn1.AsnContentException exception)
        {
            throw new CmsSyntaxException("ISO 32000-2, 12.8.3.2", "/Contents is no octet string.", inner: exception);
        }
    }
}

using System.Buffers;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// What no signature covers in the hole of the last one: the way its digits are written, and the certificates that it carries
/// along. Somebody who changes them changes no verdict of cryptography, but he changed the file, and it is told.
/// </summary>
internal static class UnprotectedBytes
{
    private static readonly SearchValues<byte> s_upper = SearchValues.Create("ABCDEF"u8);
    private static readonly SearchValues<byte> s_lower = SearchValues.Create("abcdef"u8);

    public static void Check(
        PdfDocument document, SignatureFacts facts, SignatureContent content, Certificate? signer, IReadOnlyList<Certificate> known,
        Judgement judgement)
    {
        if (content is not { Problem: null, Cms: { } cms })
        {
            return;
        }

        if (ByteRangeCoverage.Contents(facts.Version) is { IsHexadecimal: true, Offset: >= 0 } contents
            && HasMixedDigits(document, contents, cms.EncodedLength))
        {
            judgement.Doubt(
                ValidationRules.FormatDigits, SubIndication.SigConstraintsFailure, "The digits of /Contents are written in both cases.");
        }

        CheckEnvelope(cms, signer, known, judgement);
    }

    /// <summary>The part of it that every CMS has.</summary>
    public static void CheckEnvelope(CmsSignedData cms, Certificate? signer, IReadOnlyList<Certificate> known, Judgement judgement)
    {
        if (CmsEnvelope.FindFault(cms, signer) is { } fault)
        {
            judgement.Doubt(ValidationRules.FormatEnvelope, SubIndication.SigConstraintsFailure, fault);
        }

        if (cms.UnreadableCertificates > 0)
        {
            judgement.Doubt(
                ValidationRules.FormatCertificates, SubIndication.SigConstraintsFailure,
                $"{cms.UnreadableCertificates} of the certificates carried along cannot be read.");
        }

        foreach (var certificate in cms.Certificates)
        {
            if (IsDamaged(known.FirstOrDefault(certificate.Equals) ?? certificate, known))
            {
                judgement.Doubt(
                    ValidationRules.FormatCertificates, SubIndication.SigConstraintsFailure,
                    $"Certificate {certificate.SerialNumber}, carried along, is not what its issuer signed.");
            }
        }
    }

    private static bool HasMixedDigits(PdfDocument document, PdfString contents, int encodedLength)
    {
        var digits = document.ReadBytes(contents.Offset + 1, (int)Math.Min(2L * encodedLength, contents.EndOffset - contents.Offset - 2));
        return digits.Span.IndexOfAny(s_upper) >= 0 && digits.Span.IndexOfAny(s_lower) >= 0;
    }

    /// <summary>
    /// Its issuer is known and did not sign it; or no issuer is known, and another certificate says to be the same one.
    /// </summary>
    private static bool IsDamaged(Certificate certificate, IReadOnlyList<Certificate> known)
    {
        var issuers = known.Append(certificate)
            .Where(other => other.Subject.ToString() == certificate.Issuer.ToString() && MayBeIssuer(other, certificate)).ToList();
        return issuers.Count > 0
            ? !issuers.Exists(certificate.IsSignedBy)
            : known.Any(other => !other.RawData.Span.SequenceEqual(certificate.RawData.Span)
                && other.SerialNumber == certificate.SerialNumber);
    }

    /// <summary>A CA that was re-keyed under its name is another issuer: the key identifiers tell (RFC 5280, 4.2.1.1).</summary>
    private static bool MayBeIssuer(Certificate issuer, Certificate certificate) =>
        issuer.SubjectKeyIdentifier.IsEmpty
        || certificate.AuthorityKeyIdentifier?.KeyIdentifier is not { IsEmpty: false } identifier
        || issuer.SubjectKeyIdentifier.Span.SequenceEqual(identifier.Span);
}

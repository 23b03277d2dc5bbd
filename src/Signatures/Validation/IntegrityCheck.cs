using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Validation;

/// <summary>Cryptographic verification (EN 319 102-1, 5.2.7) and identification of the signing certificate (5.2.3).</summary>
internal sealed record IntegrityCheck(SignatureIntegrity Integrity, Certificate? Certificate)
{
    public static IntegrityCheck Run(
        SignatureFacts facts, SignatureContent content, byte[]? digest, IReadOnlyList<Certificate> others, Judgement judgement) =>
        Unreadable(content, digest, judgement) ?? facts.SubFilter switch
        {
            "adbe.x509.rsa_sha1" => RsaSha1(facts, content, digest!, judgement), // null is unreadable
            "adbe.pkcs7.sha1" => Attached(content.Cms!, digest!, others, judgement), // a content without problem has one
            "ETSI.RFC3161" => Timestamp(content, digest!, others, judgement), // likewise
            _ => Report(content.Cms!.Verify(digest, others), judgement), // likewise
        };

    /// <summary>The same for a signature that stands in a file of its own.</summary>
    public static IntegrityCheck RunDetached(
        SignatureContent content, byte[]? digest, IReadOnlyList<Certificate> others, Judgement judgement) =>
        Unreadable(content, digest, judgement) ?? Report(content.Cms!.Verify(digest, others), judgement); // no problem, so it has one

    private static IntegrityCheck? Unreadable(SignatureContent content, byte[]? digest, Judgement judgement)
    {
        if (content.Problem is { } problem)
        {
            judgement.Fail(ValidationRules.FormatCms, SubIndication.FormatFailure, problem);
            return new(SignatureIntegrity.Unreadable, null);
        }

        if (content.HasTrailingData)
        {
            judgement.Warn(ValidationRules.FormatPadding, "/Contents holds more than the signature and zeros.");
        }

        if (digest is null)
        {
            judgement.Fail(
                ValidationRules.Digest, SubIndication.SignedDataNotFound, "The covered bytes cannot be hashed: no such range, or no such hash.");
            return new(SignatureIntegrity.Unreadable, null);
        }

        return null;
    }

    private static IntegrityCheck Timestamp(
        SignatureContent content, byte[] digest, IReadOnlyList<Certificate> others, Judgement judgement)
    {
        var token = content.Token!; // read with this sub-filter
        var isOver = CryptographicOperations.FixedTimeEquals(token.MessageImprint.Span, digest);
        if (isOver)
        {
            judgement.Ok(ValidationRules.TimestampImprint, $"The imprint is the {token.HashAlgorithm.Name} digest of the covered bytes.");
        }
        else
        {
            judgement.Fail(ValidationRules.TimestampImprint, SubIndication.HashFailure, "The imprint is another digest than that of the covered bytes.");
        }

        var signature = Report(token.VerifySignature(others), judgement);
        return isOver ? signature : signature with { Integrity = SignatureIntegrity.Broken };
    }

    /// <summary>adbe.pkcs7.sha1: the signed content is the SHA-1 digest of the covered bytes (12.8.3.3.1).</summary>
    private static IntegrityCheck Attached(CmsSignedData cms, byte[] digest, IReadOnlyList<Certificate> others, Judgement judgement)
    {
        var isOver = cms.Content is { } content && CryptographicOperations.FixedTimeEquals(content.Span, digest);
        if (!isOver)
        {
            judgement.Fail(ValidationRules.Digest, SubIndication.HashFailure, "The signed content is another digest than that of the covered bytes.");
        }

        judgement.Warn(ValidationRules.FormatSubFilter, "adbe.pkcs7.sha1 binds the document by SHA-1.");
        var signature = Report(cms.VerifyEncapsulated(others), judgement);
        return isOver ? signature : signature with { Integrity = SignatureIntegrity.Broken };
    }

    /// <summary>adbe.x509.rsa_sha1 (12.8.3.2), deprecated since PDF 2.0: its mathematics is told, and it is refused.</summary>
    private static IntegrityCheck RsaSha1(SignatureFacts facts, SignatureContent content, byte[] digest, Judgement judgement)
    {
        judgement.Fail(ValidationRules.FormatSubFilter, SubIndication.FormatFailure, "adbe.x509.rsa_sha1 is obsolete and refused.");
        var certificate = CertificateOf(facts);
        if (certificate?.PublicKey is not { } key)
        {
            judgement.Doubt(ValidationRules.SigningCertificate, SubIndication.NoSigningCertificateFound, "/Cert holds no certificate.");
            return new(SignatureIntegrity.Unreadable, null);
        }

        var scheme = new SignatureScheme(Cryptography.Algorithms.SignatureKind.RsaPkcs1, HashAlgorithmName.SHA1);
        var outcome = SignatureVerifier.VerifyDigest(key, scheme, digest, content.Pkcs1.Span);
        if (outcome == SignatureOutcome.Valid)
        {
            judgement.Ok(ValidationRules.SignatureValue, "RSA with SHA-1 verifies.");
            return new(SignatureIntegrity.Intact, certificate);
        }

        judgement.Fail(ValidationRules.SignatureValue, SubIndication.HashFailure, $"RSA with SHA-1: {outcome}.");
        return new(SignatureIntegrity.Broken, certificate);
    }

    private static Certificate? CertificateOf(SignatureFacts facts)
    {
        try
        {
            var value = facts.Version.Revision.Resolve(facts.Version.Dictionary["Cert"]);
            var first = value is PdfArray { Count: > 0 } array ? facts.Version.Revision.Resolve(array[0]) : value;
            return first is PdfString text ? Certificate.Parse(text.Bytes.Span) : null;
        }
        catch (PdfSyntaxException)
        {
            return null;
        }
        catch (CmsSyntaxException)
        {
            return null;
        }
    }

    /// <summary>Takes the checks of a CMS verification into a judgement.</summary>
    public static IntegrityCheck Report(SignatureVerification verification, Judgement judgement)
    {
        foreach (var check in verification.Checks)
        {
            Report(check, judgement);
        }

        var isBroken = Has(verification, CheckResult.Failed, "cms.message-digest", "cms.signature");
        var isChecked = Has(verification, CheckResult.Passed, "cms.signature") && !Has(verification, CheckResult.Failed, "cms.one-signer");
        return new(
            isBroken ? SignatureIntegrity.Broken : isChecked ? SignatureIntegrity.Intact : SignatureIntegrity.Unreadable,
            verification.SignerCertificate);
    }

    private static bool Has(SignatureVerification verification, CheckResult result, params ReadOnlySpan<string> rules)
    {
        foreach (var check in verification.Checks)
        {
            if (check.Result == result && rules.Contains(check.Rule))
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(Check check, Judgement judgement)
    {
        var (rule, failed, undetermined) = check.Rule switch
        {
            "cms.one-signer" or "cms.content" => (ValidationRules.FormatCms, SubIndication.FormatFailure, SubIndication.FormatFailure),
            "cms.message-digest" => (ValidationRules.Digest, SubIndication.HashFailure, SubIndication.SignedDataNotFound),
            "cms.signature" => (ValidationRules.SignatureValue, SubIndication.SigCryptoFailure, SubIndication.CryptoConstraintsFailureNoPoe),
            "cms.signer-certificate" =>
                (ValidationRules.SigningCertificate, SubIndication.NoSigningCertificateFound, SubIndication.NoSigningCertificateFound),
            "cms.signing-certificate" or "tst.signing-certificate" =>
                (ValidationRules.SigningCertificateAttribute, SubIndication.SigConstraintsFailure, SubIndication.NoSigningCertificateFound),
            "tst.extended-key-usage" or "tst.certificate-validity" =>
                (ValidationRules.TimestampAuthority, SubIndication.ChainConstraintsFailure, SubIndication.ChainConstraintsFailure),
            _ => (ValidationRules.SignedAttributes, SubIndication.FormatFailure, SubIndication.CryptoConstraintsFailureNoPoe),
        };
        switch (check.Result)
        {
            case CheckResult.Passed:
                judgement.Ok(rule, check.Detail);
                break;
            case CheckResult.Failed when check.Rule != "cms.signature-value-form":
                Fail(check, rule, failed, judgement);
                break;
            case CheckResult.Undetermined:
                judgement.Doubt(rule, undetermined, check.Detail);
                break;
            default:
                judgement.Warn(rule, check.Detail);
                break;
        }
    }

    // Table 6: a wrong or missing signing certificate, and a broken constraint, leave the signature undecided.
    private static void Fail(Check check, ValidationRule rule, SubIndication reason, Judgement judgement)
    {
        if (reason is SubIndication.NoSigningCertificateFound or SubIndication.SigConstraintsFailure or SubIndication.ChainConstraintsFailure)
        {
            judgement.Doubt(rule, reason, check.Detail);
        }
        else
        {
            judgement.Fail(rule, reason, check.Detail);
        }
    }
}

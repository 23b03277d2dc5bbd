using TrustPlatform.Cryptography.Revocation;
using System.Formats.Asn1;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>Why a responder gives no answer (RFC 6960, 4.2.1).</summary>
public enum OcspRefusal
{
    /// <summary>The request could not be read.</summary>
    MalformedRequest = 1,

    /// <summary>The responder failed.</summary>
    InternalError = 2,

    /// <summary>Ask again later.</summary>
    TryLater = 3,

    /// <summary>The responder does not speak for that issuer.</summary>
    Unauthorized = 6,
}

/// <summary>What a responder says of one certificate (RFC 6960, 2.2).</summary>
public abstract record OcspStatus
{
    private OcspStatus() { }

    /// <summary>Issued and not revoked.</summary>
    public sealed record Good : OcspStatus;

    /// <summary>Revoked or suspended.</summary>
    public sealed record Revoked(DateTimeOffset At, RevocationReason Reason) : OcspStatus;

    /// <summary>Never issued here.</summary>
    public sealed record Unknown : OcspStatus;
}

/// <summary>Encodes and signs OCSP responses.</summary>
public static class OcspResponseBuilder
{
    private const string BasicResponse = "1.3.6.1.5.5.7.48.1.1";
    private const string NonceIdentifier = "1.3.6.1.5.5.7.48.1.2";
    private static readonly Asn1Tag s_tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag s_tag1 = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag s_tag2 = new(TagClass.ContextSpecific, 2);

    /// <summary>A response without an answer; it is not signed.</summary>
    public static byte[] Refuse(OcspRefusal refusal)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue(refusal);
        }

        return writer.Encode();
    }

    /// <summary>
    /// A successful response of a delegated responder, its certificate inside. The key is used exactly once. The nonce is
    /// repeated exactly, and left out when there was none (RFC 9654).
    /// </summary>
    public static byte[] Build(
        IReadOnlyList<(OcspCertificateId Certificate, OcspStatus Status)> answers, DateTimeOffset producedAt, TimeSpan validity,
        ReadOnlyMemory<byte>? nonce, ISigningKey responderKey, Certificate responder)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(responder);
        var data = EncodeResponseData(answers, producedAt, validity, nonce, responder);
        var basic = SignedStructure.Sign(data, responderKey, writer =>
        {
            using (writer.PushSequence(s_tag0))
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(responder.RawData.Span);
            }
        });

        var response = new AsnWriter(AsnEncodingRules.DER);
        using (response.PushSequence())
        {
            response.WriteEnumeratedValue(OcspSuccess.Successful);
            using (response.PushSequence(s_tag0))
            using (response.PushSequence())
            {
                response.WriteObjectIdentifier(BasicResponse);
                response.WriteOctetString(basic);
            }
        }

        return response.Encode();
    }

    private static byte[] EncodeResponseData(
        IReadOnlyList<(OcspCertificateId Certificate, OcspStatus Status)> answers, DateTimeOffset producedAt, TimeSpan validity,
        ReadOnlyMemory<byte>? nonce, Certificate responder)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(s_tag1))
            {
                writer.WriteEncodedValue(EncodedNames.SubjectOf(responder.RawData).Span);
            }

            writer.WriteGeneralizedTime(producedAt, omitFractionalSeconds: true);
            using (writer.PushSequence())
            {
                foreach (var (certificate, status) in answers)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteEncodedValue(certificate.Encoded.Span);
                        WriteStatus(writer, status);
                        writer.WriteGeneralizedTime(producedAt, omitFractionalSeconds: true);
                        using (writer.PushSequence(s_tag0))
                        {
                            writer.WriteGeneralizedTime(producedAt + validity, omitFractionalSeconds: true);
                        }
                    }
                }
            }

            if (nonce is { } value)
            {
                var inner = new AsnWriter(AsnEncodingRules.DER);
                inner.WriteOctetString(value.Span);
                using (writer.PushSequence(s_tag1))
                {
                    CertificateBuilder.WriteExtensions(writer, [new(NonceIdentifier, false, inner.Encode())]);
                }
            }
        }

        return writer.Encode();
    }

    private static void WriteStatus(AsnWriter writer, OcspStatus status)
    {
        switch (status)
        {
            case OcspStatus.Good:
                writer.WriteNull(s_tag0);
                break;
            case OcspStatus.Revoked revoked:
                using (writer.PushSequence(s_tag1))
                {
                    writer.WriteGeneralizedTime(revoked.At, omitFractionalSeconds: true);
                    if (revoked.Reason != RevocationReason.Unspecified)
                    {
                        using (writer.PushSequence(s_tag0))
                        {
                            writer.WriteEnumeratedValue(revoked.Reason);
                        }
                    }
                }

                break;
            case OcspStatus.Unknown:
                writer.WriteNull(s_tag2);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private enum OcspSuccess
    {
        Successful = 0,
    }
}

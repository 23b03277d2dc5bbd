using System.Formats.Asn1;
using TrustPlatform.Cryptography.Revocation;

namespace TrustPlatform.Pki;

/// <summary>What an entry of the certificate log tells.</summary>
public enum LoggedEvent
{
    /// <summary>A certificate was issued.</summary>
    Issued = 0,

    /// <summary>A certificate was revoked or suspended.</summary>
    Revoked = 1,

    /// <summary>A suspension ended.</summary>
    Released = 2,

    /// <summary>The log goes on although its last checkpoint was not there: an operator took it away after a restore.</summary>
    Resumed = 3,
}

/// <summary>
/// One entry of the certificate log, DER: SEQUENCE { version INTEGER (1), loggedAt GeneralizedTime, event ENUMERATED,
/// authority UTF8String, serial INTEGER, certificate OCTET STRING, reason [0] ENUMERATED OPTIONAL }. It holds digests and
/// numbers of the PKI only, nothing of a person: serial numbers are random, so nobody finds a name by trying.
/// </summary>
/// <param name="LoggedAt">When; whole seconds.</param>
/// <param name="Event">What happened.</param>
/// <param name="Authority">Id of the issuing CA; the log's origin for <see cref="LoggedEvent.Resumed"/>.</param>
/// <param name="SerialNumber">Content octets of the certificate's serial number.</param>
/// <param name="CertificateDigest">SHA-256 of the certificate, or none where it is not about a certificate.</param>
/// <param name="Reason">Why it was revoked.</param>
public sealed record CertificateLogEntry(
    DateTimeOffset LoggedAt, LoggedEvent Event, string Authority, ReadOnlyMemory<byte> SerialNumber,
    ReadOnlyMemory<byte> CertificateDigest, RevocationReason? Reason)
{
    private static readonly Asn1Tag s_reason = new(TagClass.ContextSpecific, 0);

    /// <summary>The entry, DER; its leaf hash is taken over exactly these octets.</summary>
    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteGeneralizedTime(LoggedAt, omitFractionalSeconds: true);
            writer.WriteEnumeratedValue(Event);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, Authority);
            writer.WriteInteger(SerialNumber.Span);
            writer.WriteOctetString(CertificateDigest.Span);
            if (Reason is { } reason)
            {
                writer.WriteEnumeratedValue(reason, s_reason);
            }
        }

        return writer.Encode();
    }

    /// <summary>Reads an entry. Throws <see cref="AsnContentException"/> for anything but strict DER of this form.</summary>
    public static CertificateLogEntry Decode(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        var fields = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (!fields.TryReadInt32(out var version) || version != 1)
        {
            throw new AsnContentException("The version of a log entry is 1.");
        }

        var entry = new CertificateLogEntry(
            fields.ReadGeneralizedTime(), fields.ReadEnumeratedValue<LoggedEvent>(),
            fields.ReadCharacterString(UniversalTagNumber.UTF8String), fields.ReadIntegerBytes(), fields.ReadOctetString(),
            fields.HasData ? fields.ReadEnumeratedValue<RevocationReason>(s_reason) : null);
        fields.ThrowIfNotEmpty();
        return entry;
    }
}

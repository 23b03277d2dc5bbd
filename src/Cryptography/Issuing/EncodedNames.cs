using System.Formats.Asn1;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>
/// The names of a certificate octet for octet: an issuer repeats its own subject exactly, since verifiers compare
/// encodings (RFC 5280, 4.1.2.4).
/// </summary>
public static class EncodedNames
{
    /// <summary>The subject's Name, DER.</summary>
    public static ReadOnlyMemory<byte> SubjectOf(ReadOnlyMemory<byte> certificate) => Names(certificate).Subject;

    /// <summary>The issuer's Name, DER.</summary>
    public static ReadOnlyMemory<byte> IssuerOf(ReadOnlyMemory<byte> certificate) => Names(certificate).Issuer;

    private static (ReadOnlyMemory<byte> Issuer, ReadOnlyMemory<byte> Subject) Names(ReadOnlyMemory<byte> certificate)
    {
        try
        {
            var toBeSigned = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            toBeSigned.ReadEncodedValue();
            toBeSigned.ReadEncodedValue();
            toBeSigned.ReadEncodedValue();
            var issuer = toBeSigned.ReadEncodedValue();
            toBeSigned.ReadEncodedValue();
            return (issuer, toBeSigned.ReadEncodedValue());
        }
        catch (AsnContentException malformed)
        {
            throw new CmsSyntaxException("RFC 5280, 4.1", "The bytes are not a version 3 certificate.", inner: malformed);
        }
    }
}

using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>What the extensions say.</summary>
internal static partial class CertificateLint
{
    private const string OcspAccess = "1.3.6.1.5.5.7.48.1";
    private const string IssuersAccess = "1.3.6.1.5.5.7.48.2";
    private const string CpsQualifier = "1.3.6.1.5.5.7.2.1";
    private const string UserNoticeQualifier = "1.3.6.1.5.5.7.2.2";
    private const string QcSyntaxV2 = "1.3.6.1.5.5.7.11.2";
    private const int MaxNoticeLength = 200;

    private static readonly Asn1Tag s_uri = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag s_constructed0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private static bool HasRightBasicConstraints(
        CertificateFields certificate, CertificateProfile profile, CertificateAuthority issuer)
    {
        var value = certificate.Extension(BasicConstraints);
        if (profile.CertificateAuthority is not { } rules)
        {
            return value is null;
        }

        var sequence = new AsnReader(value ?? default, AsnEncodingRules.DER).ReadSequence();
        var isAuthority = sequence.ReadBoolean();
        int? pathLength = sequence.HasData ? (int)sequence.ReadInteger() : null;
        return isAuthority && pathLength == rules.PathLength;
    }

    private static bool HasRightKeyUsage(
        CertificateFields certificate, CertificateProfile profile, CertificateAuthority issuer)
    {
        var bits = new AsnReader(certificate.Extension(KeyUsage) ?? default, AsnEncodingRules.DER).ReadBitString(out var unused);
        var expected = profile.KeyUsage.Aggregate(X509KeyUsageFlags.None, (all, one) => all | one);
        // Bit 0 of the extension is the highest of the octet, as in the flags; trailing zeros are left out (X.690, 11.2.2).
        return bits is [var octet] && octet == (int)expected && unused == BitOperations.TrailingZeroCount(octet)
            && expected.HasFlag(X509KeyUsageFlags.KeyCertSign) == profile.CertificateAuthority is not null;
    }

    private static IEnumerable<string> Identifiers(ReadOnlyMemory<byte>? value)
    {
        for (var list = value is { } der ? new AsnReader(der, AsnEncodingRules.DER).ReadSequence() : null; list?.HasData == true;)
        {
            yield return list.ReadObjectIdentifier();
        }
    }

    private static IEnumerable<string> PolicyIdentifiers(ReadOnlyMemory<byte>? value)
    {
        for (var list = value is { } der ? new AsnReader(der, AsnEncodingRules.DER).ReadSequence() : null; list?.HasData == true;)
        {
            yield return list.ReadSequence().ReadObjectIdentifier();
        }
    }

    private static bool HasAuthorityKey(CertificateFields certificate, CertificateAuthority issuer)
    {
        var value = certificate.Extension(AuthorityKeyIdentifier) ?? default;
        var sequence = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        var identifier = sequence.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0));
        return identifier.AsSpan().SequenceEqual(IssuedExtensions.KeyIdentifier(issuer.PublicKeyInfo));
    }

    private static bool HasSubjectKey(CertificateFields certificate, CertificateProfile profile, CertificateAuthority issuer) =>
        new AsnReader(certificate.Extension(SubjectKeyIdentifier) ?? default, AsnEncodingRules.DER).ReadOctetString()
            .AsSpan().SequenceEqual(IssuedExtensions.KeyIdentifier(certificate.PublicKeyInfo));

    private static IEnumerable<string> ExpectedMethods(CertificateProfile profile)
    {
        if (profile.Ocsp)
        {
            yield return OcspAccess;
        }

        if (profile.IssuerLocation)
        {
            yield return IssuersAccess;
        }
    }

    /// <summary>The methods; a location that is no http address has none that anybody expects.</summary>
    private static IEnumerable<string> AccessMethods(ReadOnlyMemory<byte>? value)
    {
        for (var list = value is { } der ? new AsnReader(der, AsnEncodingRules.DER).ReadSequence() : null; list?.HasData == true;)
        {
            var description = list.ReadSequence();
            var method = description.ReadObjectIdentifier();
            yield return IsHttp(description) ? method : "";
        }
    }

    /// <summary>One point with one full name, without reasons and of no other CA: it covers everything (6.3.3).</summary>
    private static bool HasOnePoint(ReadOnlyMemory<byte>? value, bool wanted)
    {
        if (value is not { } der || !wanted)
        {
            return value is null && !wanted;
        }

        var points = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var point = points.ReadSequence();
        var names = point.ReadSequence(s_constructed0).ReadSequence(s_constructed0);
        return IsHttp(names) && !point.HasData && !points.HasData;
    }

    /// <summary>The rest is one http address: what it names is signed itself, and https could ask for itself (8).</summary>
    private static bool IsHttp(AsnReader rest) =>
        Uri.TryCreate(rest.ReadCharacterString(UniversalTagNumber.IA5String, s_uri), UriKind.Absolute, out var location)
        && location.Scheme == Uri.UriSchemeHttp && !rest.HasData;

    private static bool HasRightQualifiers(ReadOnlyMemory<byte>? value)
    {
        for (var list = value is { } der ? new AsnReader(der, AsnEncodingRules.DER).ReadSequence() : null; list?.HasData == true;)
        {
            var information = list.ReadSequence();
            information.ReadObjectIdentifier();
            for (var qualifiers = information.HasData ? information.ReadSequence() : null; qualifiers?.HasData == true;)
            {
                if (!IsRightQualifier(qualifiers.ReadSequence()))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsRightQualifier(AsnReader qualifier)
    {
        switch (qualifier.ReadObjectIdentifier())
        {
            case CpsQualifier:
                return Uri.TryCreate(qualifier.ReadCharacterString(UniversalTagNumber.IA5String), UriKind.Absolute, out _);
            case UserNoticeQualifier:
                var text = qualifier.ReadSequence().ReadCharacterString(UniversalTagNumber.UTF8String);
                return text.Length is > 0 and <= MaxNoticeLength && text.IsNormalized(NormalizationForm.FormC);
            default:
                return false;
        }
    }

    /// <summary>One statement, which names the semantics and nothing else (RFC 3739, 3.2.6.1).</summary>
    private static bool HasSemantics(ReadOnlyMemory<byte>? value, string? wanted)
    {
        if (value is not { } der || wanted is null)
        {
            return value is null && wanted is null;
        }

        var statements = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var statement = statements.ReadSequence();
        return statement.ReadObjectIdentifier() == QcSyntaxV2
            && statement.ReadSequence().ReadObjectIdentifier() == wanted && !statements.HasData;
    }

    /// <summary>The key signs from the certificate's begin on, and no longer than the profile lets it.</summary>
    private static bool HasKeyPeriod(CertificateFields certificate, TimeSpan? wanted)
    {
        if (certificate.Extension(PrivateKeyUsagePeriod) is not { } der || wanted is null)
        {
            return certificate.Extension(PrivateKeyUsagePeriod) is null && wanted is null;
        }

        var period = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var from = period.ReadGeneralizedTime(new Asn1Tag(TagClass.ContextSpecific, 0));
        var until = period.ReadGeneralizedTime(new Asn1Tag(TagClass.ContextSpecific, 1));
        return from == certificate.NotBefore && until == from + wanted && until <= certificate.NotAfter;
    }

    private static bool IsNull(ReadOnlyMemory<byte>? value, bool wanted) =>
        value is { } der ? wanted && der.Span.SequenceEqual<byte>([5, 0]) : !wanted;

    private static bool HasBinding(ReadOnlyMemory<byte>? value, bool wanted)
    {
        if (value is not { } der || !wanted)
        {
            return value is null && !wanted;
        }

        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var isWhole = sequence.ReadOctetString().Length == SHA256.HashSizeInBytes
            && sequence.ReadOctetString().Length == SHA256.HashSizeInBytes;
        return isWhole && !sequence.HasData;
    }
}

using System.Formats.Asn1;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Revocation;

public sealed partial class OcspResponse
{
    private const string Clause = "RFC 6960, 4.2.1";

    /// <summary>Parses a response. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static OcspResponse Parse(ReadOnlyMemory<byte> encoded) => Asn.ReadWhole(encoded, Clause, reader =>
    {
        var response = reader.ReadSequence();
        var status = response.ReadEnumeratedBytes().Span is [var value] && Enum.IsDefined((OcspResponseStatus)value)
            ? (OcspResponseStatus)value
            : throw new CmsSyntaxException(Clause, "The response status is out of range.");
        if (status != OcspResponseStatus.Successful)
        {
            return new OcspResponse(encoded, status);
        }

        var explicitBytes = response.ReadSequence(Asn.Context0);
        response.ThrowIfNotEmpty();
        return ReadResponseBytes(encoded, explicitBytes.ReadSequence());
    });

    /// <summary>
    /// Parses a BasicOCSPResponse, as it stands in the revocation values of a CMS signature (RFC 5126, 6.3.4).
    /// Throws <see cref="CmsSyntaxException"/>.
    /// </summary>
    public static OcspResponse ParseBasic(ReadOnlyMemory<byte> encoded) =>
        Asn.ReadWhole(encoded, Clause, reader => ReadBasic(encoded, reader));

    private static OcspResponse ReadResponseBytes(ReadOnlyMemory<byte> encoded, AsnReader responseBytes)
    {
        if (responseBytes.ReadObjectIdentifier() is var type && type != Oids.OcspBasic)
        {
            throw new CmsSyntaxException(Clause, $"The response type {type} is not id-pkix-ocsp-basic.");
        }

        var basic = responseBytes.ReadOctetString();
        responseBytes.ThrowIfNotEmpty();
        return Asn.ReadWhole(basic, Clause, reader => ReadBasic(encoded, reader));
    }

    private static OcspResponse ReadBasic(ReadOnlyMemory<byte> encoded, AsnReader reader)
    {
        var basic = reader.ReadSequence();
        var rawTbs = basic.PeekEncodedValue();
        var tbs = basic.ReadSequence();
        var algorithm = AlgorithmIdentifier.Read(basic);
        var signature = basic.ReadSignatureValue();
        var certificates = basic.NextIs(Asn.Context0) ? ReadCertificates(basic.ReadSequence(Asn.Context0).ReadSequence()) : [];
        basic.ThrowIfNotEmpty();

        if (tbs.NextIs(Asn.Context0))
        {
            tbs.ReadEncodedValue();
        }

        var (name, keyHash) = ReadResponder(tbs);
        var producedAt = tbs.ReadGeneralizedTime().ToUniversalTime();
        var responses = new List<OcspSingleResponse>();
        for (var list = tbs.ReadSequence(); list.HasData;)
        {
            responses.Add(ReadSingle(list.ReadSequence()));
        }

        var extensions = ReadExtensions(tbs, Asn.Context1);
        tbs.ThrowIfNotEmpty();
        return new OcspResponse(encoded, OcspResponseStatus.Successful)
        {
            ResponderName = name,
            ResponderKeyHash = keyHash,
            ProducedAt = producedAt,
            Responses = responses,
            Nonce = NonceOf(extensions),
            Certificates = certificates,
            SignatureAlgorithm = algorithm,
            SignatureScheme = SignatureScheme.From(algorithm),
            ToBeSigned = rawTbs,
            Signature = signature,
            HasUnknownCriticalExtension = HasUnknownCritical(extensions, Oids.OcspNonce),
        };
    }

    private static (DistinguishedName? Name, ReadOnlyMemory<byte> KeyHash) ReadResponder(AsnReader tbs)
    {
        if (tbs.NextIs(Asn.Context1))
        {
            var byName = tbs.ReadSequence(Asn.Context1);
            var name = DistinguishedName.Read(byName);
            byName.ThrowIfNotEmpty();
            return (name, default);
        }

        var byKey = tbs.ReadSequence(Asn.Context2);
        var hash = byKey.ReadOctetString();
        byKey.ThrowIfNotEmpty();
        return (null, hash);
    }

    private static OcspSingleResponse ReadSingle(AsnReader single)
    {
        var identifier = single.ReadSequence();
        var hash = AlgorithmIdentifier.Read(identifier).ObjectIdentifier;
        var nameHash = identifier.ReadOctetString();
        var keyHash = identifier.ReadOctetString();
        var serial = Convert.ToHexString(identifier.ReadIntegerBytes().Span);
        identifier.ThrowIfNotEmpty();

        var (status, revokedAt, reason) = ReadStatus(single);
        var thisUpdate = single.ReadGeneralizedTime().ToUniversalTime();
        DateTimeOffset? nextUpdate = null;
        if (single.NextIs(Asn.Context0))
        {
            var explicitTime = single.ReadSequence(Asn.Context0);
            nextUpdate = explicitTime.ReadGeneralizedTime().ToUniversalTime();
            explicitTime.ThrowIfNotEmpty();
        }

        var extensions = ReadExtensions(single, Asn.Context1);
        single.ThrowIfNotEmpty();
        return new OcspSingleResponse
        {
            Hash = HashAlgorithms.TryFromObjectIdentifier(hash, out var known) ? known : null,
            IssuerNameHash = nameHash,
            IssuerKeyHash = keyHash,
            SerialNumber = serial,
            Status = status,
            RevocationTime = revokedAt,
            Reason = reason,
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
            ArchiveCutoff = extensions.Find(extension => extension.ObjectIdentifier == Oids.OcspArchiveCutoff) is { } cutoff
                ? Asn.ReadWhole(cutoff.Value, "RFC 6960, 4.4.4", reader => reader.ReadGeneralizedTime().ToUniversalTime())
                : null,
            HasUnknownCriticalExtension = HasUnknownCritical(extensions, Oids.OcspArchiveCutoff),
        };
    }

    private static (OcspCertificateStatus Status, DateTimeOffset? RevokedAt, RevocationReason Reason) ReadStatus(AsnReader single)
    {
        if (single.NextIs(Asn.Context0))
        {
            single.ReadNull(Asn.Context0);
            return (OcspCertificateStatus.Good, null, RevocationReason.Unspecified);
        }

        if (single.NextIs(Asn.Context2))
        {
            single.ReadNull(Asn.Context2);
            return (OcspCertificateStatus.Unknown, null, RevocationReason.Unspecified);
        }

        var revoked = single.ReadSequence(Asn.Context1);
        var time = revoked.ReadGeneralizedTime().ToUniversalTime();
        var reason = RevocationReason.Unspecified;
        if (revoked.NextIs(Asn.Context0) && revoked.ReadSequence(Asn.Context0).ReadEnumeratedBytes().Span is
            [var code and <= (byte)RevocationReason.AaCompromise])
        {
            reason = (RevocationReason)code;
        }

        revoked.ThrowIfNotEmpty();
        return (OcspCertificateStatus.Revoked, time, reason);
    }

    private static List<X509Extension> ReadExtensions(AsnReader reader, Asn1Tag tag)
    {
        if (!reader.NextIs(tag))
        {
            return [];
        }

        var explicitTag = reader.ReadSequence(tag);
        var extensions = X509Extension.ReadMany(explicitTag.ReadSequence(), "RFC 6960, 4.4");
        explicitTag.ThrowIfNotEmpty();
        return extensions;
    }

    /// <summary>
    /// The nonce is an OCTET STRING inside extnValue (RFC 9654, 2.1); responders before RFC 6960 left that one out.
    /// </summary>
    private static ReadOnlyMemory<byte> NonceOf(List<X509Extension> extensions)
    {
        if (extensions.Find(extension => extension.ObjectIdentifier == Oids.OcspNonce) is not { } nonce)
        {
            return default;
        }

        try
        {
            return Asn.ReadWhole(nonce.Value, "RFC 9654, 2.1", reader => reader.ReadOctetString());
        }
        catch (CmsSyntaxException)
        {
            return nonce.Value;
        }
    }

    private static bool HasUnknownCritical(List<X509Extension> extensions, string known) =>
        extensions.Exists(extension => extension.IsCritical && extension.ObjectIdentifier != known);

    private static List<Certificate> ReadCertificates(AsnReader sequence)
    {
        var certificates = new List<Certificate>();
        while (sequence.HasData)
        {
            certificates.Add(Certificate.ParseDer(sequence.ReadEncodedValue()));
            if (certificates.Count > SyntaxLimits.MaximumCertificates)
            {
                throw new CmsSyntaxException(Clause, "Too many certificates.");
            }
        }

        return certificates;
    }
}

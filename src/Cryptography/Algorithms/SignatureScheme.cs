using System.Security.Cryptography;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.Algorithms;

/// <summary>Kinds of signature by what is computed.</summary>
public enum SignatureKind
{
    /// <summary>RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).</summary>
    RsaPkcs1,

    /// <summary>RSASSA-PSS (RFC 8017, 8.1).</summary>
    RsaPss,

    /// <summary>ECDSA with a DER signature value (RFC 3279, 2.2.3).</summary>
    Ecdsa,

    /// <summary>ECDSA with r ‖ s as signature value (BSI TR-03111, 5.2.1.1).</summary>
    EcdsaPlain,

    /// <summary>DSA (RFC 3279, 2.2.2).</summary>
    Dsa,

    /// <summary>Ed25519 (RFC 8032), over the message itself.</summary>
    Ed25519,
}

/// <summary>A signature algorithm with everything that its verification needs.</summary>
/// <param name="Kind">What is computed.</param>
/// <param name="Hash">The hash of the message; SHA-512 for Ed25519, which hashes by itself.</param>
/// <param name="MaskHash">The hash of MGF1, for PSS only.</param>
/// <param name="SaltLengthInBytes">The salt of PSS.</param>
public sealed record SignatureScheme(
    SignatureKind Kind, HashAlgorithmName Hash, HashAlgorithmName MaskHash = default, int SaltLengthInBytes = 0)
{
    private const string PssClause = "RFC 4055, 3.1";

    private static readonly Dictionary<string, (SignatureKind Kind, HashAlgorithmName Hash)> _combined = new()
    {
        ["1.2.840.113549.1.1.4"] = (SignatureKind.RsaPkcs1, HashAlgorithmName.MD5),
        ["1.2.840.113549.1.1.5"] = (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA1),
        ["1.3.14.3.2.29"] = (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA1),
        ["1.2.840.113549.1.1.11"] = (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA256),
        ["1.2.840.113549.1.1.12"] = (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA384),
        ["1.2.840.113549.1.1.13"] = (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA512),
        ["1.2.840.113549.1.1.14"] = (SignatureKind.RsaPkcs1, new("SHA224")),
        ["1.2.840.113549.1.1.15"] = (SignatureKind.RsaPkcs1, new("SHA512/224")),
        ["1.2.840.113549.1.1.16"] = (SignatureKind.RsaPkcs1, new("SHA512/256")),
        ["2.16.840.1.101.3.4.3.14"] = (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA3_256),
        ["2.16.840.1.101.3.4.3.15"] = (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA3_384),
        ["2.16.840.1.101.3.4.3.16"] = (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA3_512),
        ["1.2.840.10045.4.1"] = (SignatureKind.Ecdsa, HashAlgorithmName.SHA1),
        ["1.2.840.10045.4.3.1"] = (SignatureKind.Ecdsa, new("SHA224")),
        ["1.2.840.10045.4.3.2"] = (SignatureKind.Ecdsa, HashAlgorithmName.SHA256),
        ["1.2.840.10045.4.3.3"] = (SignatureKind.Ecdsa, HashAlgorithmName.SHA384),
        ["1.2.840.10045.4.3.4"] = (SignatureKind.Ecdsa, HashAlgorithmName.SHA512),
        ["2.16.840.1.101.3.4.3.10"] = (SignatureKind.Ecdsa, HashAlgorithmName.SHA3_256),
        ["2.16.840.1.101.3.4.3.11"] = (SignatureKind.Ecdsa, HashAlgorithmName.SHA3_384),
        ["2.16.840.1.101.3.4.3.12"] = (SignatureKind.Ecdsa, HashAlgorithmName.SHA3_512),
        [Oids.EcdsaPlainArc + "1"] = (SignatureKind.EcdsaPlain, HashAlgorithmName.SHA1),
        [Oids.EcdsaPlainArc + "2"] = (SignatureKind.EcdsaPlain, new("SHA224")),
        [Oids.EcdsaPlainArc + "3"] = (SignatureKind.EcdsaPlain, HashAlgorithmName.SHA256),
        [Oids.EcdsaPlainArc + "4"] = (SignatureKind.EcdsaPlain, HashAlgorithmName.SHA384),
        [Oids.EcdsaPlainArc + "5"] = (SignatureKind.EcdsaPlain, HashAlgorithmName.SHA512),
        ["1.2.840.10040.4.3"] = (SignatureKind.Dsa, HashAlgorithmName.SHA1),
        ["2.16.840.1.101.3.4.3.1"] = (SignatureKind.Dsa, new("SHA224")),
        ["2.16.840.1.101.3.4.3.2"] = (SignatureKind.Dsa, HashAlgorithmName.SHA256),
        [Oids.Ed25519] = (SignatureKind.Ed25519, HashAlgorithmName.SHA512),
    };

    /// <summary>Name for reports, such as "RSA-PSS-SHA256".</summary>
    public string Name => Kind switch
    {
        SignatureKind.RsaPkcs1 => $"RSA-{Hash.Name}",
        SignatureKind.RsaPss => $"RSA-PSS-{Hash.Name}",
        SignatureKind.Ecdsa => $"ECDSA-{Hash.Name}",
        SignatureKind.EcdsaPlain => $"ECDSA-plain-{Hash.Name}",
        SignatureKind.Dsa => $"DSA-{Hash.Name}",
        _ => "Ed25519",
    };

    /// <summary>
    /// Resolves an AlgorithmIdentifier; null where the algorithm is not known. In a SignerInfo the identifier may name
    /// the key alone (RFC 3370, 3.2): the hash is then <paramref name="digestAlgorithm"/>. Throws <see
    /// cref="CmsSyntaxException"/> for parameters that are not what the algorithm has.
    /// </summary>
    public static SignatureScheme? From(AlgorithmIdentifier identifier, AlgorithmIdentifier? digestAlgorithm = null)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        if (identifier.ObjectIdentifier == Oids.RsassaPss)
        {
            return FromPssParameters(identifier.Parameters);
        }

        if (_combined.TryGetValue(identifier.ObjectIdentifier, out var row))
        {
            // RFC 4055, 5 wants NULL, RFC 5758 and RFC 8410 want nothing; both are accepted, anything else is not.
            return identifier.HasNullOrNoParameters || row.Kind is SignatureKind.Dsa
                ? new SignatureScheme(row.Kind, row.Hash)
                : throw new CmsSyntaxException(
                    "RFC 5280, 4.1.1.2", "The signature algorithm carries parameters it does not have.");
        }

        if (digestAlgorithm is null ||
            !HashAlgorithms.TryFromObjectIdentifier(digestAlgorithm.ObjectIdentifier, out var hash))
        {
            return null;
        }

        return identifier.ObjectIdentifier switch
        {
            Oids.RsaEncryption => new SignatureScheme(SignatureKind.RsaPkcs1, hash),
            Oids.EcPublicKey => new SignatureScheme(SignatureKind.Ecdsa, hash),
            Oids.Dsa => new SignatureScheme(SignatureKind.Dsa, hash),
            _ => null,
        };
    }

    internal static SignatureScheme? FromPssParameters(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.IsEmpty)
        {
            throw new CmsSyntaxException(PssClause, "RSASSA-PSS parameters are absent from a signature algorithm.");
        }

        return Asn.ReadWhole(parameters, PssClause, reader =>
        {
            var sequence = reader.ReadSequence();
            string hashOid = "1.3.14.3.2.26", maskOid = hashOid;
            var saltLength = 20;
            if (sequence.NextIs(Asn.Context0))
            {
                hashOid = AlgorithmIdentifier.Read(sequence.ReadSequence(Asn.Context0)).ObjectIdentifier;
            }

            if (sequence.NextIs(Asn.Context1))
            {
                var mask = AlgorithmIdentifier.Read(sequence.ReadSequence(Asn.Context1));
                maskOid = mask.ObjectIdentifier == Oids.Mgf1
                    ? Asn.Read(mask.Parameters, PssClause, inner => AlgorithmIdentifier.Read(inner)).ObjectIdentifier
                    : mask.ObjectIdentifier;
            }

            if (sequence.NextIs(Asn.Context2) &&
                !sequence.ReadSequence(Asn.Context2).TryReadInt32(out saltLength))
            {
                throw new CmsSyntaxException(PssClause, "The salt length is out of range.");
            }

            var trailer = 1;
            if (sequence.NextIs(Asn.Context3) && !sequence.ReadSequence(Asn.Context3).TryReadInt32(out trailer))
            {
                trailer = 0;
            }

            sequence.ThrowIfNotEmpty();
            if (saltLength is < 0 or > 1024 || trailer != 1)
            {
                throw new CmsSyntaxException(PssClause, "The salt length or the trailer field is out of range.");
            }

            return HashAlgorithms.TryFromObjectIdentifier(hashOid, out var hash) &&
                   HashAlgorithms.TryFromObjectIdentifier(maskOid, out var maskHash)
                ? new SignatureScheme(SignatureKind.RsaPss, hash, maskHash, saltLength)
                : null;
        });
    }
}

using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Org.BouncyCastle.Security;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.Algorithms;

/// <summary>What a signature verification came to.</summary>
public enum SignatureOutcome
{
    /// <summary>The signature is the key's over the message.</summary>
    Valid,

    /// <summary>It is not, or it is not a signature value at all.</summary>
    Invalid,

    /// <summary>The key is of another family than the algorithm, or forbids its parameters (RFC 4055, 3.3).</summary>
    WrongKey,

    /// <summary>Neither the platform nor this room can compute it.</summary>
    Unsupported,
}

/// <summary>Verifies signatures. Stateless; never throws for what key and signature say.</summary>
public static class SignatureVerifier
{
    /// <summary>Verifies over a message.</summary>
    public static SignatureOutcome VerifyData(
        PublicKey key, SignatureScheme scheme, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(scheme);
        if (scheme.Kind == SignatureKind.Ed25519)
        {
            return key.Kind != PublicKeyKind.Ed25519 ? SignatureOutcome.WrongKey
                : signature.Length == Ed25519.SignatureSize &&
                  Ed25519.Verify(signature.ToArray(), 0, key.Key.ToArray(), 0, message.ToArray(), 0, message.Length)
                    ? SignatureOutcome.Valid
                    : SignatureOutcome.Invalid;
        }

        return HashAlgorithms.TryHash(scheme.Hash, message, out var digest)
            ? VerifyDigest(key, scheme, digest, signature)
            : SignatureOutcome.Unsupported;
    }

    /// <summary>Verifies over a digest made with the scheme's hash. Ed25519 has none and is unsupported here.</summary>
    public static SignatureOutcome VerifyDigest(
        PublicKey key, SignatureScheme scheme, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(scheme);
        if (digest.Length != HashAlgorithms.LengthInBytes(scheme.Hash))
        {
            return SignatureOutcome.Invalid;
        }

        try
        {
            return (scheme.Kind, key.Kind) switch
            {
                (SignatureKind.RsaPkcs1, PublicKeyKind.Rsa) => VerifyRsaPkcs1(key, scheme, digest, signature),
                (SignatureKind.RsaPss, PublicKeyKind.Rsa) => VerifyRsaPss(key, scheme, digest, signature),
                (SignatureKind.RsaPss, PublicKeyKind.RsaPss) => Allows(key, scheme)
                    ? VerifyRsaPss(key, scheme, digest, signature)
                    : SignatureOutcome.WrongKey,
                (SignatureKind.Ecdsa or SignatureKind.EcdsaPlain, PublicKeyKind.EllipticCurve) =>
                    VerifyEcdsa(key, scheme, digest, signature),
                (SignatureKind.Dsa, PublicKeyKind.Dsa) => VerifyDsa(key, digest, signature),
                (SignatureKind.Ed25519, PublicKeyKind.Ed25519) => SignatureOutcome.Unsupported,
                (_, PublicKeyKind.Unknown) => SignatureOutcome.Unsupported,
                _ => SignatureOutcome.WrongKey,
            };
        }
        catch (CryptographicException)
        {
            // The platform refuses the key (a point off the curve, a modulus of one bit) rather than the signature.
            return SignatureOutcome.Invalid;
        }
        catch (PlatformNotSupportedException)
        {
            return SignatureOutcome.Unsupported;
        }
    }

    private static SignatureOutcome Of(bool valid) => valid ? SignatureOutcome.Valid : SignatureOutcome.Invalid;

    private static SignatureOutcome VerifyRsaPkcs1(
        PublicKey key, SignatureScheme scheme, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        if (HashAlgorithms.IsOfPlatform(scheme.Hash))
        {
            using var rsa = ImportRsa(key);
            return Of(rsa.VerifyHash(digest, signature, scheme.Hash, RSASignaturePadding.Pkcs1));
        }

        return VerifyByBouncyCastle(
            new RsaDigestSigner(new NullDigest(), new Org.BouncyCastle.Asn1.DerObjectIdentifier(
                HashAlgorithms.ObjectIdentifierOf(scheme.Hash))),
            key, digest, signature);
    }

    private static SignatureOutcome VerifyRsaPss(
        PublicKey key, SignatureScheme scheme, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        if (scheme.Hash == scheme.MaskHash && HashAlgorithms.IsOfPlatform(scheme.Hash) &&
            scheme.SaltLengthInBytes == digest.Length)
        {
            using var rsa = ImportRsa(key);
            return Of(rsa.VerifyHash(digest, signature, scheme.Hash, RSASignaturePadding.Pss));
        }

        // The platform takes one hash for both roles and a salt of its length; RFC 8017 does not ask for that.
        return VerifyByBouncyCastle(
            PssSigner.CreateRawSigner(
                new RsaEngine(),
                DigestUtilities.GetDigest(HashAlgorithms.BouncyName(scheme.Hash)),
                DigestUtilities.GetDigest(HashAlgorithms.BouncyName(scheme.MaskHash)),
                scheme.SaltLengthInBytes, PssSigner.TrailerImplicit),
            key, digest, signature);
    }

    private static SignatureOutcome VerifyByBouncyCastle(
        ISigner signer, PublicKey key, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        using var rsa = ImportRsa(key);
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        try
        {
            signer.Init(false, new RsaKeyParameters(
                false, new BigInteger(1, parameters.Modulus!), new BigInteger(1, parameters.Exponent!)));
            signer.BlockUpdate(digest);
            return Of(signer.VerifySignature(signature.ToArray()));
        }
        catch (Exception exception) when (exception is ArgumentException or CryptoException or InvalidOperationException)
        {
            return SignatureOutcome.Invalid;
        }
    }

    private static SignatureOutcome VerifyEcdsa(
        PublicKey key, SignatureScheme scheme, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        var value = scheme.Kind == SignatureKind.EcdsaPlain
            ? signature.ToArray()
            : ConcatenatedValue(signature, (key.SizeInBits + 7) / 8);
        if (value is null)
        {
            return SignatureOutcome.Invalid;
        }

        var ecdsa = key.TakeEcdsa();
        try
        {
            return Of(ecdsa.VerifyHash(digest, value, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        }
        finally
        {
            key.Keep(ecdsa);
        }
    }

    /// <summary>
    /// r ‖ s from Ecdsa-Sig-Value (RFC 3279, 2.2.3), or null. Read here because the platform takes an integer below
    /// zero for the positive one of the same octets.
    /// </summary>
    private static byte[]? ConcatenatedValue(ReadOnlySpan<byte> signature, int fieldLengthInBytes)
    {
        try
        {
            return Asn.Read(signature.ToArray(), "RFC 3279, 2.2.3", AsnEncodingRules.DER, reader =>
            {
                var sequence = reader.ReadSequence();
                reader.ThrowIfNotEmpty();
                var (r, s) = (sequence.ReadInteger(), sequence.ReadInteger());
                sequence.ThrowIfNotEmpty();
                var limit = fieldLengthInBytes * 8;
                if (r.Sign <= 0 || s.Sign <= 0 || r.GetBitLength() > limit || s.GetBitLength() > limit)
                {
                    return null;
                }

                return (byte[])
                [
                    .. Padded(r.ToByteArray(isUnsigned: true, isBigEndian: true), fieldLengthInBytes),
                    .. Padded(s.ToByteArray(isUnsigned: true, isBigEndian: true), fieldLengthInBytes),
                ];
            });
        }
        catch (CmsSyntaxException)
        {
            return null;
        }
    }

    private static SignatureOutcome VerifyDsa(PublicKey key, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        if (key.DsaParameters is not { } domain)
        {
            return SignatureOutcome.WrongKey;
        }

        using var dsa = DSA.Create(new DSAParameters
        {
            P = domain.P,
            Q = domain.Q,
            G = Padded(domain.G, domain.P.Length),
            Y = Padded(ReadDsaValue(key), domain.P.Length),
        });
        var value = ConcatenatedValue(signature, domain.Q.Length);
        return Of(value is not null &&
            dsa.VerifySignature(digest, value, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    private static byte[] ReadDsaValue(PublicKey key)
    {
        try
        {
            return Asn.ReadWhole(key.Key, "RFC 3279, 2.3.2", reader =>
                reader.ReadInteger() is { Sign: > 0 } value ? value.ToByteArray(isUnsigned: true, isBigEndian: true) : []);
        }
        catch (CmsSyntaxException exception)
        {
            throw new CryptographicException(exception.Message, exception);
        }
    }

    private static byte[] Padded(byte[] value, int length)
    {
        if (value.Length >= length)
        {
            return value;
        }

        var padded = new byte[length];
        value.CopyTo(padded, length - value.Length);
        return padded;
    }

    private static RSA ImportRsa(PublicKey key)
    {
        // id-RSASSA-PSS keys are not imported as SubjectPublicKeyInfo by the platform; the RSAPublicKey inside is the
        // same.
        var rsa = RSA.Create();
        try
        {
            rsa.ImportRSAPublicKey(key.Key.Span, out _);
            return rsa;
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            throw;
        }
    }

    private static bool Allows(PublicKey key, SignatureScheme scheme)
    {
        if (key.Algorithm.Parameters.IsEmpty)
        {
            return true;
        }

        try
        {
            return SignatureScheme.FromPssParameters(key.Algorithm.Parameters) is { } required &&
                required.Hash == scheme.Hash && required.MaskHash == scheme.MaskHash &&
                required.SaltLengthInBytes <= scheme.SaltLengthInBytes;
        }
        catch (CmsSyntaxException)
        {
            return false;
        }
    }
}

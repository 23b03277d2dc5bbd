using System.Formats.Asn1;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.SigningClient;

/// <summary>A token that cannot be used: no module, no such label, wrong PIN, no key with its certificate.</summary>
internal sealed class Pkcs11TokenException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The one private key of a PKCS#11 token that has a certificate of the same CKA_ID. ECDSA on P-256 and P-384, and RSA with
/// PKCS#1 v1.5, which every token has. Calls are one after the other: a session is not thread-safe.
/// </summary>
internal sealed class Pkcs11Token : ISigningKey
{
    private readonly Lock _lock = new();
    private readonly IPkcs11Library _library;
    private readonly ISession _session;
    private readonly IObjectHandle _key;

    private Pkcs11Token(IPkcs11Library library, ISession session, IObjectHandle key, SignatureAlgorithm algorithm, Certificate certificate)
    {
        (_library, _session, _key) = (library, session, key);
        Algorithm = algorithm;
        SubjectPublicKeyInfo = certificate.SubjectPublicKeyInfo;
    }

    public SignatureAlgorithm Algorithm { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    public static Credential Open(string module, string label, string pin)
    {
        // glibc 2.34 and later ship libdl under its versioned name only.
        NativeLibrary.SetDllImportResolver(typeof(Pkcs11InteropFactories).Assembly, static (name, _, _) =>
            name == "libdl" && OperatingSystem.IsLinux() ? NativeLibrary.Load("libdl.so.2") : IntPtr.Zero);
        var factories = new Pkcs11InteropFactories();
        IPkcs11Library? library = null;
        try
        {
            library = factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, module, AppType.MultiThreaded);
            var slot = library.GetSlotList(SlotsType.WithTokenPresent).FirstOrDefault(slot => slot.GetTokenInfo().Label.Trim() == label)
                ?? throw new Pkcs11TokenException($"No token has the label {label}.");
            var session = slot.OpenSession(SessionType.ReadOnly);
            session.Login(CKU.CKU_USER, pin);
            return Find(library, session);
        }
        catch (Exception exception) when (exception is Pkcs11Exception or UnmanagedException)
        {
            library?.Dispose();
            throw new Pkcs11TokenException($"The token cannot be used: {exception.Message}", exception);
        }
        catch (Pkcs11TokenException)
        {
            library?.Dispose();
            throw;
        }
    }

    public byte[] SignHash(ReadOnlySpan<byte> hash)
    {
        lock (_lock)
        {
            try
            {
                var value = Algorithm == SignatureAlgorithm.RsaPkcs1Sha256 ? SignRsa(hash) : SignEcdsa(hash);
                return IsOfCertificate(hash, value)
                    ? value
                    : throw new Pkcs11TokenException("The key of the token is not that of its certificate.");
            }
            catch (Pkcs11Exception exception)
            {
                throw new Pkcs11TokenException($"The token did not sign: {exception.Message}", exception);
            }
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _library.Dispose();
    }

    private static Credential Find(IPkcs11Library library, ISession session)
    {
        var attributes = session.Factories.ObjectAttributeFactory;
        var certificates = session.FindAllObjects([attributes.Create(CKA.CKA_CLASS, CKO.CKO_CERTIFICATE)])
            .Select(handle => session.GetAttributeValue(handle, [CKA.CKA_ID, CKA.CKA_VALUE]))
            .Select(values => (Id: values[0].GetValueAsByteArray(), Certificate: Certificate.Parse(values[1].GetValueAsByteArray())))
            .ToList();
        foreach (var key in session.FindAllObjects([attributes.Create(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY)]))
        {
            var id = session.GetAttributeValue(key, [CKA.CKA_ID])[0].GetValueAsByteArray();
            if (certificates.FirstOrDefault(entry => entry.Id.AsSpan().SequenceEqual(id)).Certificate is { } certificate)
            {
                var token = new Pkcs11Token(library, session, key, AlgorithmOf(certificate), certificate);
                return new(token, certificate, [.. certificates.Select(entry => entry.Certificate).Where(other => !other.Equals(certificate))]);
            }
        }

        throw new Pkcs11TokenException("The token holds no private key with a certificate of the same identifier.");
    }

    private static SignatureAlgorithm AlgorithmOf(Certificate certificate)
    {
        var algorithm = new AsnReader(certificate.SubjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        return (algorithm.ReadObjectIdentifier(), algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? algorithm.ReadObjectIdentifier() : "") switch
        {
            ("1.2.840.10045.2.1", "1.2.840.10045.3.1.7") => SignatureAlgorithm.EcdsaP256Sha256,
            ("1.2.840.10045.2.1", "1.3.132.0.34") => SignatureAlgorithm.EcdsaP384Sha384,
            ("1.2.840.113549.1.1.1", _) => SignatureAlgorithm.RsaPkcs1Sha256,
            _ => throw new Pkcs11TokenException("The token's key is neither P-256, P-384 nor RSA."),
        };
    }

    /// <summary>RFC 8017, 9.2: the token signs the DigestInfo.</summary>
    private byte[] SignRsa(ReadOnlySpan<byte> hash)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1");
                writer.WriteNull();
            }

            writer.WriteOctetString(hash);
        }

        using var mechanism = _session.Factories.MechanismFactory.Create(CKM.CKM_RSA_PKCS);
        return _session.Sign(mechanism, _key, writer.Encode());
    }

    /// <summary>PKCS#11 gives r ‖ s; certificates and CMS want DER (RFC 3279, 2.2.3).</summary>
    private byte[] SignEcdsa(ReadOnlySpan<byte> hash)
    {
        using var mechanism = _session.Factories.MechanismFactory.Create(CKM.CKM_ECDSA);
        var value = _session.Sign(mechanism, _key, hash.ToArray());
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(TrimZeros(value.AsSpan(0, value.Length / 2)));
            writer.WriteIntegerUnsigned(TrimZeros(value.AsSpan(value.Length / 2)));
        }

        return writer.Encode();
    }

    /// <summary>A token pairs key and certificate by an identifier that anybody may set, so the signature has to tell.</summary>
    private bool IsOfCertificate(ReadOnlySpan<byte> hash, byte[] value)
    {
        try
        {
            if (Algorithm == SignatureAlgorithm.RsaPkcs1Sha256)
            {
                using var rsa = RSA.Create();
                rsa.ImportSubjectPublicKeyInfo(SubjectPublicKeyInfo.Span, out _);
                return rsa.VerifyHash(hash, value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }

            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(SubjectPublicKeyInfo.Span, out _);
            return ecdsa.VerifyHash(hash, value, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static ReadOnlySpan<byte> TrimZeros(ReadOnlySpan<byte> value)
    {
        var first = value.IndexOfAnyExcept((byte)0);
        return first < 0 ? [0] : value[first..];
    }
}

using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>Where the PKI keeps its state, and the addresses that its certificates carry.</summary>
public sealed record PkiOptions
{
    /// <summary>Folder of the register and the wrapped keys; created when absent.</summary>
    public required string Directory { get; init; }

    /// <summary>Folder of the certificate profiles (<c>pki/profiles</c>).</summary>
    public required string ProfilesDirectory { get; init; }

    /// <summary>The base address under which <c>/pki/…</c> is served.</summary>
    public required Uri PublicUrl { get; init; }
}

/// <summary>The verified person to whom a one-time certificate is issued.</summary>
/// <param name="AuthorisationId">The authorisation of the signature; one certificate is issued for it, ever.</param>
/// <param name="FullName">As the identity provider asserted it, NFC.</param>
/// <param name="PersonalNumber">12 digits.</param>
/// <param name="EidLevel">1 or 2; below 2 is refused.</param>
/// <param name="AssertionDigest">SHA-256 of the identity provider's signed assertion.</param>
/// <param name="ContractDigest">SHA-256 of the contract's id.</param>
public sealed record CeremonySubject(
    string AuthorisationId, string FullName, string PersonalNumber, int EidLevel,
    ReadOnlyMemory<byte> AssertionDigest, ReadOnlyMemory<byte> ContractDigest)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => $"CeremonySubject {{ AuthorisationId = {AuthorisationId} }}";
}

/// <summary>The verified organisation to which a seal certificate is issued.</summary>
/// <param name="OrganizationId">Our identifier; one live seal key each.</param>
/// <param name="LegalName">As registered, NFC.</param>
/// <param name="TaxCode">10 or 13 digits.</param>
public sealed record SealSubject(string OrganizationId, string LegalName, string TaxCode);

/// <summary>A key ready to sign, its certificate and the CA certificates above it (the root last).</summary>
public sealed record SigningCredential(ISigningKey Key, Certificate Certificate, IReadOnlyList<Certificate> Chain);

/// <summary>
/// The platform's private test PKI: root, issuing CAs, TSA, OCSP, CRL and one-time keys. Thread-safe. State survives
/// <c>kill -9</c>: a serial is stored before it is signed, a one-time key's signature is stored before it is returned.
/// </summary>
public sealed class PlatformPki : IDisposable
{
    private PlatformPki() { }

    /// <summary>Opens the PKI in its folder, or makes a new hierarchy there.</summary>
    public static PlatformPki Open(PkiOptions options, TimeProvider time) => throw new NotImplementedException();

    /// <summary>The trust anchors.</summary>
    public IReadOnlyList<Certificate> Roots => throw new NotImplementedException();

    /// <summary>All CA, TSA and responder certificates in use.</summary>
    public IReadOnlyList<Certificate> Certificates => throw new NotImplementedException();

    /// <summary>
    /// The one-time key and certificate of an authorisation, made at the first call and the same ones afterwards. The key signs
    /// exactly one digest: it is destroyed by that signature, and a repeated call for the same digest returns the stored value;
    /// another digest throws <see cref="InvalidOperationException"/>.
    /// </summary>
    public SigningCredential OneTime(CeremonySubject subject) => throw new NotImplementedException();

    /// <summary>The organisation's seal key and certificate, made at the first call.</summary>
    public SigningCredential Seal(SealSubject subject) => throw new NotImplementedException();

    /// <summary>Answers a DER TimeStampReq with a DER TimeStampResp (RFC 3161).</summary>
    public byte[] AnswerTimestampRequest(ReadOnlyMemory<byte> request) => throw new NotImplementedException();

    /// <summary>Answers a DER OCSPRequest for certificates of the named CA with a DER OCSPResponse (RFC 6960).</summary>
    public byte[] AnswerOcspRequest(string authorityId, ReadOnlyMemory<byte> request) => throw new NotImplementedException();

    /// <summary>A fresh OCSP response (DER) for one of our own certificates, produced now.</summary>
    public byte[] StatusOf(Certificate certificate) => throw new NotImplementedException();

    /// <summary>The current CRL (DER) of the named CA, or null where there is no such CA.</summary>
    public byte[]? CurrentCrl(string authorityId) => throw new NotImplementedException();

    /// <summary>The certificate (DER) of the named CA, or null.</summary>
    public Certificate? AuthorityCertificate(string authorityId) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() { }
}

namespace TrustPlatform.Cryptography.X509;

/// <summary>A certificate (RFC 5280). Immutable, thread-safe.</summary>
public sealed class Certificate
{
    private Certificate() { }

    /// <summary>Parses one certificate, DER or PEM. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static Certificate Parse(ReadOnlySpan<byte> derOrPem) => throw new NotImplementedException();

    /// <summary>Parses every certificate of a PEM text, or the one of a DER file.</summary>
    public static IReadOnlyList<Certificate> ParseAll(ReadOnlySpan<byte> derOrPem) => throw new NotImplementedException();

    /// <summary>The encoding as it came.</summary>
    public ReadOnlyMemory<byte> RawData => throw new NotImplementedException();

    /// <summary>The subject.</summary>
    public DistinguishedName Subject => throw new NotImplementedException();

    /// <summary>The issuer.</summary>
    public DistinguishedName Issuer => throw new NotImplementedException();

    /// <summary>The serial number's content octets in upper-case hexadecimal.</summary>
    public string SerialNumber => throw new NotImplementedException();

    /// <summary>First instant of the validity period.</summary>
    public DateTimeOffset NotBefore => throw new NotImplementedException();

    /// <summary>Last instant of the validity period, inclusive.</summary>
    public DateTimeOffset NotAfter => throw new NotImplementedException();

    /// <summary>The public key, DER of SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => throw new NotImplementedException();

    /// <summary>Basic constraints say that it is a CA.</summary>
    public bool IsCertificateAuthority => throw new NotImplementedException();

    /// <summary>Object identifiers of the extended key usage extension; empty where it is absent.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages => throw new NotImplementedException();

    /// <summary>Object identifiers of the certificate policies extension.</summary>
    public IReadOnlyList<string> PolicyIdentifiers => throw new NotImplementedException();

    /// <summary>OCSP locations of the authority information access extension.</summary>
    public IReadOnlyList<string> OcspLocations => throw new NotImplementedException();

    /// <summary>CA issuers locations of the authority information access extension.</summary>
    public IReadOnlyList<string> IssuerLocations => throw new NotImplementedException();

    /// <summary>URIs of the CRL distribution points extension.</summary>
    public IReadOnlyList<string> CrlLocations => throw new NotImplementedException();

    /// <summary>SHA-256 of <see cref="RawData"/>, upper-case hexadecimal.</summary>
    public string Thumbprint => throw new NotImplementedException();

    /// <summary>The signature verifies with the issuer's public key (names and dates are not looked at).</summary>
    public bool IsSignedBy(Certificate issuer) => throw new NotImplementedException();
}

/// <summary>A distinguished name as the list of its attributes, in order of encoding (RFC 5280, 4.1.2.4).</summary>
public sealed class DistinguishedName
{
    internal DistinguishedName() { }

    /// <summary>The attributes: object identifier and value as text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes => throw new NotImplementedException();

    /// <summary>The first common name (2.5.4.3), or null.</summary>
    public string? CommonName => throw new NotImplementedException();

    /// <summary>All values of one attribute type, such as 0.9.2342.19200300.100.1.1 (UID), which may stand twice.</summary>
    public IReadOnlyList<string> Values(string objectIdentifier) => throw new NotImplementedException();

    /// <summary>RFC 4514 text.</summary>
    public override string ToString() => throw new NotImplementedException();
}

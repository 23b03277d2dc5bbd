using System.Security.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Pades;

/// <summary>What every signature says in the PDF, whoever makes its value. The cases are the three requests derived from it.</summary>
public abstract record PadesRequest
{
    private protected PadesRequest() { }

    /// <summary>An empty signature field of the file.</summary>
    public required string FieldName { get; init; }

    /// <summary>Written as /M (ISO 32000-2, 12.8.1).</summary>
    public required DateTimeOffset SigningTime { get; init; }

    /// <summary>Written as /Name; null leaves it out.</summary>
    public string? SignerName { get; init; }

    /// <summary>Written as /Reason; null leaves it out.</summary>
    public string? Reason { get; init; }

    /// <summary>Drawn in the field's rectangle; null leaves the field without an appearance.</summary>
    public SignatureAppearance? Appearance { get; init; }

    /// <summary>Certifies the document (12.8.2.2), which only its first signature can; null makes an approval signature.</summary>
    public CertificationPermission? Certification { get; init; }

    internal abstract HashAlgorithmName SignatureHash { get; }

    internal abstract bool WillHaveTimestamp { get; }
}

/// <summary>A signature whose CMS is made here (EN 319 142-1, 6.3).</summary>
public abstract record PadesCmsRequest : PadesRequest
{
    private protected PadesCmsRequest() { }

    /// <summary>The signer's certificate, which permits signatures and is valid at the signing time.</summary>
    public required Certificate Certificate { get; init; }

    /// <summary>The rest of the chain, carried in the signature.</summary>
    public IReadOnlyList<Certificate> Chain { get; init; } = [];

    /// <summary>
    /// What the signer commits to (EN 319 122-1, 5.2.3); null leaves it out. Not together with <see cref="PadesRequest.Reason"/>
    /// (EN 319 142-1, 6.3).
    /// </summary>
    public Commitment? Commitment { get; init; }

    /// <summary>Roles that the signer claims (EN 319 122-1, 5.2.6); nobody vouches for them.</summary>
    public IReadOnlyList<string> ClaimedRoles { get; init; } = [];

    internal abstract SignatureAlgorithm SignatureAlgorithm { get; }

    internal override HashAlgorithmName SignatureHash => SignatureAlgorithm switch
    {
        SignatureAlgorithm.EcdsaP384Sha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA256,
    };

    /// <summary>Refuses what cannot become a signature that holds, before anything else is done.</summary>
    internal void Require()
    {
        SigningCertificate.Require(Certificate, SigningTime);
        if (Commitment is not null && Reason is not null)
        {
            throw new PadesRefusedException(
                PadesRefusal.ReasonAndCommitment, "A signature states either a reason or a commitment, not both (EN 319 142-1, 6.3).");
        }
    }

    internal CmsSignedData Sign(ISigningKey key, ReadOnlyMemory<byte> contentDigest) => CmsSignedData.Sign(new()
    {
        ContentDigest = contentDigest,
        Key = key,
        Certificate = Certificate,
        Chain = Chain,
        Commitment = Commitment,
        ClaimedRoles = ClaimedRoles,
    });
}

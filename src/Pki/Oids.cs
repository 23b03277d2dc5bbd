namespace TrustPlatform.Pki;

/// <summary>
/// Object identifiers of this test PKI. The arc is the one that IANA keeps for documentation (RFC 5612): it collides with
/// nobody, and shows that these policies are a test's.
/// </summary>
public static class Oids
{
    /// <summary>Policy: one-time certificate of a person identified at assurance level 2.</summary>
    public const string CeremonyPolicy = Arc + ".1.1";

    /// <summary>Policy: seal of an organisation.</summary>
    public const string SealPolicy = Arc + ".1.2";

    /// <summary>Policy: timestamps and the unit that signs them.</summary>
    public const string TimestampPolicy = Arc + ".1.3";

    /// <summary>Policy: keys of the PKI itself.</summary>
    public const string InfrastructurePolicy = Arc + ".1.4";

    /// <summary>
    /// Extension: SEQUENCE { SHA-256 of the identity assertion, SHA-256 of the contract's id }, so that certificate, assertion
    /// and contract cannot be recombined.
    /// </summary>
    public const string CeremonyBinding = Arc + ".2.1";

    internal const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    private const string Arc = "1.3.6.1.4.1.32473.1";
}

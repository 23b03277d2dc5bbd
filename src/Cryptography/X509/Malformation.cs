namespace TrustPlatform.Cryptography.X509;

/// <summary>
/// Ways in which a certificate or CRL can be read and is still not what RFC 5280 tells its issuer to write.
/// </summary>
public enum MalformationKind
{
    /// <summary>BER that is not DER (4.1.1.3).</summary>
    NotDer,

    /// <summary>The serial number has more than 20 octets (4.1.2.2).</summary>
    SerialNumberTooLong,

    /// <summary>The serial number is zero (4.1.2.2).</summary>
    SerialNumberZero,

    /// <summary>The serial number is below zero (4.1.2.2).</summary>
    SerialNumberNegative,

    /// <summary>The version does not allow the fields that are there, or is unknown (4.1.2.1).</summary>
    Version,

    /// <summary>The algorithm outside the signed part is not the one inside (4.1.1.2).</summary>
    SignatureAlgorithmMismatch,

    /// <summary>The signature algorithm's parameters are not what the algorithm has (4.1.1.2).</summary>
    SignatureAlgorithmParameters,

    /// <summary>The issuer's name is empty (4.1.2.4).</summary>
    EmptyIssuer,

    /// <summary>A time is in another form than the profile's (4.1.2.5).</summary>
    TimeForm,

    /// <summary>An extension stands twice (4.2).</summary>
    DuplicateExtension,

    /// <summary>An extension's value is not of its type (4.2).</summary>
    ExtensionSyntax,

    /// <summary>The public key cannot be read (4.1.2.7).</summary>
    PublicKeySyntax,
}

/// <summary>One finding.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Clause">The clause that is broken, such as "RFC 5280, 4.1.2.2".</param>
/// <param name="Detail">A sentence.</param>
public sealed record Malformation(MalformationKind Kind, string Clause, string Detail);

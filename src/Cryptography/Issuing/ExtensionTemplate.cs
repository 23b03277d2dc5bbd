namespace TrustPlatform.Cryptography.Issuing;

/// <summary>One extension of a certificate or CRL to be issued (RFC 5280, 4.2): identifier, criticality, DER value.</summary>
public sealed record ExtensionTemplate(string ObjectIdentifier, bool Critical, ReadOnlyMemory<byte> Value);

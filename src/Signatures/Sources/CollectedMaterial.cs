using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Sources;

/// <summary>What the validation of signatures needs, gathered from where their certificates point. Nothing in it is trusted.</summary>
/// <param name="Certificates">Certificates of the chains and of the responders.</param>
/// <param name="OcspResponses">OCSPResponse encodings (RFC 6960).</param>
/// <param name="Crls">CertificateList encodings (RFC 5280, 5).</param>
public sealed record CollectedMaterial(
    IReadOnlyList<Certificate> Certificates, IReadOnlyList<ReadOnlyMemory<byte>> OcspResponses,
    IReadOnlyList<ReadOnlyMemory<byte>> Crls)
{
    /// <summary>Nothing.</summary>
    public static CollectedMaterial None { get; } = new([], [], []);
}

using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Augmentation;

/// <summary>What one signature's validation needs.</summary>
internal sealed record ValidationMaterial(
    IReadOnlyList<Certificate> Certificates, IReadOnlyList<ReadOnlyMemory<byte>> OcspResponses,
    IReadOnlyList<ReadOnlyMemory<byte>> Crls);

/// <summary>Follows the chains of signers and timestamp authorities up to their anchors and asks for the status on the way.</summary>
internal sealed class ValidationMaterialCollector(IReadOnlyList<Certificate> known, IRevocationSource revocation)
{
    private const int MaxChainLength = 16;
    private readonly Dictionary<string, RevocationMaterial> _asked = new(StringComparer.Ordinal);

    public async Task<ValidationMaterial> CollectAsync(SignatureContents signature, CancellationToken cancellationToken)
    {
        var chain = new Dictionary<string, Certificate>(StringComparer.Ordinal);
        var responses = new List<ReadOnlyMemory<byte>>();
        var lists = new List<ReadOnlyMemory<byte>>();
        foreach (var structure in signature.Structures)
        {
            var pool = structure.Certificates.Concat(known).ToList();
            var subject = pool.FirstOrDefault(other => structure.Signers.Any(signer => signer.IsNamedBy(other)));
            for (var i = 0; subject is not null && i < MaxChainLength; i++)
            {
                chain[subject.Thumbprint] = subject;
                var current = subject;
                var issuer = current.IsSignedBy(current)
                    ? null
                    : pool.FirstOrDefault(other => other.Subject.Equals(current.Issuer) && current.IsSignedBy(other));
                if (issuer is not null)
                {
                    var material = await AskAsync(current, issuer, cancellationToken);
                    responses.AddRange(material.OcspResponses);
                    lists.AddRange(material.Crls);
                }

                subject = issuer;
            }
        }

        return new([.. chain.Values], responses, lists);
    }

    private async Task<RevocationMaterial> AskAsync(
        Certificate certificate, Certificate issuer, CancellationToken cancellationToken)
    {
        if (!_asked.TryGetValue(certificate.Thumbprint, out var material))
        {
            material = certificate.HasNoRevocationInformation
                ? RevocationMaterial.None
                : await revocation.FindAsync(certificate, issuer, cancellationToken);
            _asked[certificate.Thumbprint] = material;
        }

        return material;
    }
}

using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Augmentation;

/// <summary>Follows the chains of signers and timestamp authorities up to their anchors and asks for the status on the way.</summary>
internal sealed class ValidationMaterialCollector(IReadOnlyList<Certificate> known, IRevocationSource revocation)
{
    private const int MaxChainLength = 16;
    private readonly Dictionary<string, RevocationMaterial> _asked = new(StringComparer.Ordinal);

    public async Task<CollectedMaterial> CollectAsync(
        IReadOnlyList<CmsSignedData> structures, CancellationToken cancellationToken)
    {
        var chain = new Dictionary<string, Certificate>(StringComparer.Ordinal);
        var followed = new HashSet<string>(StringComparer.Ordinal);
        var responses = new List<ReadOnlyMemory<byte>>();
        var lists = new List<ReadOnlyMemory<byte>>();
        foreach (var structure in structures)
        {
            var pool = structure.Certificates.Concat(known).ToList();
            foreach (var signer in structure.Signers.Select(signer => pool.Find(signer.IsNamedBy)).OfType<Certificate>())
            {
                await FollowAsync(signer, pool);
            }
        }

        return new([.. chain.Values], responses, lists);

        async Task FollowAsync(Certificate start, List<Certificate> pool)
        {
            var subject = start;
            for (var i = 0; i < MaxChainLength && followed.Add(subject.Thumbprint); i++)
            {
                var current = subject;
                chain.TryAdd(current.Thumbprint, current); // it may be there as a responder, whose own status was not asked for
                if (current.IsSignedBy(current)
                    || pool.FirstOrDefault(other => other.Subject.Equals(current.Issuer) && current.IsSignedBy(other)) is not { } issuer)
                {
                    return;
                }

                var material = await AskAsync(current, issuer, cancellationToken);
                responses.AddRange(material.OcspResponses);
                lists.AddRange(material.Crls);
                foreach (var responder in material.OcspResponses.SelectMany(response => OcspResponse.Parse(response).Certificates))
                {
                    // Its chain is the issuer's, whose turn comes next; its own status is asked unless it needs none (RFC 6960, 4.2.2.2.1).
                    if (chain.TryAdd(responder.Thumbprint, responder) && !responder.HasOcspNoCheck && responder.IsSignedBy(issuer))
                    {
                        var status = await AskAsync(responder, issuer, cancellationToken);
                        responses.AddRange(status.OcspResponses);
                        lists.AddRange(status.Crls);
                    }
                }

                subject = issuer;
            }
        }
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

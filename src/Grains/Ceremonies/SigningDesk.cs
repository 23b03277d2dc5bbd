using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Contracts;
using TrustPlatform.Identity;

namespace TrustPlatform.Grains.Ceremonies;

/// <summary>A party's part of a frozen file, with its link sealed for the invitation.</summary>
internal sealed record FrozenParty(SentParty Sent, string SealedLink);

/// <summary>The file as it is sent.</summary>
internal sealed record FrozenFile(DocumentDigest Document, IReadOnlyList<FrozenParty> Parties);

/// <summary>A file with one more signature.</summary>
internal sealed record SignedFile(
    DocumentDigest Document, string CertificateSerial, string CertificateIssuer, string CertificateDigest,
    DateTimeOffset ProvenTime);

/// <summary>
/// What a contract has done off its turn: each method takes the immutable state, works behind the gate, and gives back what
/// the contract then decides about.
/// </summary>
internal sealed class SigningDesk(
    CryptographyGate gate, FieldLayout layout, SigningCeremony ceremony, ArchiveCeremony archive, EvidenceAssembly evidence,
    PersonalDataProtector protector)
{
    private const int TokenLength = 32;

    /// <summary>Lays the fields and makes the links; null when a field does not fit its page.</summary>
    public Task<FrozenFile?> Freeze(Contract contract) => gate.Run(async () =>
    {
        var (document, placements) = await layout.Lay(contract);
        if (document is not { } frozen)
        {
            return null;
        }

        var parties = contract.Parties.Select((party, i) =>
        {
            var token = $"{contract.Id}.{party.Id}.{Base64Url(RandomNumberGenerator.GetBytes(TokenLength))}";
            var sealedLink = protector.Protect(Purposes.Link, Encoding.UTF8.GetBytes(token));
            return new FrozenParty(
                new(party.Id, placements[i], LinkToken.DigestOf(token)), Convert.ToBase64String(sealedLink));
        });
        return new FrozenFile(frozen, [.. parties]);
    });

    public Task<int> TimestampRoom() => gate.Run(ceremony.TimestampRoom);

    public Task<SignedFile> Sign(Contract contract, Party party) => gate.Run(() => ceremony.Sign(contract, party));

    public Task<SignedFile> Seal(Contract contract) => gate.Run(() => ceremony.Seal(contract));

    public Task<DocumentDigest> Archive(Contract contract) => gate.Run(() => archive.Archive(contract));

    public Task<DocumentDigest> AssembleEvidence(Contract contract, string streamId) =>
        gate.Run(() => evidence.Assemble(contract, streamId));

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrustPlatform.Contracts;

namespace TrustPlatform.Evidence;

/// <summary>What one party did, from the events and the files beside them.</summary>
internal sealed class PartyAudit(
    Action<string, bool, string> report, IReadOnlyDictionary<string, PackageFile> files, IReadOnlyList<ContractEvent> history,
    ContractId contract, DocumentDigest frozen)
{
    private readonly Dictionary<string, OpenedIdentity> _identities = ReadIdentities(files);

    public void Run(ContractEvent.PartyAdded party)
    {
        CheckIdentity(party);
        var identified = history.OfType<ContractEvent.PartyIdentified>().LastOrDefault(other => other.Party == party.Party);
        if (identified is null)
        {
            report(EvidenceRules.Assertion, false, $"Party {party.Party} was never identified.");
        }
        else
        {
            CheckAssertion(party.Party, identified.AssertionDigest, nonce: null);
        }

        var consent = history.OfType<ContractEvent.PartyConsented>().LastOrDefault(other => other.Party == party.Party);
        if (consent is null)
        {
            report(EvidenceRules.Consent, false, $"Party {party.Party} never agreed.");
            return;
        }

        CheckConsent(consent);
        CheckAuthorisation(party, consent);
    }

    private void CheckIdentity(ContractEvent.PartyAdded party)
    {
        var holds = _identities.TryGetValue(party.Party.ToString(), out var opened)
            && CryptographicOperations.FixedTimeEquals(opened.Commitment, Decode(party.Identity.NumberCommitment));
        report(EvidenceRules.Identity, holds, holds
            ? $"{PackageNames.Identities}: the personal number of party {party.Party} is the one that the contract names."
            : $"{PackageNames.Identities}: opens no personal number of party {party.Party}.");
    }

    private void CheckConsent(ContractEvent.PartyConsented consent)
    {
        var name = $"consents/{consent.ConsentDigest}.txt";
        var text = Encoding.UTF8.GetBytes(consent.ConsentText);
        var holds = SigningChallenge.DigestOf(consent.ConsentText) == consent.ConsentDigest
            && files.TryGetValue(name, out var file) && file.Content.Span.SequenceEqual(text);
        report(EvidenceRules.Consent, holds, holds
            ? $"{name}: the text to which party {consent.Party} agreed."
            : $"{name}: missing, or not the text to which party {consent.Party} agreed.");
    }

    /// <summary>The signature's authorisation, its question computed again, and the answer to it.</summary>
    private void CheckAuthorisation(ContractEvent.PartyAdded party, ContractEvent.PartyConsented consent)
    {
        var signed = history.OfType<ContractEvent.PartySigned>().FirstOrDefault(other => other.Party == party.Party);
        var requested = history.OfType<ContractEvent.AuthorisationRequested>().LastOrDefault(other =>
            other.Party == party.Party && other.AuthorisationId == signed?.AuthorisationId);
        var authorised = history.OfType<ContractEvent.PartyAuthorised>().LastOrDefault(other =>
            other.Party == party.Party && other.AuthorisationId == signed?.AuthorisationId);
        if (signed is null || requested is null || authorised is null)
        {
            report(EvidenceRules.Challenge, false, $"Party {party.Party} has no signature with an authorisation of its own.");
            return;
        }

        var challenge = SigningChallenge.Compute(
            contract, frozen, party.Party, party.Identity.CitizenId, consent.ConsentDigest,
            requested.Nonce);
        var holds = challenge == requested.Challenge && authorised.At <= requested.ExpiresAt;
        report(EvidenceRules.Challenge, holds, holds
            ? $"The challenge of party {party.Party} is that of this contract, document, party and consent."
            : $"The challenge of party {party.Party} is not that of this contract, document, party and consent, or was answered late.");
        CheckAssertion(party.Party, authorised.AssertionDigest, Base64Url.EncodeToString(Convert.FromHexString(challenge)));
    }

    private void CheckAssertion(PartyId party, string digest, string? nonce)
    {
        var name = $"assertions/{digest}.json";
        if (!files.TryGetValue(name, out var file))
        {
            report(EvidenceRules.Assertion, false, $"{name}: missing; it identifies party {party}.");
            return;
        }

        var problem = SignedAssertion.Problem(
            file.Content, digest, nonce, _identities.GetValueOrDefault(party.ToString())?.Number);
        report(EvidenceRules.Assertion, problem is null,
            $"{name}: {problem ?? (nonce is null ? $"identifies party {party}." : $"party {party} authorised the document.")}");
    }

    /// <summary>Opened numbers by party; empty where the file is not what it should be.</summary>
    private static Dictionary<string, OpenedIdentity> ReadIdentities(IReadOnlyDictionary<string, PackageFile> files)
    {
        var identities = new Dictionary<string, OpenedIdentity>(StringComparer.Ordinal);
        if (!files.TryGetValue(PackageNames.Identities, out var file))
        {
            return identities;
        }

        try
        {
            using var document = JsonDocument.Parse(file.Content, new() { AllowDuplicateProperties = false });
            foreach (var opened in document.RootElement.EnumerateArray())
            {
                var (salt, number) = (StrictJson.Text(opened, "salt"), StrictJson.Text(opened, "number"));
                identities[StrictJson.Text(opened, "party")] =
                    new(number, HMACSHA256.HashData(Decode(salt), Encoding.UTF8.GetBytes(number)));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or EvidenceSyntaxException)
        {
            identities.Clear();
        }

        return identities;
    }

    private static byte[] Decode(string base64)
    {
        var buffer = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, buffer, out var length) ? buffer[..length] : [];
    }

    /// <summary>A personal number and the commitment that it opens. Names nobody.</summary>
    private sealed record OpenedIdentity(string Number, byte[] Commitment)
    {
        public override string ToString() => nameof(OpenedIdentity);
    }
}

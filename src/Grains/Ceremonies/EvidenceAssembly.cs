using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using TrustPlatform.Contracts;
using TrustPlatform.Evidence;
using TrustPlatform.Identity;
using TrustPlatform.Pki;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Signatures.Validation;
using TrustPlatform.Storage;

namespace TrustPlatform.Grains.Ceremonies;

/// <summary>Gathers what proves a completed contract without us (DOMAIN 9D).</summary>
internal sealed class EvidenceAssembly(
    IEventStore store, DocumentFiles files, PlatformPki pki, PersonalDataProtector protector,
    ITimestampSource timestamps, TimeProvider time)
{
    private const int PageSize = 500;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public async Task<DocumentDigest> Assemble(Contract contract, string streamId)
    {
        var events = await ReadAll(streamId);
        await using var document = await files.Open(contract.Document!.Value);
        var report = SignatureValidator.Validate(
            document, "contract.pdf", ArchiveCeremony.ContextOf(pki, time), CancellationToken.None);
        document.Position = 0;
        var seal = pki.Seal(SigningCeremony.SealSubjectOf(contract));
        await using var output = files.CreateTemporary();
        await EvidencePackage.WriteAsync(
            new()
            {
                ContractId = streamId,
                Document = document,
                Events = [.. events.Select(happened => new EvidenceEvent(
                    happened.Sequence, happened.Type, happened.Payload, happened.Hash))],
                Files = [.. FilesOf(contract, events, report)],
            },
            new(seal.Key, seal.Certificate, seal.Chain) { Timestamps = timestamps }, output, CancellationToken.None);
        return await files.Keep(output);
    }

    private async Task<List<StoredEvent>> ReadAll(string streamId)
    {
        var all = new List<StoredEvent>();
        while (await store.ReadAsync(streamId, all.Count, PageSize, CancellationToken.None) is { Count: > 0 } page)
        {
            all.AddRange(page);
        }

        return all;
    }

    private IEnumerable<EvidenceFile> FilesOf(Contract contract, IReadOnlyList<StoredEvent> events, ValidationReport report)
    {
        yield return new("reports/validation.json", report.ToJson());
        yield return new("identities.json", JsonSerializer.SerializeToUtf8Bytes(contract.Parties.Select(party =>
        {
            var number = protector.OpenNumber(party.Identity.SealedNumber);
            return new { party = party.Id.ToString(), number = number.Number, salt = Convert.ToBase64String(number.Salt) };
        }), s_json));
        foreach (var certificate in pki.Certificates.Concat(pki.Roots).DistinctBy(certificate => certificate.Thumbprint))
        {
            yield return new($"certificates/{certificate.SerialNumber}.cer", certificate.RawData);
        }

        foreach (var happened in events.Select(stored => EventCodec.Decode(stored.Type, stored.Payload.Span)))
        {
            switch (happened)
            {
                case ContractEvent.PartyConsented consent:
                    yield return new($"consents/{consent.ConsentDigest}.txt", Encoding.UTF8.GetBytes(consent.ConsentText));
                    break;
                case ContractEvent.PartyIdentified identified:
                    yield return Assertion(identified.AssertionDigest, identified.SealedAssertion);
                    break;
                case ContractEvent.PartyAuthorised authorised:
                    yield return Assertion(authorised.AssertionDigest, authorised.SealedAssertion);
                    break;
            }
        }
    }

    private EvidenceFile Assertion(string digest, string sealedAssertion)
    {
        var opened = protector.OpenAssertion(sealedAssertion);
        return new($"assertions/{digest}.json", JsonSerializer.SerializeToUtf8Bytes(
            new { token = opened.Token, verificationKey = JsonSerializer.Deserialize<JsonElement>(opened.VerificationKey) },
            s_json));
    }
}

using System.Text.Json;
using TrustPlatform.Contracts;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Evidence;

/// <summary>
/// What the events claim, computed again: every party was identified, agreed, answered the challenge for this very document and
/// is among the document's signers, and nobody else is.
/// </summary>
internal sealed class ContractAudit(
    Action<string, bool, string> report, IReadOnlyDictionary<string, PackageFile> files, string contractId,
    CancellationToken cancellationToken)
{
    public void Run(IReadOnlyList<EvidenceEvent> events, Stream? pdf, ValidationReport? document)
    {
        if (Decode(events) is not { } history)
        {
            return;
        }

        if (!ContractId.TryParse(contractId, out var contract)
            || history.OfType<ContractEvent.Sent>().FirstOrDefault() is not { } sent)
        {
            report(EvidenceRules.Contract, false, $"Contract {contractId} was never sent.");
            return;
        }

        CheckLife(history);
        if (pdf is not null)
        {
            var frozen = FrozenPrefix.Find(pdf, sent.Frozen.ToArray(), cancellationToken);
            report(EvidenceRules.Frozen, frozen is not null, frozen is { } length
                ? $"{PackageNames.Document}: its first {length} bytes are the file as sent, SHA-256 {sent.Frozen}."
                : $"{PackageNames.Document}: does not begin with the file as sent, SHA-256 {sent.Frozen}.");
        }

        if (document is not null)
        {
            CheckSigners(history, document);
        }

        var parties = new PartyAudit(report, files, history, contract, sent.Frozen);
        foreach (var added in history.OfType<ContractEvent.PartyAdded>())
        {
            parties.Run(added);
        }
    }

    private List<ContractEvent>? Decode(IReadOnlyList<EvidenceEvent> events)
    {
        var history = new List<ContractEvent>();
        foreach (var happened in events)
        {
            if (TryDecode(happened) is not { } decoded)
            {
                report(EvidenceRules.Contract, false, $"Event {happened.Sequence} ({happened.Type}) cannot be read.");
                return null;
            }

            history.Add(decoded);
        }

        return history;
    }

    private static ContractEvent? TryDecode(EvidenceEvent happened)
    {
        try
        {
            var decoded = EventCodec.Decode(happened.Type, happened.Payload.Span);
            return IsComplete(decoded) ? decoded : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>A property that a payload leaves out is null, whatever its type says; what the audit reads must be there.</summary>
    private static bool IsComplete(ContractEvent decoded) => decoded switch
    {
        ContractEvent.Sent e => e.Frozen != default && e.Parties is not null && e.Parties.All(party => party is not null),
        ContractEvent.PartyAdded e => e.Identity is { NumberCommitment: not null },
        ContractEvent.PartyIdentified e => e.AssertionDigest is not null,
        ContractEvent.PartyConsented e => e is { ConsentText: not null, ConsentDigest: not null },
        ContractEvent.AuthorisationRequested e => e is { AuthorisationId: not null, Nonce: not null, Challenge: not null },
        ContractEvent.PartyAuthorised e => e is { AuthorisationId: not null, AssertionDigest: not null },
        ContractEvent.PartySigned e => e is { AuthorisationId: not null, CertificateSerial: not null },
        ContractEvent.SealApplied e => e.CertificateSerial is not null,
        ContractEvent.Completed e => e.Document != default,
        _ => true,
    };

    private void CheckLife(List<ContractEvent> history)
    {
        var problem = ProblemOfLife(history);
        report(EvidenceRules.Contract, problem is null,
            problem ?? $"Contract {contractId} was created, sent once, signed by every party and completed.");
        if (history.OfType<ContractEvent.Completed>().LastOrDefault() is { } completed
            && files.TryGetValue(PackageNames.Document, out var file))
        {
            var same = completed.Document.ToString() == file.Sha256;
            report(EvidenceRules.Contract, same, same
                ? $"{PackageNames.Document} is the file with which the contract was completed."
                : $"{PackageNames.Document} is not the file with which the contract was completed, SHA-256 {completed.Document}.");
        }
    }

    private string? ProblemOfLife(List<ContractEvent> history)
    {
        if (history[0] is not ContractEvent.Created first || first.Id.ToString() != contractId
            || history.OfType<ContractEvent.Created>().Count() != 1)
        {
            return $"The events are not those of contract {contractId}.";
        }

        var added = history.OfType<ContractEvent.PartyAdded>().Select(party => party.Party).ToList();
        var sent = history.OfType<ContractEvent.Sent>().ToList();
        var signed = history.OfType<ContractEvent.PartySigned>().Select(party => party.Party).ToList();
        return history.Find(happened => happened is ContractEvent.PartyDeclined or ContractEvent.Voided or ContractEvent.Expired)
                is { } ended ? $"The contract ended by {EventCodec.NameOf(ended)}."
            : sent.Count != 1 ? "The contract was sent more than once."
            : added.Count == 0 || !SameOnce(added, [.. sent[0].Parties.Select(party => party.Party)])
                ? "The contract was not sent to its parties."
            : !SameOnce(added, signed) ? "Not every party signed, once."
            : history.OfType<ContractEvent.SealApplied>().Count() != 1 ? "The contract was not sealed, once."
            : history.OfType<ContractEvent.Completed>().Count() != 1 ? "The contract was not completed."
            : null;
    }

    private static bool SameOnce(List<PartyId> expected, List<PartyId> actual) =>
        expected.Count == actual.Count && expected.Distinct().Count() == expected.Count && expected.ToHashSet().SetEquals(actual);

    private void CheckSigners(List<ContractEvent> history, ValidationReport document)
    {
        Compare("signature", SignatureKind.Signature,
            [.. history.OfType<ContractEvent.PartySigned>().Select(signed => signed.CertificateSerial)]);
        Compare("seal", SignatureKind.Seal,
            [.. history.OfType<ContractEvent.SealApplied>().Select(applied => applied.CertificateSerial)]);

        void Compare(string what, SignatureKind kind, List<string> claimed)
        {
            var found = document.Signatures.Where(signature => signature.Kind == kind)
                .Select(signature => signature.Signer?.Serial ?? "").ToList();
            foreach (var serial in claimed.Union(found, StringComparer.Ordinal))
            {
                var (inEvents, inDocument) = (claimed.Count(other => other == serial), found.Count(other => other == serial));
                report(EvidenceRules.Signers, inEvents == 1 && inDocument == 1,
                    $"The {what} with certificate {serial} stands {inEvents} times in the events, {inDocument} times in the document.");
            }
        }
    }
}

using System.Security.Cryptography;
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

        var sent = history.OfType<ContractEvent.Sent>().FirstOrDefault();
        if (sent is null)
        {
            report(EvidenceRules.Contract, false, "The contract was never sent.");
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

        var parties = new PartyAudit(report, files, history, sent.Frozen);
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
            try
            {
                history.Add(EventCodec.Decode(happened.Type, happened.Payload.Span));
            }
            catch (Exception error) when (error is JsonException or FormatException or ArgumentException)
            {
                report(EvidenceRules.Contract, false, $"Event {happened.Sequence} ({happened.Type}) cannot be read.");
                return null;
            }
        }

        return history;
    }

    private void CheckLife(List<ContractEvent> history)
    {
        var created = history.OfType<ContractEvent.Created>().ToList();
        var isThisContract = history[0] is ContractEvent.Created first && created.Count == 1 && first.Id.ToString() == contractId;
        var ended = history.FirstOrDefault(happened =>
            happened is ContractEvent.PartyDeclined or ContractEvent.Voided or ContractEvent.Expired);
        var completed = history.OfType<ContractEvent.Completed>().Count() == 1;
        var sentOnce = history.OfType<ContractEvent.Sent>().Count() == 1;
        report(EvidenceRules.Contract, isThisContract && completed && sentOnce && ended is null,
            !isThisContract ? $"The events are not those of contract {contractId}."
            : ended is not null ? $"The contract ended by {EventCodec.NameOf(ended)}."
            : !sentOnce ? "The contract was sent more than once."
            : completed ? $"Contract {contractId} was created, sent once and completed."
            : "The contract was not completed.");
        if (history.OfType<ContractEvent.Completed>().LastOrDefault() is { } last && files.TryGetValue(PackageNames.Document, out var file))
        {
            var same = last.Document.ToString() == file.Sha256;
            report(EvidenceRules.Contract, same, same
                ? $"{PackageNames.Document} is the file with which the contract was completed."
                : $"{PackageNames.Document} is not the file with which the contract was completed, SHA-256 {last.Document}.");
        }
    }

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

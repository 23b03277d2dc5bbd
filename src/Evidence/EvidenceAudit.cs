using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Evidence;

/// <summary>Judges the PDF of a package, as <see cref="SignatureValidator.Validate"/>.</summary>
internal delegate ValidationReport ValidateDocument(
    Stream file, string fileName, ValidationContext context, CancellationToken cancellationToken);

/// <summary>One audit: the steps in order, each leaving its findings. A step goes as far as the one before allows.</summary>
internal sealed class EvidenceAudit(ValidationContext context, ValidateDocument validate, CancellationToken cancellationToken)
{
    private static readonly string[] s_required =
        [PackageNames.Manifest, PackageNames.Signature, PackageNames.Document, PackageNames.Events];

    private readonly List<EvidenceFinding> _findings = [];

    public EvidenceReport Run(Stream package)
    {
        using var reader = new PackageReader(Report, cancellationToken);
        if (!reader.Read(package))
        {
            return new(false, null, _findings);
        }

        var files = reader.Files;
        foreach (var name in s_required.Where(name => !files.ContainsKey(name)))
        {
            Report(EvidenceRules.File, false, $"{name}: missing.");
        }

        var manifest = ReadManifest(files);
        CheckFiles(files, manifest);
        var document = reader.Document is { } pdf
            ? validate(pdf, PackageNames.Document, context, cancellationToken)
            : null;
        if (document is not null)
        {
            Report(EvidenceRules.Document, document.Verdict == FileVerdict.Valid,
                $"{PackageNames.Document}: {document.Verdict}{(document.Reason is { } reason ? $" ({reason})" : "")}.");
        }

        new ManifestSignatureAudit(Report, context).Run(files, document);
        if (manifest is not null && ReadEvents(files, manifest) is { } events)
        {
            new ContractAudit(Report, files, manifest.ContractId, cancellationToken).Run(events, reader.Document, document);
        }

        return new(_findings.TrueForAll(finding => finding.Holds), document, _findings);
    }

    private void Report(string rule, bool holds, string detail) => _findings.Add(new(rule, holds, detail));

    private EvidenceManifest? ReadManifest(Dictionary<string, PackageFile> files)
    {
        if (!files.TryGetValue(PackageNames.Manifest, out var file))
        {
            return null;
        }

        try
        {
            var manifest = EvidenceManifest.Parse(file.Content);
            Report(EvidenceRules.Manifest, true,
                $"{PackageNames.Manifest}: {manifest.Files.Count} files, {manifest.EventCount} events of {manifest.ContractId}.");
            return manifest;
        }
        catch (EvidenceSyntaxException error)
        {
            Report(EvidenceRules.Manifest, false, $"{PackageNames.Manifest}: {error.Message}");
            return null;
        }
    }

    private void CheckFiles(Dictionary<string, PackageFile> files, EvidenceManifest? manifest)
    {
        if (manifest is null)
        {
            return;
        }

        var named = new HashSet<string>(StringComparer.Ordinal) { PackageNames.Manifest, PackageNames.Signature };
        foreach (var expected in manifest.Files)
        {
            if (!named.Add(expected.Name))
            {
                Report(EvidenceRules.File, false, $"{expected.Name}: named twice by the manifest.");
            }
            else if (!files.TryGetValue(expected.Name, out var found))
            {
                // Missing required files have been reported.
                if (!s_required.Contains(expected.Name))
                {
                    Report(EvidenceRules.File, false, $"{expected.Name}: missing.");
                }
            }
            else
            {
                var same = found.LengthInBytes == expected.LengthInBytes && found.Sha256 == expected.Sha256;
                Report(EvidenceRules.File, same, same
                    ? $"{expected.Name}: {found.LengthInBytes} bytes, SHA-256 {found.Sha256}."
                    : $"{expected.Name}: changed; SHA-256 is {found.Sha256}, the manifest says {expected.Sha256}.");
            }
        }

        foreach (var extra in files.Keys.Where(name => !named.Contains(name)).Order(StringComparer.Ordinal))
        {
            Report(EvidenceRules.File, false, $"{extra}: not named by the manifest.");
        }
    }

    private List<EvidenceEvent>? ReadEvents(Dictionary<string, PackageFile> files, EvidenceManifest manifest)
    {
        if (!files.TryGetValue(PackageNames.Events, out var file))
        {
            return null;
        }

        try
        {
            var events = EventLines.Parse(file.Content);
            var problem = ChainProblem(events, manifest);
            Report(EvidenceRules.Events, problem is null,
                $"{PackageNames.Events}: {problem ?? $"{events.Count} events, one chain, head {manifest.Head}."}");
            return events;
        }
        catch (EvidenceSyntaxException error)
        {
            Report(EvidenceRules.Events, false, $"{PackageNames.Events}: {error.Message}");
            return null;
        }
    }

    private static string? ChainProblem(List<EvidenceEvent> events, EvidenceManifest manifest)
    {
        if (manifest.ContractId.Length == 0)
        {
            return "the manifest names no contract.";
        }

        var previous = EventChain.Start;
        for (var i = 0; i < events.Count; i++)
        {
            var happened = events[i];
            if (happened.Sequence != i + 1)
            {
                return $"event {i + 1} is missing; {happened.Sequence} stands in its place.";
            }

            previous = EventChain.Next(manifest.ContractId, previous, happened.Sequence, happened.Type, happened.Payload);
            if (!previous.Span.SequenceEqual(happened.Hash.Span))
            {
                return $"event {happened.Sequence} ({happened.Type}) does not have the hash of its content.";
            }
        }

        return events.Count != manifest.EventCount ? $"there are {events.Count} events, the manifest says {manifest.EventCount}."
            : Convert.ToHexStringLower(previous.Span) != manifest.Head ? "the last hash is not the manifest's."
            : null;
    }
}

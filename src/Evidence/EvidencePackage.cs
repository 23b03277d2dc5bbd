using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Evidence;

/// <summary>One event for the package.</summary>
public sealed record EvidenceEvent(long Sequence, string Type, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Hash);

/// <summary>A file of the package: its name with forward slashes and its bytes.</summary>
public sealed record EvidenceFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>What goes into an evidence package.</summary>
public sealed record EvidenceContent
{
    /// <summary>The contract's id: the stream of the events.</summary>
    public required string ContractId { get; init; }

    /// <summary>The final PDF; seekable.</summary>
    public required Stream Document { get; init; }

    /// <summary>All events so far.</summary>
    public required IReadOnlyList<EvidenceEvent> Events { get; init; }

    /// <summary>Further files: assertions, certificates, consent texts, reports.</summary>
    public required IReadOnlyList<EvidenceFile> Files { get; init; }
}

/// <summary>Signs the package's manifest.</summary>
public sealed record EvidenceSigner(ISigningKey Key, Certificate Certificate, IReadOnlyList<Certificate> Chain);

/// <summary>One finding of a package's audit.</summary>
public sealed record EvidenceFinding(string Rule, bool Holds, string Detail);

/// <summary>What an audit of a package found.</summary>
public sealed record EvidenceReport(bool Valid, ValidationReport? Document, IReadOnlyList<EvidenceFinding> Findings);

/// <summary>Proof without us: a ZIP file with everything an auditor needs, offline.</summary>
public static class EvidencePackage
{
    /// <summary>Writes a package; deterministic but for the manifest's signature.</summary>
    public static Task WriteAsync(
        EvidenceContent content, EvidenceSigner signer, Stream output, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Audits a package from its bytes and the trust anchors alone. Never throws for what the package says.</summary>
    public static EvidenceReport Audit(Stream package, ValidationContext context, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

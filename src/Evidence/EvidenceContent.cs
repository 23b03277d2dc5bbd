using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Evidence;

/// <summary>One event for the package. Its payload is one JSON value in UTF-8 without line breaks.</summary>
public sealed record EvidenceEvent(long Sequence, string Type, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Hash);

/// <summary>
/// A file of the package: its name with forward slashes and its bytes. A name is made of segments of ASCII letters, digits,
/// <c>.</c>, <c>-</c> and <c>_</c>, at most 200 characters.
/// </summary>
public sealed record EvidenceFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>What goes into an evidence package.</summary>
public sealed record EvidenceContent
{
    /// <summary>The contract's id: the stream of the events.</summary>
    public required string ContractId { get; init; }

    /// <summary>The final PDF; seekable, stays the caller's, read from its beginning.</summary>
    public required Stream Document { get; init; }

    /// <summary>All events so far.</summary>
    public required IReadOnlyList<EvidenceEvent> Events { get; init; }

    /// <summary>Further files: assertions, certificates, consent texts, reports. The same file may stand here more than once.</summary>
    public required IReadOnlyList<EvidenceFile> Files { get; init; }
}

/// <summary>Signs the package's manifest: the key that sealed the document.</summary>
public sealed record EvidenceSigner(ISigningKey Key, Certificate Certificate, IReadOnlyList<Certificate> Chain)
{
    /// <summary>
    /// With a source the manifest's signature gets a timestamp and stays valid after the end of its certificate; without one the
    /// package is valid as long as the certificate is.
    /// </summary>
    public ITimestampSource? Timestamps { get; init; }
}

using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Evidence;

/// <summary>One finding of a package's audit.</summary>
/// <param name="Rule">The rule, such as <c>evidence.file</c>; see <see cref="EvidenceRules"/>.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Detail">What was found, in English; names the item.</param>
public sealed record EvidenceFinding(string Rule, bool Holds, string Detail);

/// <summary>What an audit of a package found.</summary>
/// <param name="Valid">Every finding holds.</param>
/// <param name="Document">The verdict on the PDF; null where there is none to judge.</param>
/// <param name="Findings">Every check made, passed or not, in order.</param>
public sealed record EvidenceReport(bool Valid, ValidationReport? Document, IReadOnlyList<EvidenceFinding> Findings);

/// <summary>The rules of the audit.</summary>
public static class EvidenceRules
{
    /// <summary>The bytes are a ZIP file within the limits.</summary>
    public const string Package = "evidence.package";

    /// <summary>A file's name is a plain relative path, and no other name differs from it by case alone.</summary>
    public const string Name = "evidence.name";

    /// <summary>The manifest is there and can be read.</summary>
    public const string Manifest = "evidence.manifest";

    /// <summary>The manifest's signature holds over its bytes (RFC 5652, 5.6).</summary>
    public const string ManifestSignature = "evidence.manifest-signature";

    /// <summary>The manifest's signer has a valid path to a trust anchor (RFC 5280, 6.1).</summary>
    public const string ManifestTrust = "evidence.manifest-trust";

    /// <summary>The manifest's signer sealed the document.</summary>
    public const string ManifestSigner = "evidence.manifest-signer";

    /// <summary>A file is there, has the length and digest of the manifest and is named by it.</summary>
    public const string File = "evidence.file";

    /// <summary>The events follow each other without a gap and their hashes chain up to the manifest's.</summary>
    public const string Events = "evidence.events";

    /// <summary>The document is valid by EN 319 102-1.</summary>
    public const string Document = "evidence.document";

    /// <summary>The events are those of the contract that the manifest names, completed.</summary>
    public const string Contract = "evidence.contract";

    /// <summary>The document begins with the bytes that were frozen at sending.</summary>
    public const string Frozen = "evidence.frozen-document";

    /// <summary>Signers of the document and signers in the events are the same.</summary>
    public const string Signers = "evidence.signers";

    /// <summary>A party's consent text is there and has the digest that the events name.</summary>
    public const string Consent = "evidence.consent";

    /// <summary>A party's challenge is the one that contract, frozen document, party and consent determine.</summary>
    public const string Challenge = "evidence.challenge";

    /// <summary>A signed assertion is there, and its signature and nonce hold.</summary>
    public const string Assertion = "evidence.assertion";

    /// <summary>A party's personal number is the one that the contract was made with.</summary>
    public const string Identity = "evidence.identity";
}

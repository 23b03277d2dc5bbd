using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>A signature of a PDF.</summary>
internal sealed class PdfSignatureInProcess(SignatureFacts facts) : SignatureInProcess(SignatureContent.Read(facts))
{
    public SignatureFacts Facts { get; } = facts;

    public override bool IsTimestamp => Facts.SubFilter == "ETSI.RFC3161";

    public override int SignedRevision => Facts.Coverage.SignedRevision;

    public override SignatureCoverage Coverage => Facts.Coverage.Coverage;

    /// <inheritdoc/>
    /// <remarks>EN 319 142-1, 6.3: this encoding, and the time in /M.</remarks>
    public override bool HasBaselineForm => Facts.SubFilter == "ETSI.CAdES.detached" && Facts.Version.Dictionary["M"] is not null;

    public override bool IsCompletedBy(ValidationMaterial material) => material.SecurityStoreRevision >= SignedRevision;

    public override DateTimeOffset? WrittenTime => ClaimedTimes.Written(Facts.Version);

    public override ChangeClass FoundChanges => Facts.Changes;
}

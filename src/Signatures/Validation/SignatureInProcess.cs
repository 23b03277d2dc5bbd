using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>One signature on its way through the processes of EN 319 102-1.</summary>
internal sealed class SignatureInProcess(SignatureFacts facts)
{
    private IReadOnlyList<ContentTimestamp>? _contentTimestamps;

    public SignatureFacts Facts { get; } = facts;

    public SignatureContent Content { get; } = SignatureContent.Read(facts);

    public Judgement Judgement { get; } = new();

    public DigestRequest? Request { get; set; }

    public IntegrityCheck Integrity { get; set; } = new(SignatureIntegrity.Unreadable, null);

    public TrustVerdict Trust { get; set; } = new(false, [], false);

    public DateTimeOffset? ProvenTime { get; set; }

    public bool HasValidTimestamp { get; set; }

    /// <summary>Timestamps over the document that were there before the signature was made (EN 319 122-1, 5.2.8).</summary>
    public IReadOnlyList<ContentTimestamp> ContentTimestamps => _contentTimestamps ??= ContentTimestamp.Read(Content);

    public bool IsTimestamp => Facts.SubFilter == "ETSI.RFC3161";

    public bool IsIntact => Integrity.Integrity == SignatureIntegrity.Intact;

    /// <summary>The class of changes; it does not arise for a signature that does not hold.</summary>
    public ChangeClass Changes => IsIntact ? Facts.Changes : ChangeClass.NotApplicable;
}

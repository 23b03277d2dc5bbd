using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>One signature on its way through the processes of EN 319 102-1, whatever it is wrapped in.</summary>
internal abstract class SignatureInProcess(SignatureContent content)
{
    private IReadOnlyList<ContentTimestamp>? _contentTimestamps;

    public SignatureContent Content { get; } = content;

    public Judgement Judgement { get; } = new();

    public DigestRequest? Request { get; set; }

    public IntegrityCheck Integrity { get; set; } = new(SignatureIntegrity.Unreadable, null);

    public TrustVerdict Trust { get; set; } = new(false, [], false);

    public DateTimeOffset? ProvenTime { get; set; }

    public bool HasValidTimestamp { get; set; }

    /// <summary>It is a timestamp over the document itself.</summary>
    public abstract bool IsTimestamp { get; }

    /// <summary>The index of the revision that is signed.</summary>
    public abstract int SignedRevision { get; }

    /// <summary>What is covered.</summary>
    public abstract SignatureCoverage Coverage { get; }

    /// <summary>The form is that of a baseline signature (EN 319 142-1, 6.3; EN 319 122-1, 6.3), its CMS aside.</summary>
    public abstract bool HasBaselineForm { get; }

    /// <summary>The file was extended by what its validation in later years needs.</summary>
    public abstract bool IsCompletedBy(ValidationMaterial material);

    /// <summary>The time that stands beside the signature; null for none.</summary>
    public abstract DateTimeOffset? WrittenTime { get; }

    /// <summary>The class of changes after the signed revision, as far as the file tells.</summary>
    public abstract ChangeClass FoundChanges { get; }

    /// <summary>Timestamps over the document that were there before the signature was made (EN 319 122-1, 5.2.8).</summary>
    public IReadOnlyList<ContentTimestamp> ContentTimestamps => _contentTimestamps ??= ContentTimestamp.Read(Content);

    public bool IsIntact => Integrity.Integrity == SignatureIntegrity.Intact;

    /// <summary>The class of changes; it does not arise for a signature that does not hold.</summary>
    public ChangeClass Changes => IsIntact ? FoundChanges : ChangeClass.NotApplicable;
}

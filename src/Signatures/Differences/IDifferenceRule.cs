using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>One kind of change that an update may make: it looks for it, vouches for its objects and names its class.</summary>
internal interface IDifferenceRule
{
    /// <summary>What it is called in reports.</summary>
    ValidationRule Rule { get; }

    /// <summary>Looks at one update. May throw <see cref="PdfSyntaxException"/>: the update is then refused.</summary>
    void Explain(RevisionPair pair, Explanation explanation);
}

using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>The document's XMP packet (14.3.2), which shows on no page.</summary>
internal sealed class MetadataRule : IDifferenceRule
{
    public ValidationRule Rule => ValidationRules.ChangesMetadata;

    public void Explain(RevisionPair pair, Explanation explanation)
    {
        var catalog = CatalogRule.Open(pair, explanation);
        var (old, updated) = explanation.Open(catalog.Old.Key("Metadata"), catalog.New.Key("Metadata"));
        if (PdfEquality.Same(old.Raw, updated.Raw))
        {
            return;
        }

        if (updated.Raw is PdfStream stream && stream.Dictionary["Type"] is PdfName { Value: "Metadata" }
            && stream.Dictionary["Subtype"] is PdfName { Value: "XML" })
        {
            explanation.OwnAdded(updated);
            explanation.Record(Rule, ChangeClass.LtvOnly, "The document's metadata stream was updated.");
        }
        else
        {
            explanation.Refuse(Rule, "The document's metadata is gone or no metadata stream.");
        }
    }
}

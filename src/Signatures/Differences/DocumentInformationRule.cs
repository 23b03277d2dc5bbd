using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>The document information dictionary (14.3.3): plain values, and nobody else's object.</summary>
internal sealed class DocumentInformationRule : IDifferenceRule
{
    private static readonly string[] s_shown = ["Title", "Author", "Subject", "Keywords"];

    public ValidationRule Rule => ValidationRules.ChangesInformation;

    public void Explain(RevisionPair pair, Explanation explanation)
    {
        var trailers = (Old: new Slot(Edge.Trailer, "", pair.Old.Trailer), New: new Slot(Edge.Trailer, "", pair.New.Trailer));
        var (old, updated) = explanation.Open(trailers.Old.Key("Info"), trailers.New.Key("Info"));
        if (PdfEquality.Same(old.Raw, updated.Raw) || updated.IsAbsent)
        {
            return;
        }

        if (updated.Raw is not PdfDictionary dictionary)
        {
            explanation.Refuse(Rule, "The information dictionary became something else.");
            return;
        }

        foreach (var (key, _) in dictionary.Entries)
        {
            var (_, value) = explanation.Open(old.Key(key), updated.Key(key));
            if (value.Raw is not (PdfString or PdfName or PdfBoolean or PdfInteger or PdfNull or null))
            {
                explanation.Refuse(Rule, $"/{key} of the information dictionary is no plain value.");
                return;
            }
        }

        var shown = s_shown.FirstOrDefault(key => !old.IsAbsent && !PdfEquality.Same(old.Key(key).Raw, updated.Key(key).Raw));
        if (shown is not null)
        {
            explanation.Warn(Rule, ChangeClass.LtvOnly, $"/{shown} of the document information was changed.");
        }
        else
        {
            explanation.Record(Rule, ChangeClass.LtvOnly, "The document information was updated.");
        }
    }
}

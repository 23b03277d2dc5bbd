using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>The trailer: the same catalog, the same encryption, the same first identifier, no new keys (7.5.5).</summary>
internal sealed class TrailerRule : IDifferenceRule
{
    // Keys of the section itself and not of the document, with those of a cross-reference stream (tables 15, 17 and 5).
    private static readonly HashSet<string> s_sectionKeys =
        ["Size", "Prev", "XRefStm", "Type", "Index", "W", "Length", "Filter", "DecodeParms", "DL", "Info", "ID"];

    public ValidationRule Rule => ValidationRules.ChangesTrailer;

    public void Explain(RevisionPair pair, Explanation explanation)
    {
        var (old, updated) = (pair.Old.Trailer, pair.New.Trailer);
        foreach (var key in updated.Entries.Select(entry => entry.Key).Where(key => !s_sectionKeys.Contains(key)))
        {
            if (!PdfEquality.Same(old[key], updated[key]) && !IsNewCatalog(pair, key))
            {
                explanation.Refuse(Rule, $"The trailer's /{key} is another one.");
            }
        }

        foreach (var key in (string[])["Root", "Encrypt"])
        {
            if (updated[key] is null && old[key] is not null)
            {
                explanation.Refuse(Rule, $"The trailer's /{key} is gone.");
            }
        }

        if (FirstIdentifier(pair.Old) is { } was && FirstIdentifier(pair.New) is { } now && !PdfEquality.Same(was, now))
        {
            // It is part of the key of an encrypted file (7.6.4.3); elsewhere it names the file and nothing depends on it.
            if (updated["Encrypt"] is not null)
            {
                explanation.Refuse(Rule, "The first file identifier of an encrypted file is another one.");
            }
            else
            {
                explanation.Warn(Rule, ChangeClass.None, "The first file identifier is another one.");
            }
        }
    }

    /// <summary>A new object for a new state of the catalog, which the rule of the catalog compares with the old one.</summary>
    private static bool IsNewCatalog(RevisionPair pair, string key) =>
        key == "Root" && pair.New.Trailer[key] is PdfReference root && pair.IsAdded(root.Number);

    private static PdfString? FirstIdentifier(PdfRevision revision) =>
        revision.Resolve<PdfArray>(revision.Trailer["ID"]) is [var first, ..] ? revision.Resolve<PdfString>(first) : null;
}

using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// What a shadow attack prepares in the bytes that are signed: pages and catalogs that nothing shows yet, and bytes that no section
/// lists. They break nothing as long as no later revision makes them visible, which other rules refuse; the reader is warned.
/// </summary>
internal static class ShadowObjects
{
    private const int MaxFindings = 8;

    // Walking the whole document is for documents of a size that people sign; beyond it the warning is not worth the wait.
    private const int MaxObjects = 200_000;

    public static IReadOnlyList<RuleFinding> Find(PdfDocument document, PdfRevision signed, CancellationToken cancellationToken)
    {
        var findings = new List<RuleFinding>();
        foreach (var revision in document.Revisions.Take(signed.Index + 1))
        {
            if (UnlistedByte(revision) is { } at)
            {
                findings.Add(Warning($"Bytes at {at} of the signed document belong to no object of its cross-reference sections."));
            }
        }

        if (!document.IsEncrypted)
        {
            findings.AddRange(Unreached(document, signed, cancellationToken).Select(number =>
                Warning($"Object {number} is a page or catalog that the signed document does not show.")));
        }

        return [.. findings.Take(MaxFindings)];
    }

    private static RuleFinding Warning(string detail) => new(ValidationRules.FileShadow, RuleResult.Warn, detail);

    private static long? UnlistedByte(PdfRevision revision)
    {
        try
        {
            return revision.FindUnlistedByte();
        }
        catch (PdfSyntaxException)
        {
            return null; // an object that cannot be read is told by other rules
        }
    }

    private static IEnumerable<int> Unreached(PdfDocument document, PdfRevision signed, CancellationToken cancellationToken)
    {
        var numbers = document.Revisions.Take(signed.Index + 1).SelectMany(revision => revision.Entries.Keys).ToHashSet();
        if (numbers.Count > MaxObjects)
        {
            return [];
        }

        var candidates = new HashSet<int>();
        foreach (var number in numbers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Load(signed, number) is PdfDictionary dictionary && dictionary["Type"] is PdfName { Value: "Page" or "Pages" or "Catalog" })
            {
                candidates.Add(number);
            }
        }

        var pending = new Stack<int>();
        var seen = new HashSet<int>();
        void Push(string path, PdfReference reference)
        {
            candidates.Remove(reference.Number);
            if (seen.Add(reference.Number))
            {
                pending.Push(reference.Number);
            }
        }

        References.Visit(signed.Trailer, "", Push);
        while (candidates.Count > 0 && pending.TryPop(out var number))
        {
            References.VisitDocumentObject(Load(signed, number), Push);
        }

        return candidates.Order();
    }

    private static PdfObject? Load(PdfRevision revision, int number)
    {
        try
        {
            return revision.Load(number)?.Value;
        }
        catch (PdfSyntaxException)
        {
            return null;
        }
    }
}

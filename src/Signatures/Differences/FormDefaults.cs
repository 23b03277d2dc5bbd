using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Differences;

/// <summary>
/// The form's defaults, /DA, /DR and /Q (12.7.3), of which a reader makes the look of a field that has none of its own. Programs
/// that sign rewrite them as a matter of course.
/// </summary>
internal static class FormDefaults
{
    private const int MaxDepth = 64;

    /// <summary>
    /// No field of the signed revision shows anything by this default: each that has something to show brings its own look, for
    /// /DR with resources of its own, and no reader is asked to make new ones.
    /// </summary>
    public static bool IsUnused(string key, RevisionPair pair, IReadOnlyList<FieldNode> fields, PdfDictionary form) =>
        pair.New.Resolve(form["NeedAppearances"]) is not PdfBoolean { Value: true }
        && fields.All(field => field.FieldType == "Sig" || !IsWidget(field) || !HasValue(pair.Old, field) || HasOwnLook(pair.Old, field, key));

    private static bool IsWidget(FieldNode field) => field.Dictionary["Rect"] is not null;

    /// <summary>A value of its own or of a field above it (12.7.4.1), or a caption.</summary>
    private static bool HasValue(PdfRevision revision, FieldNode field)
    {
        var node = field.Dictionary;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            if (!IsEmpty(revision.Resolve(node["V"])))
            {
                return true;
            }

            if (revision.Resolve<PdfDictionary>(node["Parent"]) is not { } parent)
            {
                return revision.Resolve<PdfDictionary>(field.Dictionary["MK"])?["CA"] is not null;
            }

            node = parent;
        }

        return true;
    }

    private static bool IsEmpty(PdfObject? value) => value is null or PdfNull or PdfString { Bytes.Length: 0 };

    private static bool HasOwnLook(PdfRevision revision, FieldNode field, string key)
    {
        var normal = revision.Resolve(revision.Resolve<PdfDictionary>(field.Dictionary["AP"])?["N"]);
        return normal is PdfDictionary { Entries.Count: > 0 } states
            ? states.Entries.All(state => IsWhole(revision.Resolve(state.Value), key))
            : IsWhole(normal, key);
    }

    // A stream without resources might be drawn with those of the form.
    private static bool IsWhole(PdfObject? look, string key) =>
        look is PdfStream { Dictionary: var dictionary } && (key != "DR" || dictionary["Resources"] is not null);
}

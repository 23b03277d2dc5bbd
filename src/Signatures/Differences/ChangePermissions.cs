using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>Which fields a signature locks (12.8.2.4, table 256).</summary>
/// <param name="Action">All, Include or Exclude.</param>
/// <param name="Fields">The names for the last two.</param>
public sealed record FieldLock(string Action, IReadOnlyList<string> Fields)
{
    /// <summary>A lock on a field holds for the fields below it.</summary>
    public bool Locks(string name) => Action switch
    {
        "All" => true,
        "Include" => Fields.Any(field => IsOrIsBelow(name, field)),
        "Exclude" => !Fields.Any(field => IsOrIsBelow(name, field)),
        _ => true,
    };

    private static bool IsOrIsBelow(string name, string field) =>
        name == field || name.StartsWith(field + ".", StringComparison.Ordinal);
}

/// <summary>What a signature permits to be changed after it.</summary>
/// <param name="AccessPermission">/P of DocMDP or of the lock, the smaller one; null where neither is there.</param>
/// <param name="IsCertification">
/// It is a certification signature (12.8.2.2): it has a DocMDP transform that its field's lock does not ask for (table 236).
/// </param>
/// <param name="Locks">Its FieldMDP transforms and the lock of its field.</param>
public sealed record ChangePermissions(int? AccessPermission, bool IsCertification, IReadOnlyList<FieldLock> Locks)
{
    /// <summary>The catalog's /Perms names it as the certification signature (12.8.6).</summary>
    public bool IsNamedByCatalog { get; init; }

    // A report names so many changes of a kind one by one and counts the others, so that it grows with the signatures alone.
    private const int MaxOfAKind = 8;

    /// <summary>Reads them from the signature and the field that holds it.</summary>
    public static ChangePermissions Read(PdfRevision revision, PdfDictionary signature, PdfDictionary? field)
    {
        ArgumentNullException.ThrowIfNull(revision);
        ArgumentNullException.ThrowIfNull(signature);
        var locks = new List<FieldLock>();
        var access = new List<int>();
        var hasTransform = false;
        foreach (var item in revision.Resolve<PdfArray>(signature["Reference"]) ?? new([]))
        {
            var reference = revision.Resolve<PdfDictionary>(item) ?? PdfDictionary.Empty;
            var parameters = revision.Resolve<PdfDictionary>(reference["TransformParams"]) ?? PdfDictionary.Empty;
            switch (revision.Resolve<PdfName>(reference["TransformMethod"])?.Value)
            {
                case "DocMDP":
                    hasTransform = true;
                    // Table 257: the default is 2.
                    access.Add(revision.Resolve<PdfInteger>(parameters["P"]) is { } p ? Level(p) : 2);
                    break;
                case "FieldMDP":
                    locks.Add(ReadLock(revision, parameters));
                    AddLevel(revision, parameters, access);
                    break;
                default:
                    break;
            }
        }

        var isLocking = false;
        if (field is not null && revision.Resolve<PdfDictionary>(field["Lock"]) is { } fieldLock)
        {
            locks.Add(ReadLock(revision, fieldLock));
            isLocking = AddLevel(revision, fieldLock, access);
        }

        var isNamed = IsNamed(revision, signature);
        return new(access.Count == 0 ? null : access.Min(), hasTransform && (isNamed || !isLocking), locks) { IsNamedByCatalog = isNamed };
    }

    private static bool AddLevel(PdfRevision revision, PdfDictionary dictionary, List<int> access)
    {
        if (revision.Resolve<PdfInteger>(dictionary["P"]) is not { } level)
        {
            return false;
        }

        access.Add(Level(level));
        return true;
    }

    private static bool IsNamed(PdfRevision revision, PdfDictionary signature) =>
        revision.Resolve<PdfDictionary>(revision.Catalog["Perms"])?["DocMDP"] is { } named
        && revision.Resolve<PdfDictionary>(named) is { Offset: >= 0 } dictionary && dictionary.Offset == signature.Offset;

    /// <summary>The worst class over the changes after the signed revision, and the findings that say why.</summary>
    public (ChangeClass Class, IReadOnlyList<RuleFinding> Findings) Judge(IEnumerable<RevisionChanges> later)
    {
        ArgumentNullException.ThrowIfNull(later);
        var worst = ChangeClass.None;
        var findings = new List<RuleFinding>();
        var counts = new Dictionary<(ValidationRule Rule, RuleResult Result), int>();
        foreach (var change in later)
        {
            worst = change.Class > worst ? change.Class : worst;
            foreach (var finding in change.Findings)
            {
                var result = Result(finding);
                var seen = counts[(finding.Rule, result)] = counts.GetValueOrDefault((finding.Rule, result)) + 1;
                if (seen <= MaxOfAKind)
                {
                    findings.Add(new(finding.Rule, result, finding.Detail));
                }
            }

            findings.AddRange(Refusals(change).Take(MaxOfAKind));
        }

        findings.AddRange(counts.Where(count => count.Value > MaxOfAKind)
            .Select(count => new RuleFinding(count.Key.Rule, count.Key.Result, $"And {count.Value - MaxOfAKind} more of this kind.")));
        return (findings.Any(finding => finding.Result == RuleResult.Fail) ? ChangeClass.NotPermitted : worst, findings);
    }

    private IEnumerable<RuleFinding> Refusals(RevisionChanges change)
    {
        if (AccessPermission is { } access && change.Class > Allowed(access) && change.Class != ChangeClass.NotPermitted)
        {
            yield return new(
                ValidationRules.PermissionDocMdp, RuleResult.Fail,
                $"Revision {change.Revision} changed the document ({VerdictNames.Of(change.Class)}), and the signature permits level {access}.");
        }

        foreach (var field in change.Fields)
        {
            if (IsCertification && AccessPermission <= 2 && field is { IsNew: true, IsVisible: true })
            {
                yield return new(
                    ValidationRules.PermissionNewVisibleField, RuleResult.Fail,
                    $"Revision {change.Revision} added the visible field '{field.Name}' to a certified document.");
            }

            if (!field.IsNew && Locks.Any(fieldLock => fieldLock.Locks(field.Name)))
            {
                yield return new(
                    ValidationRules.PermissionFieldMdp, RuleResult.Fail,
                    $"Revision {change.Revision} changed the locked field '{field.Name}'.");
            }
        }
    }

    private static RuleResult Result(ChangeFinding finding) =>
        finding.Class == ChangeClass.NotPermitted ? RuleResult.Fail : finding.IsWarning ? RuleResult.Warn : RuleResult.Ok;

    private static ChangeClass Allowed(int access) => access switch
    {
        1 => ChangeClass.LtvOnly,
        2 => ChangeClass.FormFill,
        _ => ChangeClass.Annotations,
    };

    // Values outside 1 to 3 permit nothing.
    private static int Level(PdfInteger value) => value.Value is >= 1 and <= 3 ? (int)value.Value : 1;

    private static FieldLock ReadLock(PdfRevision revision, PdfDictionary dictionary)
    {
        var names = revision.Resolve<PdfArray>(dictionary["Fields"]) ?? new([]);
        return new(
            revision.Resolve<PdfName>(dictionary["Action"])?.Value ?? "All",
            names.Select(name => revision.Resolve<PdfString>(name)).OfType<PdfString>().Select(FieldTree.Text).ToList());
    }
}

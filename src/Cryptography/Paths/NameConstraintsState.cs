using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>
/// permitted_subtrees and excluded_subtrees (RFC 5280, 6.1.2 (b), (c)). The intersection of permitted subtrees is kept
/// as the list of its parts: a name is permitted when each certificate that speaks about its form permits it.
/// </summary>
internal sealed class NameConstraintsState
{
    /// <summary>Comparisons of names of one form; honest paths stay below a thousand.</summary>
    private const int MaximumComparisons = 200_000;

    /// <summary>Names of any form times subtrees of any form, which is where other implementations stop.</summary>
    private const long MaximumPairs = 1 << 20;

    private const string EmailAddress = "1.2.840.113549.1.9.1";

    private readonly List<NameConstraints> _constraints = [];
    private int _comparisons;
    private long _pairs;

    /// <summary>The comparisons were too many: the answer is refused, not given.</summary>
    public bool IsExhausted => _comparisons > MaximumComparisons || _pairs > MaximumPairs;

    public void Add(NameConstraints constraints) => _constraints.Add(constraints);

    /// <summary>6.1.3 (b), (c): null when every name of the certificate is permitted, else a sentence.</summary>
    public string? Refuses(Certificate certificate)
    {
        if (_constraints.Count == 0)
        {
            return null;
        }

        _pairs += (certificate.Subject.Attributes.Count + (long)certificate.SubjectAlternativeNames.Count)
            * _constraints.Sum(constraints => constraints.Permitted.Count + constraints.Excluded.Count);
        if (IsExhausted)
        {
            return "There are too many names and subtrees.";
        }

        foreach (var name in NamesOf(certificate))
        {
            foreach (var constraints in _constraints)
            {
                if (Refuses(name, constraints) is { } reason)
                {
                    return reason;
                }
            }
        }

        return null;
    }

    private string? Refuses(GeneralName name, NameConstraints constraints)
    {
        var isPermitted = true;
        var isLimited = false;
        foreach (var subtree in constraints.Permitted.Where(subtree => subtree.Kind == name.Kind))
        {
            var relation = Compare(name, subtree);
            if (relation == NameMatching.Relation.Unknown)
            {
                return $"{name} cannot be compared with the permitted subtree {subtree}.";
            }

            isPermitted = (isLimited && isPermitted) || relation == NameMatching.Relation.Within;
            isLimited = true;
        }

        if (!isPermitted)
        {
            return $"{name} is in no permitted subtree.";
        }

        foreach (var subtree in constraints.Excluded.Where(subtree => subtree.Kind == name.Kind))
        {
            var relation = Compare(name, subtree);
            if (relation != NameMatching.Relation.Outside)
            {
                return relation == NameMatching.Relation.Unknown
                    ? $"{name} cannot be compared with the excluded subtree {subtree}."
                    : $"{name} is in the excluded subtree {subtree}.";
            }
        }

        return null;
    }

    private NameMatching.Relation Compare(GeneralName name, GeneralName subtree) =>
        ++_comparisons > MaximumComparisons ? NameMatching.Relation.Unknown : NameMatching.Compare(name, subtree);

    private static IEnumerable<GeneralName> NamesOf(Certificate certificate)
    {
        if (!certificate.Subject.IsEmpty)
        {
            yield return GeneralName.Of(certificate.Subject);
        }

        foreach (var name in certificate.SubjectAlternativeNames)
        {
            yield return name;
        }

        // 4.2.1.10: the attribute stands in for the name form where there is no alternative name.
        if (certificate.SubjectAlternativeNames.Count == 0)
        {
            foreach (var mailbox in certificate.Subject.Values(EmailAddress))
            {
                yield return GeneralName.OfMailbox(mailbox);
            }
        }
    }
}

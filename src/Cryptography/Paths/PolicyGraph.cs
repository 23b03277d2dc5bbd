using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>
/// The valid policies of a path as a graph with one node for each policy and depth (RFC 9618, 5). The tree of RFC 5280,
/// 6.1 has the same answers and grows exponentially on hostile certificates.
/// </summary>
internal sealed class PolicyGraph
{
    private readonly List<Dictionary<string, Node>> _levels =
    [
        new() { [Oids.AnyPolicy] = new Node(Oids.AnyPolicy, [Oids.AnyPolicy]) },
    ];

    /// <summary>No policy is left, for this and every deeper certificate.</summary>
    public bool IsNull { get; private set; }

    /// <summary>6.1.3 (d), (e): adds the level of one certificate.</summary>
    /// <param name="policies">Its policies; null where the extension is absent.</param>
    /// <param name="isAnyPolicyAccepted">anyPolicy counts: it is not inhibited, or this is a self-issued certificate above the last.</param>
    public void AddLevel(IReadOnlyList<PolicyInformation>? policies, bool isAnyPolicyAccepted)
    {
        if (IsNull || policies is null)
        {
            IsNull = true;
            return;
        }

        var previous = _levels[^1];
        var level = new Dictionary<string, Node>();
        foreach (var policy in policies.Select(policy => policy.Identifier).Where(policy => policy != Oids.AnyPolicy))
        {
            var parents = previous.Values.Where(node => node.Expected.Contains(policy)).ToList();
            if (parents.Count == 0 && previous.TryGetValue(Oids.AnyPolicy, out var any))
            {
                parents.Add(any);
            }

            if (parents.Count > 0)
            {
                level.TryAdd(policy, new Node(policy, [policy]) { Parents = parents });
            }
        }

        if (isAnyPolicyAccepted && policies.Any(policy => policy.Identifier == Oids.AnyPolicy))
        {
            foreach (var expected in previous.Values.SelectMany(node => node.Expected).Distinct().ToList())
            {
                level.TryAdd(expected, new Node(expected, [expected])
                {
                    Parents = [.. previous.Values.Where(node => node.Expected.Contains(expected))],
                });
            }
        }

        _levels.Add(level);
        Prune();
    }

    /// <summary>6.1.4 (b): mappings of a certificate whose level was just added.</summary>
    public void Map(IReadOnlyList<PolicyMapping> mappings, bool isMappingAllowed)
    {
        if (IsNull)
        {
            return;
        }

        var level = _levels[^1];
        foreach (var group in mappings.GroupBy(mapping => mapping.IssuerDomainPolicy))
        {
            if (!isMappingAllowed)
            {
                level.Remove(group.Key);
            }
            else if (level.TryGetValue(group.Key, out var node))
            {
                node.Expected = [.. group.Select(mapping => mapping.SubjectDomainPolicy)];
            }
            else if (level.TryGetValue(Oids.AnyPolicy, out var any))
            {
                level.Add(group.Key, new Node(group.Key, [.. group.Select(mapping => mapping.SubjectDomainPolicy)])
                {
                    Parents = any.Parents,
                });
            }
        }

        Prune();
    }

    /// <summary>
    /// 6.1.5 (g) by RFC 9618, 5.6: the policies that hang from anyPolicy, which are the issuers' words in the first
    /// domain, and anyPolicy itself when it reaches the last level.
    /// </summary>
    public IReadOnlyList<string> AuthorityConstrainedPolicies()
    {
        if (IsNull)
        {
            return [];
        }

        var policies = _levels.Skip(1).SelectMany(level => level.Values)
            .Where(node => node.Policy != Oids.AnyPolicy && node.Parents.Any(parent => parent.Policy == Oids.AnyPolicy))
            .Select(node => node.Policy).Distinct().ToList();
        if (_levels[^1].ContainsKey(Oids.AnyPolicy))
        {
            policies.Add(Oids.AnyPolicy);
        }

        return policies;
    }

    /// <summary>The policies of the caller that the issuers allow.</summary>
    public static IReadOnlyList<string> UserConstrained(IReadOnlyList<string> authority, IReadOnlyList<string> initial) =>
        initial.Contains(Oids.AnyPolicy) ? authority
            : authority.Contains(Oids.AnyPolicy) ? initial
            : [.. authority.Intersect(initial)];

    /// <summary>Deletes nodes above the last level that have no child.</summary>
    private void Prune()
    {
        for (var i = _levels.Count - 2; i >= 0; i--)
        {
            var used = _levels[i + 1].Values.SelectMany(node => node.Parents).ToHashSet();
            foreach (var node in _levels[i].Values.Where(node => !used.Contains(node)).ToList())
            {
                _levels[i].Remove(node.Policy);
            }
        }

        IsNull = _levels[^1].Count == 0;
    }

    private sealed class Node(string policy, HashSet<string> expected)
    {
        public string Policy { get; } = policy;

        public HashSet<string> Expected { get; set; } = expected;

        public List<Node> Parents { get; init; } = [];
    }
}

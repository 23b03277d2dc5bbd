using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>Whether a name lies within a subtree, form by form (RFC 5280, 4.2.1.10).</summary>
internal static class NameMatching
{
    /// <summary>How a name lies to a subtree.</summary>
    public enum Relation
    {
        /// <summary>Outside.</summary>
        Outside,

        /// <summary>A wildcard of which some names lie inside.</summary>
        Overlaps,

        /// <summary>Inside.</summary>
        Within,

        /// <summary>The name or the subtree cannot be understood.</summary>
        Unknown,
    }

    public static Relation Compare(GeneralName name, GeneralName subtree) => name.Kind switch
    {
        GeneralNameKind.DirectoryName => Of(name.DirectoryName!.IsWithin(subtree.DirectoryName!)),
        GeneralNameKind.DnsName => CompareDns(name.Text!, subtree.Text!),
        GeneralNameKind.Rfc822Name => CompareMailbox(name.Text!, subtree.Text!),
        GeneralNameKind.Uri => CompareUri(name.Text!, subtree.Text!),
        GeneralNameKind.IpAddress => CompareAddress(name.Content.Span, subtree.Content.Span),
        // Forms for which no comparison is defined: a constraint on them can only be refused (4.2.1.10).
        _ => Relation.Unknown,
    };

    private static Relation Of(bool isWithin) => isWithin ? Relation.Within : Relation.Outside;

    private static Relation CompareDns(string name, string subtree)
    {
        var isWildcard = name.StartsWith("*.", StringComparison.Ordinal);
        var host = isWildcard ? name[2..] : name;
        if (!IsHostName(host) || (subtree.Length > 0 && !IsHostName(subtree)))
        {
            return Relation.Unknown;
        }

        if (IsHostWithin(host, subtree))
        {
            return Relation.Within;
        }

        // *.example.com stands for bar.example.com too (RFC 9525, 6.3).
        return isWildcard && subtree.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot &&
            EqualHosts(subtree[(dot + 1)..], host)
            ? Relation.Overlaps
            : Relation.Outside;
    }

    private static Relation CompareMailbox(string name, string subtree)
    {
        var at = name.LastIndexOf('@');
        if (at <= 0 || !IsHostName(name[(at + 1)..]) || !IsLocalPart(name.AsSpan(0, at)))
        {
            return Relation.Unknown;
        }

        var host = name[(at + 1)..];
        var subtreeAt = subtree.LastIndexOf('@');
        if (subtreeAt >= 0)
        {
            return subtreeAt == 0 || !IsHostName(subtree[(subtreeAt + 1)..])
                ? Relation.Unknown
                : Of(name.AsSpan(0, at).SequenceEqual(subtree.AsSpan(0, subtreeAt)) &&
                    EqualHosts(host, subtree[(subtreeAt + 1)..]));
        }

        return CompareHost(host, subtree);
    }

    private static Relation CompareUri(string name, string subtree)
    {
        if (!Uri.TryCreate(name, UriKind.Absolute, out var uri) || uri.HostNameType != UriHostNameType.Dns)
        {
            return Relation.Unknown;
        }

        return CompareHost(uri.IdnHost, subtree);
    }

    /// <summary>A host, or with a leading period every host below (4.2.1.10 for rfc822Name and URI).</summary>
    private static Relation CompareHost(string host, string subtree)
    {
        var isDomain = subtree.StartsWith('.');
        var domain = isDomain ? subtree[1..] : subtree;
        if (subtree.Length == 0)
        {
            return Relation.Within;
        }

        if (!IsHostName(domain))
        {
            return Relation.Unknown;
        }

        return Of(isDomain ? IsHostWithin(host, domain) && !EqualHosts(host, domain) : EqualHosts(host, domain));
    }

    private static Relation CompareAddress(ReadOnlySpan<byte> address, ReadOnlySpan<byte> subtree)
    {
        if (address.Length is not (4 or 16) || subtree.Length is not (8 or 32) || !IsPrefixMask(subtree[(subtree.Length / 2)..]))
        {
            return Relation.Unknown;
        }

        if (address.Length * 2 != subtree.Length)
        {
            return Relation.Outside;
        }

        for (var i = 0; i < address.Length; i++)
        {
            if (((address[i] ^ subtree[i]) & subtree[address.Length + i]) != 0)
            {
                return Relation.Outside;
            }
        }

        return Relation.Within;
    }

    /// <summary>RFC 4632 notation: ones, then zeros.</summary>
    private static bool IsPrefixMask(ReadOnlySpan<byte> mask)
    {
        var ended = false;
        foreach (var octet in mask)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                var isOne = (octet >> bit & 1) == 1;
                if (isOne && ended)
                {
                    return false;
                }

                ended |= !isOne;
            }
        }

        return true;
    }

    private static bool IsHostWithin(string host, string domain) =>
        domain.Length == 0 || EqualHosts(host, domain) ||
        (host.Length > domain.Length && host[^(domain.Length + 1)] == '.' &&
         host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    private static bool EqualHosts(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>What stands before the @ has another one only in quotes (RFC 5321, 4.1.2).</summary>
    private static bool IsLocalPart(ReadOnlySpan<char> part) => part is ['"', .., '"'] || !part.Contains('@');

    /// <summary>
    /// Preferred name syntax as issuers are held to (RFC 5280, 4.2.1.6; RFC 1123, 2.1), a wildcard before it allowed: no
    /// underscore, and no address, whose last label would be a number.
    /// </summary>
    public static bool IsPreferredHostName(string name)
    {
        var host = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return IsHostName(host) && !host.Contains('_', StringComparison.Ordinal)
            && !host[(host.LastIndexOf('.') + 1)..].All(char.IsAsciiDigit);
    }

    /// <summary>Preferred name syntax (RFC 1034, 3.5), with the underscore that deployed names have.</summary>
    private static bool IsHostName(string host)
    {
        if (host.Length is 0 or > 253)
        {
            return false;
        }

        foreach (var range in host.AsSpan().Split('.'))
        {
            var label = host.AsSpan()[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-' || ContainsOther(label))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ContainsOther(ReadOnlySpan<char> label)
    {
        foreach (var character in label)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_'))
            {
                return true;
            }
        }

        return false;
    }
}

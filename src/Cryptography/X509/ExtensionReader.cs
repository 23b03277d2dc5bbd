using System.Formats.Asn1;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.X509;

/// <summary>Readers of extension values; each reads one value from its start and leaves nothing.</summary>
internal static class ExtensionReader
{
    public static KeyUsages KeyUsage(AsnReader reader)
    {
        var bits = reader.ReadBitString(out _);
        var usages = KeyUsages.None;
        for (var i = 0; i < Math.Min(9, bits.Length * 8); i++)
        {
            if ((bits[i / 8] & (0x80 >> (i % 8))) != 0)
            {
                usages |= (KeyUsages)(1 << i);
            }
        }

        return usages;
    }

    public static BasicConstraints BasicConstraints(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var isAuthority = sequence.NextIs(Asn1Tag.Boolean) && sequence.ReadBoolean();
        int? pathLength = sequence.HasData ? SmallNumber(sequence, "RFC 5280, 4.2.1.9") : null;
        sequence.ThrowIfNotEmpty();
        return new BasicConstraints(isAuthority, pathLength);
    }

    public static AuthorityKeyIdentifier AuthorityKeyIdentifier(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var identifier = sequence.NextIs(Asn.Context0) ? sequence.ReadOctetString(Asn.Context0) : [];
        var issuer = sequence.NextIs(Asn.Context1) ? GeneralName.ReadMany(sequence.ReadSequence(Asn.Context1)) : [];
        var serial = sequence.NextIs(Asn.Context2)
            ? Convert.ToHexString(sequence.ReadIntegerBytes(Asn.Context2).Span)
            : null;
        sequence.ThrowIfNotEmpty();
        return new AuthorityKeyIdentifier(identifier, issuer, serial);
    }

    public static IReadOnlyList<GeneralName> GeneralNames(AsnReader reader)
    {
        var names = GeneralName.ReadMany(reader.ReadSequence());
        return names.Count > 0
            ? names
            : throw new CmsSyntaxException("RFC 5280, 4.2.1.6", "An alternative name extension has no name.");
    }

    public static NameConstraints NameConstraints(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var permitted = sequence.NextIs(Asn.Context0) ? Subtrees(sequence.ReadSequence(Asn.Context0)) : [];
        var excluded = sequence.NextIs(Asn.Context1) ? Subtrees(sequence.ReadSequence(Asn.Context1)) : [];
        sequence.ThrowIfNotEmpty();
        return permitted.Count + excluded.Count > 0
            ? new NameConstraints(permitted, excluded)
            : throw new CmsSyntaxException("RFC 5280, 4.2.1.10", "Name constraints hold no subtree.");
    }

    public static IReadOnlyList<PolicyInformation> Policies(AsnReader reader) => Many(reader.ReadSequence(), sequence =>
    {
        var information = sequence.ReadSequence();
        var identifier = information.ReadObjectIdentifier();
        var qualifiers = information.HasData ? information.ReadEncodedValue() : ReadOnlyMemory<byte>.Empty;
        information.ThrowIfNotEmpty();
        return new PolicyInformation(identifier, qualifiers);
    });

    public static IReadOnlyList<PolicyMapping> PolicyMappings(AsnReader reader) => Many(reader.ReadSequence(), sequence =>
    {
        var mapping = sequence.ReadSequence();
        var result = new PolicyMapping(mapping.ReadObjectIdentifier(), mapping.ReadObjectIdentifier());
        mapping.ThrowIfNotEmpty();
        return result;
    });

    public static PolicyConstraints PolicyConstraints(AsnReader reader)
    {
        const string clause = "RFC 5280, 4.2.1.11";
        var sequence = reader.ReadSequence();
        int? explicitPolicy = sequence.NextIs(Asn.Context0) ? SmallNumber(sequence, clause, Asn.Context0) : null;
        int? inhibitMapping = sequence.NextIs(Asn.Context1) ? SmallNumber(sequence, clause, Asn.Context1) : null;
        sequence.ThrowIfNotEmpty();
        return new PolicyConstraints(explicitPolicy, inhibitMapping);
    }

    public static int InhibitAnyPolicy(AsnReader reader) => SmallNumber(reader, "RFC 5280, 4.2.1.14");

    public static IReadOnlyList<string> ObjectIdentifiers(AsnReader reader) =>
        Many(reader.ReadSequence(), sequence => sequence.ReadObjectIdentifier());

    public static IReadOnlyList<DistributionPoint> DistributionPoints(AsnReader reader) => Many(reader.ReadSequence(), sequence =>
    {
        var point = sequence.ReadSequence();
        var (fullName, relativeName) = point.NextIs(Asn.Context0)
            ? DistributionPointName(point.ReadSequence(Asn.Context0))
            : ([], ReadOnlyMemory<byte>.Empty);
        var reasons = point.NextIs(Asn.Context1) ? Reasons(point, Asn.Context1) : RevocationReasons.All;
        var issuer = point.NextIs(Asn.Context2) ? GeneralName.ReadMany(point.ReadSequence(Asn.Context2)) : [];
        point.ThrowIfNotEmpty();
        return new DistributionPoint(fullName, relativeName, reasons, issuer);
    });

    public static IReadOnlyList<AccessDescription> AccessDescriptions(AsnReader reader)
    {
        var descriptions = Many(reader.ReadSequence(), sequence =>
        {
            var description = sequence.ReadSequence();
            var result = new AccessDescription(description.ReadObjectIdentifier(), GeneralName.Read(description));
            description.ThrowIfNotEmpty();
            return result;
        });
        return descriptions;
    }

    /// <summary>DistributionPointName, with the reader inside the explicit tag: one of both parts is empty.</summary>
    public static (IReadOnlyList<GeneralName> FullName, ReadOnlyMemory<byte> RelativeName) DistributionPointName(AsnReader choice)
    {
        (IReadOnlyList<GeneralName>, ReadOnlyMemory<byte>) name = choice.NextIs(Asn.Context0)
            ? (GeneralName.ReadMany(choice.ReadSequence(Asn.Context0)), ReadOnlyMemory<byte>.Empty)
            : choice.NextIs(Asn.Context1)
                ? ([], choice.Content())
                : throw new CmsSyntaxException("RFC 5280, 4.2.1.13", "A distribution point name has neither form.");
        choice.ThrowIfNotEmpty();
        return name;
    }

    public static RevocationReasons Reasons(AsnReader reader, Asn1Tag tag)
    {
        var bits = reader.ReadBitString(out _, tag);
        var reasons = RevocationReasons.None;
        for (var i = 1; i < Math.Min(9, bits.Length * 8); i++)
        {
            if ((bits[i / 8] & (0x80 >> (i % 8))) != 0)
            {
                reasons |= (RevocationReasons)(1 << i);
            }
        }

        return reasons;
    }

    private static List<GeneralName> Subtrees(AsnReader sequence) => Many(sequence, reader =>
    {
        const string clause = "RFC 5280, 4.2.1.10";
        var subtree = reader.ReadSequence();
        var name = GeneralName.Read(subtree);
        if (subtree.NextIs(Asn.Context0) && SmallNumber(subtree, clause, Asn.Context0) != 0)
        {
            throw new CmsSyntaxException(clause, "A subtree has a minimum other than zero.");
        }

        return !subtree.HasData
            ? name
            : throw new CmsSyntaxException(clause, "A subtree has a maximum.");
    });

    private static int SmallNumber(AsnReader reader, string clause, Asn1Tag? tag = null)
    {
        var value = reader.ReadInteger(tag);
        return value.Sign >= 0
            ? (int)System.Numerics.BigInteger.Min(value, int.MaxValue)
            : throw new CmsSyntaxException(clause, "A count is below zero.");
    }

    private static List<T> Many<T>(AsnReader sequence, Func<AsnReader, T> read)
    {
        var list = new List<T>();
        while (sequence.HasData)
        {
            list.Add(read(sequence));
            if (list.Count > SyntaxLimits.MaximumGeneralNames)
            {
                throw new CmsSyntaxException("RFC 5280, 4.2", "Too many items in one extension.");
            }
        }

        return list;
    }
}

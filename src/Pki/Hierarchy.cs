using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>What a CA is there for.</summary>
public enum AuthorityKind
{
    /// <summary>Certifies the CAs; its key is kept elsewhere.</summary>
    Root = 0,

    /// <summary>One-time certificates of persons.</summary>
    Persons = 1,

    /// <summary>Seals of organisations.</summary>
    Organisations = 2,

    /// <summary>Timestamping units.</summary>
    Timestamps = 3,
}

/// <summary>One authority of this PKI, as planned.</summary>
/// <param name="Id">Its name in addresses and the register.</param>
/// <param name="Kind">What it is there for.</param>
/// <param name="SerialPrefix">First octet of the serial numbers it issues.</param>
/// <param name="Label">What tells it from the others in its common name.</param>
/// <param name="CrlPartitions">Into how many CRLs its revocations are divided; 1 is a single complete one.</param>
internal sealed record AuthorityPlan(string Id, AuthorityKind Kind, byte SerialPrefix, string Label, int CrlPartitions = 1)
{
    public IReadOnlyList<AttributeTypeAndValue> Subject => Hierarchy.SubjectOf(Label);

    /// <summary>The part of its CRLs in which a serial number stands; null where there is only one.</summary>
    public int? PartitionOf(ReadOnlySpan<byte> serial) => CrlPartitions > 1 ? serial[^1] % CrlPartitions : null;
}

/// <summary>How authorities are named and numbered: generation 1 of each kind, and those that follow or stand beside it.</summary>
internal static class Hierarchy
{
    /// <summary>First octet of the serial numbers of timestamps.</summary>
    public const byte TimestampSerialPrefix = 0x41;

    public static AuthorityPlan Root { get; } = Plan(AuthorityKind.Root, 1, 0x11, 1);

    public static AuthorityPlan Persons { get; } = Plan(AuthorityKind.Persons, 1, 0x21, 1);

    /// <summary>An authority of some generation.</summary>
    public static AuthorityPlan Plan(AuthorityKind kind, int generation, byte serialPrefix, int crlPartitions)
    {
        var (id, label) = kind switch
        {
            AuthorityKind.Root => ("root", "Root CA"),
            AuthorityKind.Persons => ("persons", "CA cá nhân"),
            AuthorityKind.Organisations => ("organisations", "CA tổ chức"),
            AuthorityKind.Timestamps => ("tsa", "CA dấu thời gian"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new(generation == 1 ? id : $"{id}-{generation}", kind, serialPrefix, $"{label} G{generation}", crlPartitions);
    }

    /// <summary>
    /// The first octet for a new authority: the lowest one that none has used. Throws <see cref="InvalidOperationException"/>
    /// when all are used up, after some sixty CAs.
    /// </summary>
    public static byte FreePrefix(AuthorityKind kind, IReadOnlySet<byte> used)
    {
        IEnumerable<int> candidates = kind switch
        {
            AuthorityKind.Root => Enumerable.Range(0x11, 0x0F),
            AuthorityKind.Timestamps => Enumerable.Range(0x31, 0x0F),
            _ => Enumerable.Range(0x21, 0x0F).Concat(Enumerable.Range(0x50, 0x30)),
        };
        foreach (var candidate in candidates)
        {
            if (!used.Contains((byte)candidate))
            {
                return (byte)candidate;
            }
        }

        throw new InvalidOperationException($"No first octet is left for serial numbers of another CA of kind {kind}.");
    }

    /// <summary>A subject of the PKI itself; everything in it says that it is a test.</summary>
    public static AttributeTypeAndValue[] SubjectOf(string label) =>
    [
        new(AttributeTypeAndValue.Country, "VN"),
        new(AttributeTypeAndValue.Organization, "TrustPlatform THỬ NGHIỆM"),
        new(AttributeTypeAndValue.CommonName, $"TrustPlatform THỬ NGHIỆM {label}"),
    ];
}

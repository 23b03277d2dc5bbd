using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>One authority of this PKI, as planned.</summary>
/// <param name="Id">Its name in addresses and the register.</param>
/// <param name="SerialPrefix">First octet of the serial numbers it issues.</param>
/// <param name="Label">What tells it from the others in its common name.</param>
internal sealed record AuthorityPlan(string Id, byte SerialPrefix, string Label)
{
    public IReadOnlyList<AttributeTypeAndValue> Subject => Hierarchy.SubjectOf(Label);
}

/// <summary>The authorities: a root, one CA for persons, one for organisations, one for timestamping units.</summary>
internal static class Hierarchy
{
    /// <summary>First octet of the serial numbers of timestamps.</summary>
    public const byte TimestampSerialPrefix = 0x41;

    public static AuthorityPlan Root { get; } = new("root", 0x11, "Root CA G1");

    public static AuthorityPlan Persons { get; } = new("persons", 0x21, "CA cá nhân G1");

    public static AuthorityPlan Organisations { get; } = new("organisations", 0x22, "CA tổ chức G1");

    public static AuthorityPlan Timestamps { get; } = new("tsa", 0x31, "CA dấu thời gian G1");

    /// <summary>A subject of the PKI itself; everything in it says that it is a test.</summary>
    public static AttributeTypeAndValue[] SubjectOf(string label) =>
    [
        new(AttributeTypeAndValue.Country, "VN"),
        new(AttributeTypeAndValue.Organization, "TrustPlatform THỬ NGHIỆM"),
        new(AttributeTypeAndValue.CommonName, $"TrustPlatform THỬ NGHIỆM {label}"),
    ];
}

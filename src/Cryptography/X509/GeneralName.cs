using System.Formats.Asn1;
using System.Net;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.X509;

/// <summary>The forms of a GeneralName; the numbers are the tags (RFC 5280, 4.2.1.6).</summary>
public enum GeneralNameKind
{
    /// <summary>A form given by an object identifier.</summary>
    OtherName,

    /// <summary>A mailbox.</summary>
    Rfc822Name,

    /// <summary>A host name.</summary>
    DnsName,

    /// <summary>An X.400 address.</summary>
    X400Address,

    /// <summary>A distinguished name.</summary>
    DirectoryName,

    /// <summary>An EDI party.</summary>
    EdiPartyName,

    /// <summary>A URI.</summary>
    Uri,

    /// <summary>An address of IPv4 or IPv6; with a mask behind it in name constraints.</summary>
    IpAddress,

    /// <summary>An object identifier.</summary>
    RegisteredId,
}

/// <summary>A GeneralName (RFC 5280, 4.2.1.6).</summary>
public sealed class GeneralName
{
    private GeneralName(GeneralNameKind kind, ReadOnlyMemory<byte> rawData, ReadOnlyMemory<byte> content)
    {
        Kind = kind;
        RawData = rawData;
        Content = content;
    }

    /// <summary>Which form.</summary>
    public GeneralNameKind Kind { get; }

    /// <summary>The encoding as it came.</summary>
    public ReadOnlyMemory<byte> RawData { get; }

    /// <summary>The content octets: for an IP address its 4 or 16 octets, twice as many in a name constraint.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The text of a mailbox, host name, URI or object identifier; null for other forms.</summary>
    public string? Text { get; private init; }

    /// <summary>The name of form <see cref="GeneralNameKind.DirectoryName"/>, else null.</summary>
    public DistinguishedName? DirectoryName { get; private init; }

    /// <summary>Same name: names of a directory by RFC 5280, 7.1, all others octet for octet.</summary>
    public bool Matches(GeneralName other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind == other.Kind && (DirectoryName is not null && other.DirectoryName is not null
            ? DirectoryName.Equals(other.DirectoryName)
            : Content.Span.SequenceEqual(other.Content.Span));
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        GeneralNameKind.DirectoryName => $"directoryName:{DirectoryName}",
        GeneralNameKind.IpAddress when Content.Length is 4 or 16 => $"iPAddress:{new IPAddress(Content.Span)}",
        _ => $"{Kind}:{Text ?? Convert.ToHexString(Content.Span)}",
    };

    internal static GeneralName Of(DistinguishedName name) =>
        new(GeneralNameKind.DirectoryName, name.RawData, name.RawData) { DirectoryName = name };

    internal static GeneralName OfMailbox(string mailbox) =>
        new(GeneralNameKind.Rfc822Name, default, System.Text.Encoding.UTF8.GetBytes(mailbox)) { Text = mailbox };

    internal static IReadOnlyList<GeneralName> ReadMany(AsnReader names)
    {
        var list = new List<GeneralName>();
        while (names.HasData)
        {
            list.Add(Read(names));
            if (list.Count > SyntaxLimits.MaximumGeneralNames)
            {
                throw new CmsSyntaxException("RFC 5280, 4.2.1.6", "Too many general names.");
            }
        }

        return list;
    }

    internal static GeneralName Read(AsnReader reader)
    {
        var tag = reader.PeekTag();
        if (tag.TagClass != TagClass.ContextSpecific || tag.TagValue > (int)GeneralNameKind.RegisteredId)
        {
            throw new CmsSyntaxException("RFC 5280, 4.2.1.6", "A general name has an unknown form.");
        }

        var kind = (GeneralNameKind)tag.TagValue;
        var raw = reader.PeekEncodedValue();
        switch (kind)
        {
            case GeneralNameKind.Rfc822Name or GeneralNameKind.DnsName or GeneralNameKind.Uri:
                var content = reader.PeekContentBytes();
                return new GeneralName(kind, raw, content)
                {
                    Text = reader.ReadCharacterString(
                        UniversalTagNumber.IA5String, new Asn1Tag(TagClass.ContextSpecific, tag.TagValue)),
                };
            case GeneralNameKind.DirectoryName:
                var choice = reader.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, tag.TagValue));
                var name = DistinguishedName.Read(choice);
                choice.ThrowIfNotEmpty();
                return new GeneralName(kind, raw, name.RawData) { DirectoryName = name };
            case GeneralNameKind.IpAddress:
                return new GeneralName(kind, raw, reader.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, tag.TagValue)));
            case GeneralNameKind.RegisteredId:
                var identifier = reader.PeekContentBytes();
                return new GeneralName(kind, raw, identifier)
                {
                    Text = reader.ReadObjectIdentifier(new Asn1Tag(TagClass.ContextSpecific, tag.TagValue)),
                };
            default:
                return new GeneralName(kind, raw, reader.Content());
        }
    }
}

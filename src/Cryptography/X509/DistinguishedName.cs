using System.Formats.Asn1;
using System.Globalization;
using System.Text;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.X509;

/// <summary>
/// A distinguished name as the list of its attributes, in order of encoding (RFC 5280, 4.1.2.4). Equality is that of
/// RFC 5280, 7.1.
/// </summary>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private const string Clause = "RFC 5280, 4.1.2.4";
    private const string CommonNameType = "2.5.4.3";

    private static readonly Dictionary<string, string> _shortNames = new()
    {
        [CommonNameType] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "serialNumber",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "STREET",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "title",
        ["2.5.4.42"] = "givenName",
        ["2.5.4.97"] = "organizationIdentifier",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        ["1.2.840.113549.1.9.1"] = "emailAddress",
    };

    private readonly IReadOnlyList<IReadOnlyList<NameAttribute>> _relativeNames;
    private string[]? _comparable;

    private DistinguishedName(ReadOnlyMemory<byte> rawData, IReadOnlyList<IReadOnlyList<NameAttribute>> relativeNames)
    {
        RawData = rawData;
        _relativeNames = relativeNames;
        Attributes =
        [
            .. relativeNames.SelectMany(name => name)
                .Select(attribute => KeyValuePair.Create(attribute.Type, attribute.Text)),
        ];
    }

    // Most names are met in the same octets, so the prepared form is made when two differ.
    private string[] Comparable => _comparable ??= [.. _relativeNames.Select(ComparableForm)];

    /// <summary>The encoding as it came.</summary>
    public ReadOnlyMemory<byte> RawData { get; }

    /// <summary>
    /// The attributes: object identifier and value as text. A value that is no string is '#' and its encoding in
    /// hexadecimal.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; }

    /// <summary>The first common name (2.5.4.3), or null.</summary>
    public string? CommonName => Values(CommonNameType) is [var first, ..] ? first : null;

    /// <summary>No attribute at all.</summary>
    public bool IsEmpty => _relativeNames.Count == 0;

    /// <summary>
    /// All values of one attribute type, such as 0.9.2342.19200300.100.1.1 (UID), which may stand twice.
    /// </summary>
    public IReadOnlyList<string> Values(string objectIdentifier) =>
        [.. Attributes.Where(attribute => attribute.Key == objectIdentifier).Select(attribute => attribute.Value)];

    /// <summary>Same relative names in the same order, compared as RFC 5280, 7.1 tells.</summary>
    public bool Equals(DistinguishedName? other) =>
        other is not null &&
        (RawData.Span.SequenceEqual(other.RawData.Span) || Comparable.AsSpan().SequenceEqual(other.Comparable));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var name in Comparable)
        {
            hash.Add(name, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>
    /// This name lies in the subtree of <paramref name="root"/> (RFC 5280, 4.2.1.10: it begins with the same relative
    /// names).
    /// </summary>
    public bool IsWithin(DistinguishedName root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Comparable.AsSpan().StartsWith(root.Comparable);
    }

    /// <summary>RFC 4514 text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = _relativeNames.Count - 1; i >= 0; i--)
        {
            text.Append(text.Length == 0 ? "" : ",")
                .AppendJoin('+', _relativeNames[i].Select(attribute =>
                    $"{_shortNames.GetValueOrDefault(attribute.Type, attribute.Type)}={Escaped(attribute)}"));
        }

        return text.ToString();
    }

    /// <summary>Parses a Name. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static DistinguishedName Parse(ReadOnlyMemory<byte> encoded) => Asn.ReadWhole(encoded, Clause, reader => Read(reader));

    internal static DistinguishedName Read(AsnReader reader)
    {
        var raw = reader.PeekEncodedValue();
        var sequence = reader.ReadSequence();
        var names = new List<IReadOnlyList<NameAttribute>>();
        while (sequence.HasData)
        {
            names.Add(ReadRelativeName(sequence.ReadSetOf(skipSortOrderValidation: true)));
            if (names.Count > SyntaxLimits.MaximumGeneralNames)
            {
                throw new CmsSyntaxException(Clause, "A name has too many attributes.");
            }
        }

        return new DistinguishedName(raw, names);
    }

    /// <summary>The name of a distribution point relative to its CRL issuer (RFC 5280, 4.2.1.13).</summary>
    internal DistinguishedName With(ReadOnlyMemory<byte> relativeName)
    {
        var raw = Asn.Write(writer =>
        {
            using (writer.PushSequence())
            {
                for (var rest = new AsnReader(RawData, AsnEncodingRules.BER).ReadSequence(); rest.HasData;)
                {
                    writer.WriteEncodedValue(rest.ReadEncodedValue().Span);
                }

                using (writer.PushSetOf())
                {
                    for (var values = new AsnReader(relativeName, AsnEncodingRules.BER); values.HasData;)
                    {
                        writer.WriteEncodedValue(values.ReadEncodedValue().Span);
                    }
                }
            }
        });
        return Parse(raw);
    }

    private static List<NameAttribute> ReadRelativeName(AsnReader set)
    {
        var attributes = new List<NameAttribute>();
        while (set.HasData)
        {
            var attribute = set.ReadSequence();
            var type = attribute.ReadObjectIdentifier();
            var encoded = attribute.PeekEncodedValue();
            var text = attribute.ReadAnyString();
            if (text is null)
            {
                attribute.ReadEncodedValue();
            }

            attribute.ThrowIfNotEmpty();
            attributes.Add(new NameAttribute(type, text ?? $"#{Convert.ToHexString(encoded.Span)}", encoded, text is not null));
            if (attributes.Count > SyntaxLimits.MaximumGeneralNames)
            {
                throw new CmsSyntaxException(Clause, "A name has too many attributes.");
            }
        }

        return attributes;
    }

    private static string ComparableForm(IReadOnlyList<NameAttribute> relativeName) => string.Join(
        '\u0001',
        relativeName.Select(attribute => $"{attribute.Type}={(attribute.IsText ? Prepared(attribute.Text) : attribute.Text)}")
            .Order(StringComparer.Ordinal));

    /// <summary>String preparation of RFC 4518, 2: map case, normalise to NFKC, drop insignificant spaces.</summary>
    private static string Prepared(string text)
    {
        if (!IsWellFormed(text))
        {
            return text;
        }

        var normalised = text.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture)
            .Normalize(NormalizationForm.FormKC);
        var prepared = new StringBuilder(normalised.Length);
        var spacePending = false;
        foreach (var character in normalised)
        {
            if (char.IsWhiteSpace(character))
            {
                spacePending = prepared.Length > 0;
            }
            else if (!char.IsControl(character) && character is not ('\u00AD' or '\u200B' or '\uFEFF'))
            {
                prepared.Append(spacePending ? " " : "").Append(character);
                spacePending = false;
            }
        }

        return prepared.ToString();
    }

    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate is enumerated as the replacement character; such a text has no normal form.
            if (rune.Value == 0xFFFD)
            {
                return false;
            }
        }

        return true;
    }

    private static string Escaped(NameAttribute attribute)
    {
        if (!attribute.IsText)
        {
            return attribute.Text;
        }

        if (!_shortNames.ContainsKey(attribute.Type))
        {
            return $"#{Convert.ToHexString(attribute.Encoded.Span)}";
        }

        var text = new StringBuilder(attribute.Text.Length + 4);
        for (var i = 0; i < attribute.Text.Length; i++)
        {
            var character = attribute.Text[i];
            var atEdge = i == 0 || i == attribute.Text.Length - 1;
            if (character is '"' or '+' or ',' or ';' or '<' or '>' or '\\' ||
                (character == ' ' && atEdge) || (character == '#' && i == 0))
            {
                text.Append('\\').Append(character);
            }
            else if (char.IsControl(character))
            {
                foreach (var octet in Encoding.UTF8.GetBytes([character]))
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\{octet:X2}");
                }
            }
            else
            {
                text.Append(character);
            }
        }

        return text.ToString();
    }

    private sealed record NameAttribute(string Type, string Text, ReadOnlyMemory<byte> Encoded, bool IsText);
}

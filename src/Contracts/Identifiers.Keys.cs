using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace TrustPlatform.Contracts;

/// <summary>
/// Names of actors. Each carries a prefix that no hexadecimal number has, because the ADO.NET grain storage folds keys that
/// read as numbers into one row (ADR 0004). This is the one place that makes them.
/// </summary>
public static class Keys
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private static readonly SearchValues<char> s_alphabet = SearchValues.Create(Alphabet);

    /// <summary>Base32 (RFC 4648, 6) in lower case, without padding.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 / 5) + 1);
        int buffer = 0, bits = 0;
        foreach (var octet in bytes)
        {
            buffer = (buffer << 8) | octet;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Alphabet[(buffer >> (bits - 5)) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(Alphabet[(buffer << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    internal static bool HasForm(string? text, string prefix, int length) =>
        text is not null && text.Length == prefix.Length + length && text.StartsWith(prefix, StringComparison.Ordinal)
        && text.AsSpan(prefix.Length).IndexOfAnyExcept(s_alphabet) < 0;
}

/// <summary>A contract: <c>con-</c> and 26 base32 characters (128 bits).</summary>
[GenerateSerializer, Immutable, Alias("trust.contract-id"), JsonConverter(typeof(ContractIdConverter))]
public readonly record struct ContractId
{
    private const string Prefix = "con-";

    [Id(0)]
    private readonly string? _value;

    private ContractId(string value) => _value = value;

    /// <summary>
    /// The contract that an organisation creates with an idempotency key: the same key names the same contract, so a repeated
    /// request finds what the first one made.
    /// </summary>
    public static ContractId For(OrganizationId owner, IdempotencyKey key)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"trust.contract-id\0{owner}\0{key}"));
        return new(Prefix + Keys.Base32(digest.AsSpan(0, 16)));
    }

    /// <summary>Reads the text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContractId id)
    {
        var ok = Keys.HasForm(text, Prefix, 26);
        id = ok ? new(text!) : default;
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}

/// <summary>A party within its contract: <c>p1</c>, <c>p2</c>, …</summary>
[GenerateSerializer, Immutable, Alias("trust.party-id"), JsonConverter(typeof(PartyIdConverter))]
public readonly record struct PartyId([property: Id(0)] int Number)
{
    /// <summary>Reads the text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PartyId id)
    {
        id = default;
        if (text is not { Length: > 1 and <= 4 } || text[0] != 'p' || text[1] == '0'
            || !int.TryParse(text.AsSpan(1), System.Globalization.NumberStyles.None, null, out var number))
        {
            return false;
        }

        id = new(number);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"p{Number}";
}

/// <summary>An organisation: <c>org-</c> and its tax code.</summary>
[GenerateSerializer, Immutable, Alias("trust.organization-id"), JsonConverter(typeof(OrganizationIdConverter))]
public readonly record struct OrganizationId
{
    private const string Prefix = "org-";

    [Id(0)]
    private readonly string? _value;

    private OrganizationId(string value) => _value = value;

    /// <summary>The organisation with this tax code.</summary>
    public static OrganizationId For(TaxCode code) => new(Prefix + code);

    /// <summary>Reads the text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OrganizationId id)
    {
        var ok = text is not null && text.StartsWith(Prefix, StringComparison.Ordinal)
            && TaxCode.TryParse(text[Prefix.Length..], out _);
        id = ok ? new(text!) : default;
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}

/// <summary>A citizen: <c>ctz-</c> and the keyed hash of the personal number, which tells nothing without the key.</summary>
[GenerateSerializer, Immutable, Alias("trust.citizen-id"), JsonConverter(typeof(CitizenIdConverter))]
public readonly record struct CitizenId
{
    private const string Prefix = "ctz-";

    [Id(0)]
    private readonly string? _value;

    private CitizenId(string value) => _value = value;

    /// <summary>From the pseudonym of a personal number (base32, 26 to 52 characters).</summary>
    public static CitizenId FromPseudonym(string pseudonym) =>
        TryParse(Prefix + pseudonym, out var id) ? id : throw new ArgumentException("Not a pseudonym.", nameof(pseudonym));

    /// <summary>Reads the text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CitizenId id)
    {
        var ok = text is not null && text.Length - Prefix.Length is >= 26 and <= 52
            && Keys.HasForm(text, Prefix, text.Length - Prefix.Length);
        id = ok ? new(text!) : default;
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}

/// <summary>The key by which a client makes a command repeatable: 8 to 64 visible ASCII characters.</summary>
[GenerateSerializer, Immutable, Alias("trust.idempotency-key")]
public readonly record struct IdempotencyKey
{
    [Id(0)]
    private readonly string? _value;

    private IdempotencyKey(string value) => _value = value;

    /// <summary>A fresh one, for commands that the platform gives itself.</summary>
    public static IdempotencyKey Create() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <summary>Reads a header's value.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IdempotencyKey key)
    {
        var ok = text is { Length: >= 8 and <= 64 } && text.All(c => c is > ' ' and < '\x7f');
        key = ok ? new(text!) : default;
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}

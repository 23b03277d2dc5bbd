using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TrustPlatform.Contracts;

/// <summary>An enterprise's tax code (mã số thuế): 10 digits with a check digit, or 13 for a branch.</summary>
[GenerateSerializer, Immutable, Alias("trust.tax-code"), JsonConverter(typeof(TaxCodeConverter))]
public readonly record struct TaxCode
{
    private static readonly int[] s_weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

    [Id(0)]
    private readonly string? _digits;

    private TaxCode(string digits) => _digits = digits;

    /// <summary>Reads <c>0123456789</c>, <c>0123456789001</c> or <c>0123456789-001</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TaxCode code)
    {
        code = default;
        var digits = text is { Length: 14 } && text[10] == '-' ? text.Remove(10, 1) : text;
        if (digits is not { Length: 10 or 13 } || !digits.All(char.IsAsciiDigit) || digits.AsSpan(2, 7) is "0000000")
        {
            return false;
        }

        var sum = s_weights.Select((weight, i) => weight * (digits[i] - '0')).Sum();
        if (10 - (sum % 11) != digits[9] - '0')
        {
            return false;
        }

        code = new(digits);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _digits ?? "";
}

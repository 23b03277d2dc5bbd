using System.Diagnostics.CodeAnalysis;

namespace TrustPlatform.Contracts;

/// <summary>A Vietnamese personal identification number (số định danh cá nhân): 12 digits, no check digit.</summary>
public readonly record struct PersonalNumber
{
    private readonly string? _digits;

    private PersonalNumber(string digits) => _digits = digits;

    /// <summary>Reads 12 digits; a birth year after <paramref name="today"/> is refused (Decree 137/2015, Article 13).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, DateOnly today, out PersonalNumber number)
    {
        number = default;
        if (text is not { Length: 12 } || !text.All(char.IsAsciiDigit))
        {
            return false;
        }

        var candidate = new PersonalNumber(text);
        if (candidate.BirthYear > today.Year)
        {
            return false;
        }

        number = candidate;
        return true;
    }

    /// <summary>The 12 digits. Personal data: never log it.</summary>
    public string Digits => _digits ?? throw new InvalidOperationException("An empty personal number has no digits.");

    /// <summary>Year of birth as the number encodes it; the register is the authority.</summary>
    public int BirthYear => 1900 + (100 * ((Digits[3] - '0') / 2)) + int.Parse(Digits.AsSpan(4, 2), provider: null);

    /// <summary>For people: <c>0790••••1234</c>.</summary>
    public string Masked => $"{Digits[..4]}••••{Digits[8..]}";

    /// <summary>The masked form, so that a number never ends up in a log by accident.</summary>
    public override string ToString() => _digits is null ? "" : Masked;
}

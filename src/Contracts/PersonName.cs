using System.Globalization;
using System.Text;

namespace TrustPlatform.Contracts;

/// <summary>How two spellings of a person's name compare.</summary>
public enum NameMatch
{
    /// <summary>The same after NFC, collapsed spaces and upper case.</summary>
    Same,

    /// <summary>The same only without diacritics: a warning, never an identity.</summary>
    Near,

    /// <summary>Different names.</summary>
    Different,
}

/// <summary>Names of persons as identity records hold them.</summary>
public static class PersonName
{
    /// <summary>The longest name taken, in characters.</summary>
    public const int MaxLength = 200;

    /// <summary>NFC with single spaces, or null when nothing is left, it is too long, or it holds control characters.</summary>
    public static string? Normalize(string? name)
    {
        var words = (name ?? "").Normalize(NormalizationForm.FormC)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var text = string.Join(' ', words);
        return text.Length is 0 or > MaxLength || text.Any(char.IsControl) ? null : text;
    }

    /// <summary>Compares two names.</summary>
    public static NameMatch Compare(string first, string second)
    {
        var (a, b) = (Fold(first), Fold(second));
        return a == b ? NameMatch.Same : WithoutMarks(a) == WithoutMarks(b) ? NameMatch.Near : NameMatch.Different;
    }

    private static string Fold(string name) => (Normalize(name) ?? "").ToUpperInvariant();

    private static string WithoutMarks(string name)
    {
        var letters = name.Normalize(NormalizationForm.FormD)
            .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            .Select(c => c == 'Đ' ? 'D' : c);
        return string.Concat(letters);
    }
}

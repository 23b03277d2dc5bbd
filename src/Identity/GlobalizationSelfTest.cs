using System.Globalization;
using System.Text;
using TrustPlatform.Contracts;

namespace TrustPlatform.Identity;

/// <summary>
/// Names are compared after Unicode normalisation, which silently does nothing in .NET's globalisation-invariant mode
/// (DESIGN D-12). A process in that mode must not start.
/// </summary>
public static class GlobalizationSelfTest
{
    // "Nguyễn Thị Ước" decomposed: base letters and combining marks.
    private const string Decomposed = "Nguye\u0302\u0303n Thi\u0323 U\u031Bo\u031B\u0301c";
    private const string Composed = "Nguy\u1EC5n Th\u1ECB \u01AF\u1EDBc";

    /// <summary>Throws <see cref="InvalidOperationException"/> with one sentence when names cannot be compared here.</summary>
    public static void Run()
    {
        if (!Holds())
        {
            throw new InvalidOperationException(
                "Unicode normalisation and the vi-VN culture are missing: install ICU (libicu) and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }
    }

    /// <summary>Whether normalisation, case, comparison and the Vietnamese culture work.</summary>
    private static bool Holds() =>
        Decomposed.Normalize(NormalizationForm.FormC) == Composed
        && Composed.Normalize(NormalizationForm.FormD) == Decomposed
        && PersonName.Compare(Decomposed, Composed.ToUpperInvariant()) == NameMatch.Same
        && PersonName.Compare("Đỗ Văn Ân", "DO VAN AN") == NameMatch.Near
        && Vietnamese() is { } culture && culture.CompareInfo.Compare("d", "đ") < 0 && culture.CompareInfo.Compare("đ", "e") < 0;

    private static CultureInfo? Vietnamese()
    {
        try
        {
            return CultureInfo.GetCultureInfo("vi-VN", predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}

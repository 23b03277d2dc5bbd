using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace TrustPlatform.Web.Language;

/// <summary>The texts of the pages in one language.</summary>
internal sealed class Words(string language, FrozenDictionary<string, string> texts)
{
    /// <summary><c>vi</c> or <c>en</c>.</summary>
    public string Language => language;

    /// <summary>The other language.</summary>
    public string OtherLanguage => language == "vi" ? "en" : "vi";

    /// <summary>The text; an unknown key is a fault of the page.</summary>
    public string this[string key] => texts[key];

    /// <summary>The text with its places filled.</summary>
    public string this[string key, params object?[] values] => string.Format(Culture, texts[key], values);

    public bool Has(string key) => texts.ContainsKey(key);

    public IEnumerable<string> Keys => texts.Keys;

    private CultureInfo Culture => CultureInfo.GetCultureInfo(language == "vi" ? "vi-VN" : "en-GB");
}

/// <summary>Both languages. They hold the same keys, or nothing starts.</summary>
internal sealed class WordBook
{
    private readonly Words _vietnamese = Read("vi");
    private readonly Words _english = Read("en");

    public WordBook()
    {
        var missing = _vietnamese.Keys.Except(_english.Keys).Select(key => $"en: {key}")
            .Concat(_english.Keys.Except(_vietnamese.Keys).Select(key => $"vi: {key}")).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"Texts are missing: {string.Join(", ", missing)}.");
        }
    }

    public Words In(string language) => language == "en" ? _english : _vietnamese;

    private static Words Read(string language)
    {
        using var stream = typeof(WordBook).Assembly.GetManifestResourceStream($"words/{language}")!; // embedded by the project file
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!; // an object, checked when built
        return new(language, texts.ToFrozenDictionary(StringComparer.Ordinal));
    }
}

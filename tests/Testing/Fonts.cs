namespace TrustPlatform.Testing;

/// <summary>The font that the product embeds, as the build brought it.</summary>
public static class Fonts
{
    /// <summary>A TrueType font with every Vietnamese letter.</summary>
    public static byte[] Regular { get; } =
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fonts", "BeVietnamPro-Regular.ttf"));
}

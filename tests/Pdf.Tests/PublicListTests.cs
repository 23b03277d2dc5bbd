using System.Runtime.CompilerServices;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Pdf.Tests;

/// <summary>A public member is a promise: it comes and goes with a changed list.</summary>
public sealed class PublicListTests
{
    [Theory]
    [InlineData("TrustPlatform.Pdf")]
    [InlineData("TrustPlatform.Pdf.Fonts")]
    [InlineData("TrustPlatform.Pdf.Images")]
    [InlineData("TrustPlatform.Pdf.Writing")]
    public void The_public_list_is_the_kept_one(string nameSpace)
    {
        var current = PublicList.Of(typeof(PdfDocument).Assembly, nameSpace);

        Assert.Equal(PublicList.Kept(Beside($"{nameSpace}.txt"), current), current);
    }

    [Fact]
    public void Every_public_namespace_has_its_list() => Assert.Equal(
        ["TrustPlatform.Pdf", "TrustPlatform.Pdf.Fonts", "TrustPlatform.Pdf.Images", "TrustPlatform.Pdf.Writing"],
        typeof(PdfDocument).Assembly.GetExportedTypes().Select(type => type.Namespace).Distinct().Order(StringComparer.Ordinal));

    private static string Beside(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "PublicList", name);
}

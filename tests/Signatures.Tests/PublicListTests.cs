using System.Runtime.CompilerServices;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests;

/// <summary>A public member is a promise: it comes and goes with a changed list.</summary>
public sealed class PublicListTests
{
    private static readonly string[] Namespaces =
    [
        "TrustPlatform.Signatures.Augmentation", "TrustPlatform.Signatures.Differences", "TrustPlatform.Signatures.Intake",
        "TrustPlatform.Signatures.Pades", "TrustPlatform.Signatures.Sources", "TrustPlatform.Signatures.Validation",
    ];

    public static TheoryData<string> Lists => [.. Namespaces];

    [Theory]
    [MemberData(nameof(Lists))]
    public void The_public_list_is_the_kept_one(string nameSpace)
    {
        var current = PublicList.Of(typeof(PadesSigner).Assembly, nameSpace);

        Assert.Equal(PublicList.Kept(Beside($"{nameSpace}.txt"), current), current);
    }

    [Fact]
    public void Every_public_namespace_has_its_list() => Assert.Equal(
        Namespaces,
        typeof(PadesSigner).Assembly.GetExportedTypes().Select(type => type.Namespace).Distinct().Order(StringComparer.Ordinal));

    private static string Beside(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "PublicList", name);
}

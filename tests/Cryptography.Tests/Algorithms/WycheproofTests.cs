using System.Security.Cryptography;
using System.Text.Json;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Algorithms;

/// <summary>
/// Project Wycheproof's signature vectors: forgeries and encodings that verifiers have accepted by mistake.
/// </summary>
public sealed class WycheproofTests
{
    public static TheoryData<string> Files() => Corpora.Folder is null
        ? ["none"]
        : [.. Directory.EnumerateFiles(Path.Combine(Corpora.Folder, "pki", "wycheproof"), "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_vector_is_judged_as_published(string file)
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Corpora.Folder!, "pki", "wycheproof", file)));
        var wrong = new List<string>();
        var judged = 0;
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var key = PublicKey.Parse(Hex(group, "publicKeyDer"));
            var scheme = Scheme(group);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                judged++;
                var outcome = SignatureVerifier.VerifyData(key, scheme, Hex(test, "msg"), Hex(test, "sig"));
                var expected = test.GetProperty("result").GetString();
                if (expected != "acceptable" && (outcome == SignatureOutcome.Valid) != (expected == "valid"))
                {
                    wrong.Add($"{test.GetProperty("tcId")} {test.GetProperty("comment")}: {expected}, got {outcome} ({scheme})");
                }
            }
        }

        Assert.Equal(document.RootElement.GetProperty("numberOfTests").GetInt32(), judged);
        Assert.Empty(wrong);
    }

    private static SignatureScheme Scheme(JsonElement group)
    {
        var hash = group.TryGetProperty("sha", out var sha) ? Hash(sha.GetString()!) : HashAlgorithmName.SHA512;
        return group.GetProperty("type").GetString() switch
        {
            "EcdsaVerify" => new SignatureScheme(SignatureKind.Ecdsa, hash),
            "EcdsaP1363Verify" => new SignatureScheme(SignatureKind.EcdsaPlain, hash),
            "EddsaVerify" => new SignatureScheme(SignatureKind.Ed25519, hash),
            "RsassaPkcs1Verify" => new SignatureScheme(SignatureKind.RsaPkcs1, hash),
            _ => new SignatureScheme(
                SignatureKind.RsaPss, hash, Hash(group.GetProperty("mgfSha").GetString()!), group.GetProperty("sLen").GetInt32()),
        };
    }

    /// <summary>"SHA-256" is SHA256 to .NET, "SHA3-256" has its name.</summary>
    private static HashAlgorithmName Hash(string name) => new(name.Replace("SHA-", "SHA", StringComparison.Ordinal));

    private static byte[] Hex(JsonElement element, string property) =>
        Convert.FromHexString(element.GetProperty(property).GetString()!);
}

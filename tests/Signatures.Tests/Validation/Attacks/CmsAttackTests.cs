using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation.Attacks;

/// <summary>Signed structures that are not what they seem (RFC 5652; EN 319 122-1; EN 319 142-1, 6.3).</summary>
public sealed class CmsAttackTests
{
    private static readonly Lab s_lab = new();

    private static readonly Holder s_signer = s_lab.Signer();

    private static readonly (string Name, Indication Expected, string Rule, Func<byte[]> Make)[] s_attacks =
    [
        ("two signers", Indication.TotalFailed, "format.cms", () => RawSignature.Document((Cms() with { Signers = 2 }).Sign)),
        ("no signer", Indication.TotalFailed, "integrity.digest", () => RawSignature.Document((Cms() with { Signers = 0 }).Sign)),
        ("no message digest", Indication.TotalFailed, "integrity.digest", () => RawSignature.Document((Cms() with { HasMessageDigest = false }).Sign)),
        ("no content type", Indication.TotalFailed, "integrity.attributes", () => RawSignature.Document((Cms() with { HasContentType = false }).Sign)),
        ("message digest twice", Indication.TotalFailed, "integrity.digest",
            () => RawSignature.Document((Cms() with { Signed = [("1.2.840.113549.1.9.4", CmsRecipe.Write(value => value.WriteOctetString(new byte[32])))] }).Sign)),
        ("other content type", Indication.TotalFailed, "integrity.attributes",
            () => RawSignature.Document((Cms() with { Signed = [("1.2.840.113549.1.9.3", CmsRecipe.Write(value => value.WriteObjectIdentifier("1.2.3")))], HasContentType = false }).Sign)),
        ("content inside", Indication.TotalFailed, "format.cms", () => RawSignature.Document((Cms() with { Content = [1, 2, 3] }).Sign)),
        ("digest and signature of different hashes", Indication.TotalFailed, "integrity.signature",
            () => RawSignature.Document((Cms() with { SignatureAlgorithm = CmsRecipe.EcdsaSha512 }).Sign)),
        ("algorithm that is not known", Indication.Indeterminate, "integrity.signature",
            () => RawSignature.Document((Cms() with { SignatureAlgorithm = "1.2.3.4" }).Sign)),
        ("certificate of another", Indication.Indeterminate, "identification.signing-certificate",
            () => RawSignature.Document((Cms() with { Certificates = [s_lab.Signer("Other").Certificate.RawData.ToArray()] }).Sign)),
        ("no certificate", Indication.Indeterminate, "identification.signing-certificate", () => RawSignature.Document((Cms() with { Certificates = [] }).Sign)),
        ("attribute names another certificate", Indication.Indeterminate, "identification.attribute",
            () => RawSignature.Document((Cms() with { SigningCertificate = s_lab.Signer("Other") }).Sign)),
        ("over another document", Indication.TotalFailed, "integrity.digest", () => RawSignature.Document(_ => Cms().Sign([1, 2, 3]))),
        ("timestamp in the place of a signature", Indication.TotalFailed, "format.cms", () => RawSignature.Document(covered => Token(covered))),
        ("signature in the place of a timestamp", Indication.TotalFailed, "format.cms", () => RawSignature.Document(Cms().Sign, "ETSI.RFC3161")),
        ("timestamp of another document", Indication.TotalFailed, "timestamp.imprint", () => RawSignature.Document(_ => Token([1, 2, 3]), "ETSI.RFC3161")),
        ("signature of CAdES under another name", Indication.TotalFailed, "format.cms", () => RawSignature.Document(Cms().Sign, "ETSI.CAdES.attached")),
        ("no name of the encoding", Indication.TotalFailed, "format.cms", () => RawSignature.Document(Cms().Sign, "")),
    ];

    public static TheoryData<string> Attacks => [.. s_attacks.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Structure_is_refused_by_its_rule(string name)
    {
        var (_, expected, rule, make) = s_attacks.First(attack => attack.Name == name);

        var signature = Signing.Validate(make(), s_lab.Context(policy: ValidationPolicy.TestVectors)).Signatures.Single();

        var refusals = signature.Rules.Where(finding => finding.Result == RuleResult.Fail).Select(finding => finding.Rule.Id).ToList();
        Assert.Equal((name, expected), (name, signature.Indication));
        Assert.True(refusals.Contains(rule), $"refused by {string.Join(", ", refusals)}");
    }

    [Theory]
    [InlineData("as it should be", true)]
    [InlineData("named by key", true)]
    [InlineData("without attributes", true)]
    [InlineData("without the signing-certificate attribute", true)]
    [InlineData("digest of another size", true)]
    public void Legal_structure_holds(string name, bool expected)
    {
        var recipe = name switch
        {
            "named by key" => Cms() with { IsByKeyIdentifier = true },
            "without attributes" => Cms() with { HasSignedAttributes = false },
            "without the signing-certificate attribute" => Cms() with { SigningCertificate = null },
            _ => Cms(),
        };

        var report = Signing.Validate(RawSignature.Document(recipe.Sign), s_lab.Context(policy: ValidationPolicy.TestVectors));

        Assert.Equal((name, expected), (name, report.Signatures[0].Integrity == SignatureIntegrity.Intact));
        Assert.Equal((name, FileVerdict.Valid), (name, report.Verdict));
    }

    private static CmsRecipe Cms() => new(s_signer) { Certificates = [.. new Certificate[] { s_signer.Certificate, s_lab.Issuing.Certificate }.Select(one => one.RawData.ToArray())] };

    private static byte[] Token(byte[] covered) =>
        s_lab.Stamp(System.Security.Cryptography.SHA256.HashData(covered), s_lab.Time).Encoded.ToArray();
}

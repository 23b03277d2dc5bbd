using System.Text;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation.Attacks;

/// <summary>
/// What certifications and locks forbid: each update is of a harmless class in itself, and the signature does not permit it.
/// </summary>
public sealed class PermissionAttackTests
{
    private static readonly Lab s_lab = new();

    private static readonly Holder s_signer = s_lab.Signer();

    private static readonly Lazy<Task<byte[]>> s_locked = new(() => FormDocument.SignAsync(s_lab, field: "B"));

    private static readonly (string Name, Func<Update> Make, int LeastLevel, string Rule)[] s_changes =
    [
        ("field filled", () => new Update().With(9, FormDocument.Text2.Replace("11 0 R", "50 0 R", StringComparison.Ordinal).Replace("(x)", "(y)", StringComparison.Ordinal)).WithStream(50, "y", FormDocument.Look), 2, "permission.doc-mdp"),
        ("box checked", () => new Update().With(28, FormDocument.CheckBox.Replace("/AS/Off/V/Off", "/AS/Yes/V/Yes", StringComparison.Ordinal)), 2, "permission.doc-mdp"),
        ("choice made", () => new Update().With(27, FormDocument.Choice.Replace("/V(one)", "/V(two)", StringComparison.Ordinal)), 2, "permission.doc-mdp"),
        ("field of a group filled", () => new Update().With(26, FormDocument.Grouped.Replace("36 0 R", "50 0 R", StringComparison.Ordinal).Replace("(n)", "(m)", StringComparison.Ordinal)).WithStream(50, "m", FormDocument.Look), 2, "permission.doc-mdp"),
        ("remark added", () => Annotation("/Subtype/Text/Rect[0 0 9 9]/Contents(x)"), 3, "permission.doc-mdp"),
        ("text written over the page", () => Annotation("/Subtype/FreeText/Rect[0 0 595 842]/DA(/F1 9 Tf)/Contents(x)"), 3, "permission.doc-mdp"),
        ("picture stamped over the page", () => Annotation("/Subtype/Stamp/Rect[0 0 595 842]/AP<</N 51 0 R>>").WithStream(51, "x", FormDocument.Look), 3, "permission.doc-mdp"),
        ("visible signature field added", () => new Update().With(7, FormDocument.Form(FormDocument.Fields + " 50 0 R")).With(10, $"[{FormDocument.Annotations} 50 0 R]")
            .With(50, "<</Type/Annot/Subtype/Widget/FT/Sig/T(C)/Rect[0 0 595 842]/F 132/P 3 0 R>>"), 3, "permission.new-visible-field"),
        ("invisible signature field added", () => new Update().With(7, FormDocument.Form(FormDocument.Fields + " 50 0 R")).With(10, $"[{FormDocument.Annotations} 50 0 R]")
            .With(50, "<</Type/Annot/Subtype/Widget/FT/Sig/T(C)/Rect[0 0 0 0]/F 132/P 3 0 R>>"), 2, "permission.doc-mdp"),
        ("security store added", () => new Update().With(1, FormDocument.Catalog("/DSS<</Certs[50 0 R]>>")).WithStream(50, "x"), 1, ""),
    ];

    public static TheoryData<string> Changes => [.. s_changes.Select(change => change.Name)];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Certification_permits_from_its_level_on(string name)
    {
        var (_, make, leastLevel, rule) = s_changes.First(change => change.Name == name);
        foreach (var level in Enum.GetValues<CertificationPermission>())
        {
            var certified = await FormDocument.SignAsync(s_lab, level);
            var update = name == "security store added" ? Certified(make, certified) : make();

            var report = Validate(update.AppendTo(certified));

            var refusals = Refusals(report.Signatures[0]);
            Assert.Equal((level, (int)level < leastLevel), (level, report.Signatures[0].Changes == ChangeClass.NotPermitted));
            Assert.Equal((level, (int)level < leastLevel), (level, refusals.Contains(rule)));
        }
    }

    [Theory]
    [InlineData("locked field filled", 5, "permission.field-mdp")]
    [InlineData("field below a locked one filled", 26, "permission.field-mdp")]
    [InlineData("other field filled", 9, null)]
    public async Task Lock_holds_for_its_fields_and_those_below(string name, int number, string? rule)
    {
        var (was, old, text) = number switch
        {
            5 => (FormDocument.Text1, "(a)", "8 0 R"),
            26 => (FormDocument.Grouped, "(n)", "36 0 R"),
            _ => (FormDocument.Text2, "(x)", "11 0 R"),
        };
        var update = new Update().With(number, was.Replace(old, "(new)", StringComparison.Ordinal).Replace(text, "50 0 R", StringComparison.Ordinal))
            .WithStream(50, "new", FormDocument.Look);

        var signature = Validate(update.AppendTo(await s_locked.Value)).Signatures[0];

        Assert.Equal((name, rule is null ? ChangeClass.FormFill : ChangeClass.NotPermitted), (name, signature.Changes));
        Assert.True(rule is null || Refusals(signature).Contains(rule));
    }

    [Theory]
    [InlineData("the name in other case", "(Group)", "(GROUP)")]
    [InlineData("the name in UTF-16", "(Text1)", "<FEFF00540065007800740032>")]
    public async Task Locked_field_cannot_be_renamed_first(string name, string part, string replacement)
    {
        var number = part == "(Group)" ? 25 : 5;
        var was = part == "(Group)" ? "<</T(Group)/Kids[26 0 R]>>" : FormDocument.Text1;
        var update = new Update().With(number, was.Replace(part, replacement, StringComparison.Ordinal));

        var signature = Validate(update.AppendTo(await s_locked.Value)).Signatures[0];

        Assert.Equal((name, ChangeClass.NotPermitted), (name, signature.Changes));
    }

    [Theory]
    [InlineData("All", "", true)]
    [InlineData("Include", "(Text2)", true)]
    [InlineData("Include", "<FEFF00540065007800740032>", true)]
    [InlineData("Include", "(Text)", false)]
    [InlineData("Exclude", "(Text2)", false)]
    [InlineData("Exclude", "(Text1)", true)]
    [InlineData("Perhaps", "(Text1)", true)]
    public void Transform_locks_what_it_names(string action, string fields, bool isLocked)
    {
        var signed = RawSignature.Document(
            Cms().Sign, entries: $"/Reference[<</Type/SigRef/TransformMethod/FieldMDP/TransformParams<</Action/{action}/Fields[{fields}]/V/1.2>>>>]");
        var update = new Update().With(9, FormDocument.Text2.Replace("(x)", "(y)", StringComparison.Ordinal));

        var signature = Validate(update.AppendTo(signed)).Signatures[0];

        Assert.Equal(isLocked, Refusals(signature).Contains("permission.field-mdp"));
        Assert.Equal(isLocked ? ChangeClass.NotPermitted : ChangeClass.FormFill, signature.Changes);
    }

    [Theory]
    [InlineData("second certification", 2, "/TransformParams<</P 2/V/1.2>>", "/Perms<</DocMDP 60 0 R>>")]
    [InlineData("second certification that /Perms does not name", 2, "/TransformParams<</P 1/V/1.2>>", "")]
    [InlineData("more permitted than before", 2, "/TransformParams<</P 3/V/1.2>>", "")]
    public void Certification_comes_first_and_once(string name, int first, string second, string catalog)
    {
        var certified = RawSignature.Complete(
            FormDocument.Unsigned().With(1, FormDocument.Catalog("/Perms<</DocMDP 50 0 R>>")).With(6, RawSignature.Field("A", 50))
                .With(50, RawSignature.Dictionary(entries: $"/Reference[<</TransformMethod/DocMDP/TransformParams<</P {first}/V/1.2>>>>]")).ToFile(),
            Cms().Sign);
        var update = catalog.Length > 0 ? new Update().With(1, FormDocument.Catalog(catalog)) : new Update();

        var report = Validate(RawSignature.Append(certified, Cms().Sign, $"/Reference[<</TransformMethod/DocMDP{second}>>]", update));

        Assert.Equal((name, FileVerdict.Invalid), (name, report.Verdict));
        Assert.Contains("permission.certification", Refusals(report.Signatures[1]));
    }

    [Fact]
    public void Perms_that_names_a_signature_without_a_certification_is_refused()
    {
        var file = RawSignature.Complete(
            FormDocument.Unsigned().With(1, FormDocument.Catalog("/Perms<</DocMDP 50 0 R>>")).With(6, RawSignature.Field("A", 50))
                .With(50, RawSignature.Dictionary()).ToFile(), Cms().Sign);

        var report = Validate(file);

        Assert.Equal((FileVerdict.Invalid, "permission.certification"), (report.Verdict, report.Reason));
    }

    [Fact]
    public void Lock_of_a_later_signature_may_restrict_what_follows_and_is_no_certification()
    {
        var first = RawSignature.Document(Cms().Sign);
        var second = RawSignature.Complete(
            new Update().With(32, FormDocument.FieldB.Replace("/Action/Include", "/P 1/Action/Include", StringComparison.Ordinal)[..^2] + "/V 60 0 R>>")
                .With(60, RawSignature.Dictionary(entries: "/Reference[<</TransformMethod/DocMDP/TransformParams<</P 1/V/1.2>>>>]")).AppendTo(first),
            Cms().Sign);

        // The lock itself was changed by the update, which the first signature does not permit; the second one is judged alone.
        var report = Validate(second);
        var filled = Validate(
            new Update().With(9, FormDocument.Text2.Replace("(x)", "(y)", StringComparison.Ordinal)).AppendTo(second));

        Assert.DoesNotContain("permission.certification", Refusals(report.Signatures[1]));
        Assert.Contains("permission.doc-mdp", Refusals(filled.Signatures[1]));
    }

    private static Update Certified(Func<Update> make, byte[] certified)
    {
        _ = make;
        var text = Encoding.Latin1.GetString(certified);
        var at = text.LastIndexOf("/Perms", StringComparison.Ordinal);
        var permissions = text[at..(text.IndexOf(">>", at, StringComparison.Ordinal) + 2)];
        return new Update().With(1, FormDocument.Catalog(permissions + "/DSS<</Certs[70 0 R]>>")).WithStream(70, "x");
    }

    private static CmsRecipe Cms() => new(s_signer);

    private static Update Annotation(string entries) =>
        new Update().With(10, $"[{FormDocument.Annotations} 50 0 R]").With(50, $"<</Type/Annot{entries}/P 3 0 R>>");

    private static ValidationReport Validate(byte[] file) => Signing.Validate(file, s_lab.Context(policy: ValidationPolicy.TestVectors));

    private static List<string> Refusals(SignatureReport signature) =>
        [.. signature.Rules.Where(finding => finding.Result == RuleResult.Fail).Select(finding => finding.Rule.Id)];
}

using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>What DocMDP, FieldMDP and locks make of changes that are harmless in themselves.</summary>
public sealed class PermissionTests
{
    [Theory]
    [InlineData(1, ChangeClass.LtvOnly, ChangeClass.LtvOnly)]
    [InlineData(1, ChangeClass.FormFill, ChangeClass.NotPermitted)]
    [InlineData(2, ChangeClass.FormFill, ChangeClass.FormFill)]
    [InlineData(2, ChangeClass.Annotations, ChangeClass.NotPermitted)]
    [InlineData(3, ChangeClass.Annotations, ChangeClass.Annotations)]
    [InlineData(3, ChangeClass.NotPermitted, ChangeClass.NotPermitted)]
    public void Access_permission_bounds_the_class(int access, ChangeClass change, ChangeClass expected)
    {
        var (actual, _) = new ChangePermissions(access, IsCertification: true, []).Judge([Change(change)]);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Without_restrictions_annotations_are_the_most()
    {
        var (actual, _) = new ChangePermissions(null, IsCertification: false, []).Judge([Change(ChangeClass.Annotations), Change(ChangeClass.None)]);

        Assert.Equal(ChangeClass.Annotations, actual);
    }

    [Theory]
    [InlineData("All", "", "a", true)]
    [InlineData("Include", "a", "a", true)]
    [InlineData("Include", "a", "a.b", true)]
    [InlineData("Include", "a", "ab", false)]
    [InlineData("Include", "a.b", "a", false)]
    [InlineData("Exclude", "a", "a.b", false)]
    [InlineData("Exclude", "a", "b", true)]
    [InlineData("Nonsense", "", "a", true)]
    public void Lock_holds_for_the_fields_below(string action, string field, string name, bool expected) =>
        Assert.Equal(expected, new FieldLock(action, [field]).Locks(name));

    [Fact]
    public void Locked_field_that_is_filled_is_refused()
    {
        var permissions = new ChangePermissions(null, IsCertification: false, [new("Include", ["amount"])]);

        var (actual, findings) = permissions.Judge([Change(ChangeClass.FormFill, new ChangedField("amount", false, false, false))]);

        Assert.Equal((ChangeClass.NotPermitted, "permission.field-mdp"), (actual, Assert.Single(findings).Rule.Id));
    }

    [Fact]
    public void Certified_document_gets_no_visible_field()
    {
        var permissions = new ChangePermissions(2, IsCertification: true, []);

        var (visible, _) = permissions.Judge([Change(ChangeClass.FormFill, new ChangedField("x", true, true, false))]);
        var (invisible, _) = permissions.Judge([Change(ChangeClass.FormFill, new ChangedField("x", true, false, false))]);

        Assert.Equal((ChangeClass.NotPermitted, ChangeClass.FormFill), (visible, invisible));
    }

    [Theory]
    [InlineData("<</Reference[<</TransformMethod/DocMDP/TransformParams<</P 1>>>>]>>", 1, true, 0)]
    [InlineData("<</Reference[<</TransformMethod/DocMDP>>]>>", 2, true, 0)]
    [InlineData("<</Reference[<</TransformMethod/DocMDP/TransformParams<</P 9>>>>]>>", 1, true, 0)]
    [InlineData("<</Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/Include/Fields[(a)]>>>>]>>", null, false, 1)]
    [InlineData("<<>>", null, false, 0)]
    public void Restrictions_are_read_from_the_signature(string signature, int? access, bool isCertification, int locks)
    {
        using var file = new MemoryStream(new Update()
            .With(1, "<</Type/Catalog/Pages 2 0 R>>").With(2, "<</Type/Pages/Count 0/Kids[]>>").With(3, signature).ToFile());
        using var document = PdfDocument.Open(file, PdfLimits.Default);

        var permissions = ChangePermissions.Read(document.Current, document.Current.Resolve<PdfDictionary>(new PdfReference(3))!, null);

        Assert.Equal((access, isCertification, locks), (permissions.AccessPermission, permissions.IsCertification, permissions.Locks.Count));
    }

    private static RevisionChanges Change(ChangeClass changes, params ChangedField[] fields) => new(
        2, changes, fields, changes == ChangeClass.NotPermitted ? [new(ValidationRules.ChangesUnexplained, changes, false, "x")] : []);
}

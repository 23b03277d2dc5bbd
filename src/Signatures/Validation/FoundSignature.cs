using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>One reading of a signature's dictionary: as of which revision it is in force, and what it says.</summary>
internal sealed record SignatureVersion(PdfRevision Revision, PdfObject Value, FieldNode Field)
{
    public PdfDictionary Dictionary => Value as PdfDictionary ?? PdfDictionary.Empty;
}

/// <summary>A signature with every dictionary that ever stood for it, and the names of the fields that hold it.</summary>
internal sealed class FoundSignature(SignatureVersion first)
{
    public List<SignatureVersion> Versions { get; } = [first];

    public List<string> FieldNames { get; } = [first.Field.Name];

    /// <summary>The version whose own /Contents is what its byte range leaves out; else the last one, which readers show.</summary>
    public SignatureVersion Judged =>
        Versions.FirstOrDefault(version => ByteRangeCoverage.HoleIsContents(version)) ?? Versions[^1];

    /// <summary>All versions say the same.</summary>
    public bool IsUnchanged => Versions.All(version => PdfEquality.Same(version.Value, Versions[0].Value));
}

using TrustPlatform.Contracts;

namespace TrustPlatform.GrainInterfaces;

/// <summary>What is known of a stored document.</summary>
[GenerateSerializer, Immutable, Alias("trust.document-facts")]
public sealed record DocumentFacts(
    [property: Id(0)] DocumentDigest Digest, [property: Id(1)] long LengthInBytes, [property: Id(2)] int PageCount,
    [property: Id(3)] int SignatureCount);

/// <summary>Why a file was not taken.</summary>
public enum IntakeRefusal
{
    /// <summary>Not a PDF, or too damaged to be read.</summary>
    NotAPdf,

    /// <summary>Encrypted.</summary>
    Encrypted,

    /// <summary>Larger than the limit.</summary>
    TooLarge,

    /// <summary>No bytes.</summary>
    Empty,

    /// <summary>Readable only after repair; it would not be signed as it is.</summary>
    Damaged,

    /// <summary>Carries scripts or actions that change what people see.</summary>
    ActiveContent,

    /// <summary>An earlier signature or certification forbids further signatures.</summary>
    Locked,
}

/// <summary>How an upload ended. There are only these cases.</summary>
[GenerateSerializer, Immutable, Alias("trust.intake-outcome")]
public abstract record IntakeOutcome
{
    private IntakeOutcome() { }

    /// <summary>Stored.</summary>
    [GenerateSerializer, Immutable, Alias("trust.intake-outcome.stored")]
    public sealed record Stored([property: Id(0)] DocumentFacts Facts) : IntakeOutcome;

    /// <summary>Nothing is kept.</summary>
    [GenerateSerializer, Immutable, Alias("trust.intake-outcome.refused")]
    public sealed record Refused([property: Id(0)] IntakeRefusal Reason, [property: Id(1)] long? Offset) : IntakeOutcome;
}

/// <summary>One upload, in pieces of at most 1 MiB; key <c>upl-…</c>. Abandoned uploads leave nothing.</summary>
[Alias("trust.upload")]
public interface IUploadGrain : IGrainWithStringKey
{
    /// <summary>The next piece; false when the upload is over the limit and the rest need not be sent.</summary>
    [Alias("append")]
    Task<bool> Append(Immutable<byte[]> piece);

    /// <summary>Checks what came and stores it.</summary>
    [Alias("complete")]
    Task<IntakeOutcome> Complete();
}

/// <summary>A document by its digest; key <c>doc-…</c>.</summary>
[Alias("trust.document")]
public interface IDocumentGrain : IGrainWithStringKey
{
    /// <summary>What is known of it, or null when it is not stored.</summary>
    [Alias("describe")]
    Task<DocumentFacts?> Describe();

    /// <summary>Records what the intake found.</summary>
    [Alias("record")]
    Task Record(DocumentFacts facts);

    /// <summary>Up to 1 MiB from an offset; empty at the end.</summary>
    [Alias("read")]
    Task<Immutable<byte[]>> Read(long offset, int length);

    /// <summary>Length in bytes, or null when it is not stored.</summary>
    [Alias("length")]
    Task<long?> Length();
}

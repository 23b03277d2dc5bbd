using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Storage;

namespace TrustPlatform.Grains.Documents;

/// <summary>What the intake found, kept once.</summary>
internal sealed class DocumentState
{
    /// <summary>Null before the document is recorded.</summary>
    public DocumentFacts? Facts { get; set; }
}

/// <summary>A document by its digest.</summary>
internal sealed class DocumentGrain(
    [PersistentState("document")] IPersistentState<DocumentState> state, IDocumentStore documents) : Grain, IDocumentGrain
{
    private const int MaxPieceLength = 1 << 20;

    private Stream? _content;

    private DocumentDigest Digest => DocumentDigest.TryParse(this.GetPrimaryKeyString()["doc-".Length..], out var digest)
        ? digest
        : throw new ArgumentException("The key is not a document's.");

    public Task<DocumentFacts?> Describe() => Task.FromResult(state.State.Facts);

    public async Task Record(DocumentFacts facts)
    {
        if (state.State.Facts is null)
        {
            state.State.Facts = facts;
            await state.WriteStateAsync();
        }
    }

    public async Task<long?> Length() => (await Content())?.Length;

    public async Task<Immutable<byte[]>> Read(long offset, int length)
    {
        if (await Content() is not { } content || offset < 0 || offset >= content.Length)
        {
            return new([]);
        }

        var piece = new byte[(int)Math.Min(Math.Clamp(length, 0, MaxPieceLength), content.Length - offset)];
        content.Position = offset;
        await content.ReadExactlyAsync(piece);
        return new(piece);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_content is not null)
        {
            await _content.DisposeAsync();
        }
    }

    private async Task<Stream?> Content() => _content ??= await documents.OpenAsync(Digest, CancellationToken.None);
}

using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Differences;

/// <summary>A place in a document where a value stands: in which object, along which keys, and the value as written.</summary>
internal readonly record struct Slot(int Container, string Path, PdfObject? Raw)
{
    /// <summary>The place of an entry of the dictionary that stands here.</summary>
    public Slot Key(string key) => Raw switch
    {
        PdfDictionary dictionary => new(Container, $"{Path}/{key}", dictionary[key]),
        PdfStream stream => new(Container, $"{Path}/{key}", stream.Dictionary[key]),
        _ => new(Container, $"{Path}/{key}", null),
    };

    /// <summary>The place of an item of the array that stands here.</summary>
    public Slot Item(PdfObject item) => new(Container, Path + "[]", item);

    /// <summary>The value as a dictionary; a stream counts as its dictionary.</summary>
    public PdfDictionary? Dictionary => Raw as PdfDictionary ?? (Raw as PdfStream)?.Dictionary;

    /// <summary>Nothing stands here.</summary>
    public bool IsAbsent => Raw is null or PdfNull;

    /// <summary>The place that a chain of references leads to, and the object numbers on the way.</summary>
    public Slot Follow(PdfRevision revision, Action<Slot, int>? hop = null)
    {
        var slot = this;
        for (var hops = 0; slot.Raw is PdfReference reference; hops++)
        {
            hop?.Invoke(slot, reference.Number);
            var found = hops < 8 ? revision.Load(reference.Number) : null;
            slot = new(reference.Number, "", found?.Reference == reference ? found.Value : null);
        }

        return slot;
    }
}

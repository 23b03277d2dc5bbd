using TrustPlatform.Pdf.Reading;

namespace TrustPlatform.Pdf;

public sealed partial class PdfDocument
{
    private const int CachedObjects = 20_000;
    private const int MaxLoading = 16;
    private const long CachedObjectStreamBytes = 64 * 1024 * 1024;

    private readonly Dictionary<long, PdfIndirectObject> _cache = [];

    /// <summary>Objects whose extent depends on another object, which a revision may replace.</summary>
    private readonly Dictionary<(long Offset, int Revision), PdfIndirectObject> _dependentCache = [];
    private readonly Dictionary<(long Offset, int Revision), ObjectStream> _objectStreams = [];
    private long _objectStreamBytes;
    private int _loading;

    /// <summary>Loads what an entry says about a number, or null where the object is missing.</summary>
    internal PdfIndirectObject? Load(int number, PdfEntry entry, PdfRevision revision)
    {
        // Reading an object may need another: a stream its /Length, an object stream its /N. Made in a circle they never end.
        if (_loading == MaxLoading)
        {
            throw new PdfSyntaxException(-1, "limits", $"Object {number} cannot be read without reading too many others.");
        }

        _loading++;
        try
        {
            return entry.Kind switch
            {
                PdfEntryKind.InUse when entry.Offset > 0 => LoadAt(number, entry, revision),
                PdfEntryKind.Compressed => LoadCompressed(number, entry, revision),
                _ => null,
            };
        }
        finally
        {
            _loading--;
        }
    }

    private PdfIndirectObject LoadAt(int number, PdfEntry entry, PdfRevision revision)
    {
        if (!_cache.TryGetValue(entry.Offset, out var found) && !_dependentCache.TryGetValue((entry.Offset, revision.Index), out found))
        {
            if (entry.Offset >= Length)
            {
                throw new PdfSyntaxException(entry.Offset, "7.5.4", $"Object {number} is said to be outside the file.");
            }

            found = _objects.Read(entry.Offset, revision.Resolver, out var lengthIsIndirect);
            if (_security is not null && found.Reference != Current.Trailer["Encrypt"])
            {
                found = found with { Value = _security.Decrypt(found.Reference, found.Value) };
            }

            Keep(entry.Offset, lengthIsIndirect ? revision : null, found);
        }

        return found.Reference.Number == number && found.Reference.Generation == entry.Generation
            ? found
            : throw new PdfSyntaxException(
                entry.Offset, "7.5.4", $"Object {found.Reference.Number} stands where object {number} is said to be.");
    }

    private PdfIndirectObject LoadCompressed(int number, PdfEntry entry, PdfRevision revision)
    {
        if (EncryptionObstacle is not null)
        {
            throw new PdfSyntaxException(-1, "7.6", $"Object {number} is in an encrypted object stream, which is not read.");
        }

        if (entry.Offset > int.MaxValue || revision.Find((int)entry.Offset) is not { Kind: PdfEntryKind.InUse } holder
            || Load((int)entry.Offset, holder, revision) is not { Value: PdfStream stream } container)
        {
            throw new PdfSyntaxException(-1, "7.5.7", $"Object {number} is said to be in an object stream that is missing.");
        }

        var key = (container.Offset, stream.Dictionary["Length"] is PdfReference ? revision.Index : -1);
        if (!_objectStreams.TryGetValue(key, out var objects))
        {
            objects = ObjectStream.Open(stream, _decoder, _limits, revision.Resolve);
            _objectStreamBytes += objects.Length;
            if (_objectStreamBytes > CachedObjectStreamBytes)
            {
                _objectStreams.Clear();
                _objectStreamBytes = objects.Length;
            }

            _objectStreams[key] = objects;
        }

        var value = objects.Read(entry.Generation, number)
            ?? throw new PdfSyntaxException(container.Offset, "7.5.7", $"Object {number} is not where the object stream should have it.");
        return new(new(number), value, container.Offset, container.EndOffset, (int)entry.Offset);
    }

    private void Keep(long offset, PdfRevision? dependsOn, PdfIndirectObject found)
    {
        if (_cache.Count + _dependentCache.Count >= CachedObjects)
        {
            Forget();
        }

        if (dependsOn is null)
        {
            _cache[offset] = found;
        }
        else
        {
            _dependentCache[(offset, dependsOn.Index)] = found;
        }
    }

    private void Forget()
    {
        _cache.Clear();
        _dependentCache.Clear();
    }
}

using TrustPlatform.Pdf.Encryption;
using TrustPlatform.Pdf.Filters;
using TrustPlatform.Pdf.Reading;

namespace TrustPlatform.Pdf;

/// <summary>
/// A PDF file opened for reading, as the list of its revisions. Objects are read from the stream when they are asked for and
/// kept in a bounded cache. Not thread-safe; nothing else may move the stream meanwhile.
/// </summary>
public sealed partial class PdfDocument : IDisposable
{
    private const int HeaderSearchLength = 1024;

    private readonly ByteSource _source;
    private readonly PdfLimits _limits;
    private readonly StreamDecoder _decoder;
    private readonly ObjectReader _objects;
    private readonly List<PdfRevision> _revisions = [];
    private SecurityHandler? _security;

    private PdfDocument(Stream stream, PdfLimits limits)
    {
        _limits = limits;
        _source = new(stream, limits);
        _decoder = new(limits);
        _objects = new(_source, limits);
    }

    /// <summary>
    /// Opens a seekable stream, which stays the caller's. Throws <see cref="PdfSyntaxException"/> for bad content. A file whose
    /// header or cross-reference chain is damaged is opened when its objects can be found: see <see cref="RecoveryReason"/>.
    /// </summary>
    public static PdfDocument Open(Stream stream, PdfLimits limits)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(limits);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream must be seekable.", nameof(stream));
        }

        var document = new PdfDocument(stream, limits);
        try
        {
            document.ReadHeader();
            document.ReadRevisions();
            return document;
        }
        catch (PdfSyntaxException)
        {
            document.Dispose();
            throw;
        }
    }

    /// <summary>Length of the file in bytes.</summary>
    public long Length => _source.Length;

    /// <summary>Where the header stands; 0 in every file that follows 7.5.2.</summary>
    public long HeaderOffset { get; private set; }

    /// <summary>The version in the header, such as 1.7 (7.5.2); the catalog may name a later one.</summary>
    public string HeaderVersion { get; private set; } = "";

    /// <summary>All revisions, the first written first. The two sections of a linearized file (Annex F) are one revision.</summary>
    public IReadOnlyList<PdfRevision> Revisions => _revisions;

    /// <summary>The file as it stands now.</summary>
    public PdfRevision Current => _revisions[^1];

    /// <summary>The trailer of the last revision names /Encrypt (7.6).</summary>
    public bool IsEncrypted => Current.Trailer["Encrypt"] is not null;

    /// <summary>
    /// Why the content of an encrypted file cannot be read, as one sentence; null when it can: not encrypted, or by the standard
    /// security handler (7.6.4) with an empty user password. Otherwise strings and streams are as they are stored.
    /// </summary>
    public string? EncryptionObstacle { get; private set; }

    /// <summary>
    /// Something about the file's structure is damaged, and readers may differ on what it shows: good for reading with that
    /// reservation, never for signing.
    /// </summary>
    public bool IsRecovered => RecoveryReason is not null;

    /// <summary>What is damaged, as one sentence; null when nothing is.</summary>
    public string? RecoveryReason { get; private set; }

    /// <summary>The greatest object number that any revision lists, provides for by its /Size or refers to in its trailer.</summary>
    public int MaxObjectNumber { get; private set; }

    /// <summary>How many bytes follow the last revision's end; no revision lists what they hold.</summary>
    public long BytesAfterLastRevision => Length - Current.EndOffset;

    /// <summary>All that <see cref="BytesAfterLastRevision"/> counts is white space (7.2.3).</summary>
    public bool EndsInWhiteSpace
    {
        get
        {
            var at = Current.EndOffset;
            while (Lexer.IsWhiteSpace(_source[at]))
            {
                at++;
            }

            return at == Length;
        }
    }

    /// <summary>
    /// Looks whether every object in force stands where its entry says (7.5.4). A reader that finds one elsewhere may rebuild
    /// the whole cross-reference table and then see another document. Gives one sentence, or null when all is in place.
    /// </summary>
    public string? FindMisplacedObject()
    {
        var inPlace = new List<(long Offset, int Number, int Generation)>();
        foreach (var (number, entry) in History.InForce(Current.Index))
        {
            if (entry is { Kind: PdfEntryKind.InUse, Offset: > 0 })
            {
                inPlace.Add((entry.Offset, number, entry.Generation));
            }
        }

        inPlace.Sort(); // in the order of the file, which is then read once
        var lexer = new Lexer(_source, _limits);
        foreach (var (offset, number, generation) in inPlace)
        {
            lexer.Position = offset;
            lexer.SkipWhiteSpace();
            if (!lexer.TryHeader(out var found, out var foundGeneration) || found != number || foundGeneration != generation)
            {
                return $"Object {number} does not stand at byte {offset}, where the cross-reference section has it.";
            }
        }

        return null;
    }

    /// <summary>Bytes of the file as they stand.</summary>
    public ReadOnlyMemory<byte> ReadBytes(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return _source.Read(offset, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        _objectStreams.Clear();
        _source.Dispose();
    }

    internal PdfLimits Limits => _limits;

    internal ByteSource Source => _source;

    internal PdfIndirectObject ReadObjectAt(long offset, PdfRevision revision) => _objects.Read(offset, revision.Resolve, out _);

    internal EntryHistory History { get; private set; } = EntryHistory.Empty;

    internal ReadOnlyMemory<byte> Decode(PdfStream stream, PdfRevision revision) => _decoder.Decode(stream, revision.Resolve);

    private void ReadHeader()
    {
        for (var at = 0L; at < HeaderSearchLength; at++)
        {
            if (_source.Matches(at, "%PDF-"u8))
            {
                HeaderOffset = at;
                for (at += 5; _source[at] is '.' or (>= '0' and <= '9') && HeaderVersion.Length < 8; at++)
                {
                    HeaderVersion += (char)_source[at];
                }

                RecoveryReason = HeaderOffset == 0 ? null : $"The header stands at byte {HeaderOffset} and not at the start of the file.";
                return;
            }
        }

        throw new PdfSyntaxException(0, "7.5.2", "The file does not start with a PDF header.");
    }

    private void ReadRevisions()
    {
        try
        {
            var reader = new CrossReferenceReader(_source, _limits, _decoder);
            var sections = reader.ReadAll();
            RecoveryReason ??= reader.Ambiguity;
            MergeLinearized(sections);
            sections.Reverse();
            Take(sections);
            RecoveryReason ??= FindDisorder();
            if (EncryptionObstacle is null)
            {
                _ = Current.Catalog;
            }
        }
        catch (PdfSyntaxException exception) when (exception.Clause != "limits")
        {
            RecoveryReason ??= exception.Message;
            Take([new Recovery(_source, _limits, _decoder).Read()]);
            if (EncryptionObstacle is null)
            {
                _ = Current.Catalog;
            }
        }
    }

    private void Take(List<CrossReferenceSection> sections)
    {
        Forget();
        _objectStreams.Clear();
        _revisions.Clear();
        for (var i = 0; i < sections.Count; i++)
        {
            _revisions.Add(new(this, i, i == 0 ? 0 : sections[i - 1].EndOffset, sections[i]));
        }

        History = EntryHistory.Of(sections);
        var (size, referred) = (0L, 0);
        foreach (var section in sections)
        {
            size = Math.Max(size, section.Trailer["Size"] is PdfInteger integer ? integer.Value : 0);
            // A trailer may refer to an object that is not there; another object given that number would suddenly be what it means.
            referred = Math.Max(referred, GreatestReference(section.Trailer));
        }

        if (size > _limits.MaxObjectNumber)
        {
            throw new PdfSyntaxException(sections[^1].Trailer.Offset, "limits", $"/Size says that there are {size} objects.");
        }

        MaxObjectNumber = Math.Max(History.MaxNumber, (int)Math.Max(referred, Math.Max(0, size - 1)));
        Decrypt();
    }

    private int GreatestReference(PdfObject value)
    {
        var greatest = value is PdfReference reference && reference.Number <= _limits.MaxObjectNumber ? reference.Number : 0;
        if (value is PdfArray array)
        {
            foreach (var item in array.Items)
            {
                greatest = Math.Max(greatest, GreatestReference(item));
            }
        }
        else if (value is PdfDictionary dictionary)
        {
            foreach (var (_, item) in dictionary.Entries)
            {
                greatest = Math.Max(greatest, GreatestReference(item));
            }
        }

        return greatest;
    }

    private void Decrypt()
    {
        (_security, EncryptionObstacle) = (null, null);
        if (!IsEncrypted)
        {
            return;
        }

        try
        {
            _security = SecurityHandler.Open(Current);
        }
        catch (PdfSyntaxException exception)
        {
            EncryptionObstacle = exception.Message;
        }

        Forget(); // what was read on the way is not decrypted
        _objectStreams.Clear();
    }

    /// <summary>Annex F: the first-page section, at the start of the file, names the main one, at its end, as its /Prev.</summary>
    private void MergeLinearized(List<CrossReferenceSection> sections)
    {
        if (sections.Count < 2 || sections[^2].Offset > sections[^1].Offset || !IsLinearized())
        {
            return;
        }

        var (firstPage, main) = (sections[^2], sections[^1]);
        foreach (var (number, entry) in main.Entries)
        {
            firstPage.Entries.TryAdd(number, entry);
        }

        sections.RemoveAt(sections.Count - 1);
        sections[^1] = firstPage with { EndOffset = Math.Max(firstPage.EndOffset, main.EndOffset) };
    }

    private bool IsLinearized()
    {
        var lexer = new Lexer(_source, _limits) { Position = HeaderOffset };
        return lexer.TryHeader(out _, out _) && lexer.ReadObject() is PdfDictionary dictionary && dictionary["Linearized"] is not null;
    }

    /// <summary>7.5.6: each update is appended, so the sections of the chain stand in the order in which they were written.</summary>
    private string? FindDisorder()
    {
        for (var i = 1; i < _revisions.Count; i++)
        {
            if (_revisions[i].CrossReferenceOffset < _revisions[i - 1].EndOffset)
            {
                return $"The cross-reference section at byte {_revisions[i].CrossReferenceOffset} updates one that stands after it.";
            }
        }

        return null;
    }
}

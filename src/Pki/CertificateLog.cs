using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.Transparency;

namespace TrustPlatform.Pki;

/// <summary>
/// Every certificate issued and every revocation, in the order in which they happened: an append-only Merkle tree (RFC 9162)
/// whose head is signed as a checkpoint (DESIGN D-7). An entry is written in the transaction that makes its certificate count,
/// so nobody is handed a certificate that the log lacks. The last checkpoint is kept in a file apart from the register and looked
/// at before each new one: a register that does not continue it was restored or altered, and then nothing is issued any more.
/// Thread-safe; several processes may share it.
/// </summary>
internal sealed class CertificateLog : IDisposable
{
    private const string Purpose = "certificate-log";

    /// <summary>How many entries or subtrees make one of the next level.</summary>
    private const int TileWidth = 256;

    private const int TileLevels = 8;

    /// <summary>Levels of whole subtrees that are kept; the last one reaches 2^32 entries.</summary>
    private static readonly int[] s_levels = [TileLevels, 2 * TileLevels, 3 * TileLevels, 4 * TileLevels];

    /// <summary>Askers get the same checkpoint for this long.</summary>
    private static readonly TimeSpan s_reuse = TimeSpan.FromSeconds(1);

    private readonly Register _register;
    private readonly ISigningKey _key;
    private readonly string _path;
    private readonly TimeProvider _time;
    private Published? _published;
    private volatile string? _fault;

    private CertificateLog(Register register, ISigningKey key, string origin, string path, TimeProvider time)
    {
        _register = register;
        _key = key;
        Origin = origin;
        _path = path;
        _time = time;
    }

    /// <summary>The log's name.</summary>
    public string Origin { get; }

    public ReadOnlyMemory<byte> PublicKeyInfo => _key.SubjectPublicKeyInfo;

    /// <summary>How many entries the last checkpoint covers.</summary>
    public long Size => _published?.Head.Size ?? 0;

    /// <summary>Why nothing is logged and issued, or null.</summary>
    public string? Fault => _fault;

    /// <summary>Opens the log or begins it, and compares it with its last checkpoint.</summary>
    public static CertificateLog Open(Register register, IKeyStore keys, string origin, string path, TimeProvider time)
    {
        var (row, fresh) = register.Write(session => Register.FindLogKey(session) is { } found
            ? (found, null)
            : Begin(session, keys, origin, path));
        var key = fresh ?? keys.Open(row.Reference, row.Origin, Purpose, SignatureAlgorithm.EcdsaP256Sha256);
        var log = new CertificateLog(register, key, row.Origin, path, time);
        if (!File.Exists(path))
        {
            register.Write(session => log.Resume(session));
        }

        log.Publish();
        return log;
    }

    /// <summary>Throws <see cref="IssuanceRefusedException"/> while the log is at fault.</summary>
    public void ThrowIfAtFault()
    {
        if (_fault is { } fault)
        {
            throw new IssuanceRefusedException(IssuanceRefusal.LogBroken, fault);
        }
    }

    /// <summary>Writes an entry in the caller's transaction; also while the log is at fault, since revoking must go on.</summary>
    public static void Append(
        SqlSession session, LoggedEvent what, string authority, byte[] serial, byte[] digest, RevocationReason? reason,
        DateTimeOffset now) =>
        Register.AppendToLog(session, new CertificateLogEntry(now, what, authority, serial, digest, reason).Encode());

    /// <summary>The checkpoint that was signed within the last second, or one of now, as a signed note; null while at fault.</summary>
    public string? Note()
    {
        if (_published is { } known && _time.GetUtcNow() - known.At is var age && age >= TimeSpan.Zero && age < s_reuse)
        {
            return _fault is null ? known.Note : null;
        }

        Publish();
        return _fault is null ? _published!.Note : null;
    }

    /// <summary>Takes up what was written since, and signs a new checkpoint if there is anything.</summary>
    public void Publish() => _register.WriteAlone(session =>
    {
        var size = Register.LogSize(session);
        var previous = Previous();
        _fault = FaultOf(session, previous, size);
        if (_fault is not null)
        {
            return false;
        }

        Integrate(session, size);
        var head = new Checkpoint(Origin, size, Range(session, size).Root());
        var note = size == previous!.Size ? File.ReadAllText(_path) : head.Sign(_key);
        if (size != previous.Size)
        {
            Save(_path, note);
        }

        _published = new(head, note, _time.GetUtcNow());
        return true;
    });

    /// <summary>Reads the whole log anew, trusting nothing that was derived from it; one sentence for each thing found wrong.</summary>
    public IReadOnlyList<string> Audit()
    {
        Publish();
        return _register.Read(session =>
        {
            List<string> findings = _fault is { } fault ? [fault] : [];
            CertificateLogAudit.Check(session, findings);
            return findings;
        });
    }

    /// <summary>
    /// A tile of hashes (C2SP tlog-tiles): level 0 are leaf hashes, each next level the hashes of 256 below. Null where the last
    /// checkpoint does not reach.
    /// </summary>
    public byte[]? Tile(int level, long index, int width)
    {
        if (!IsPublished(level, index, width))
        {
            return null;
        }

        var hashes = _register.Read(session => level == 0
            ? [.. Register.LogEntries(session, index * TileWidth, width).Select(entry => MerkleRange.LeafHash(entry))]
            : Register.LogSubtrees(session, level * TileLevels, index * TileWidth, width));
        return hashes.Count == width ? [.. hashes.SelectMany(hash => hash)] : null;
    }

    /// <summary>A tile of entries: each one after its length in two octets.</summary>
    public byte[]? Entries(long index, int width)
    {
        if (!IsPublished(0, index, width))
        {
            return null;
        }

        var entries = _register.Read(session => Register.LogEntries(session, index * TileWidth, width));
        return entries.Count == width
            ? [.. entries.SelectMany(entry => (byte[])[(byte)(entry.Length >> 8), (byte)entry.Length, .. entry])]
            : null;
    }

    public void Dispose() => _key.Dispose();

    /// <summary>
    /// Makes the log's key. The checkpoint of the empty log comes before the first entry: from then on, a missing file means that
    /// somebody took it away.
    /// </summary>
    private static (RegisteredLogKey, ISigningKey?) Begin(SqlSession session, IKeyStore keys, string origin, string path)
    {
        var key = keys.Create(SignatureAlgorithm.EcdsaP256Sha256, KeyLife.Lasting);
        var row = new RegisteredLogKey(origin, key.SubjectPublicKeyInfo.ToArray(), keys.Keep(key, origin, Purpose)!);
        Register.AddLogKey(session, row);
        Save(path, new Checkpoint(origin, 0, new MerkleRange().Root()).Sign(key));
        return (row, key);
    }

    /// <summary>Goes on without the last checkpoint, and says so in the log itself.</summary>
    private bool Resume(SqlSession session)
    {
        if (File.Exists(_path))
        {
            return false;
        }

        var size = Register.LogSize(session);
        Integrate(session, size);
        Save(_path, new Checkpoint(Origin, size, Range(session, size).Root()).Sign(_key));
        Append(session, LoggedEvent.Resumed, Origin, [0], [], reason: null, _time.GetUtcSecond());
        return true;
    }

    private Checkpoint? Previous()
    {
        try
        {
            return Checkpoint.Open(File.ReadAllText(_path), Origin, PublicKeyInfo);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string? FaultOf(SqlSession session, Checkpoint? previous, long size) => previous switch
    {
        null => $"The certificate log's last checkpoint {_path} is gone or was altered; nothing is issued.",
        _ when previous.Size > size =>
            $"The certificate log has {size} entries but promised {previous.Size}: the register was restored; nothing is issued.",
        _ when !Range(session, previous.Size).Root().AsSpan().SequenceEqual(previous.Root.Span) =>
            "The certificate log no longer says what its last checkpoint says: the register was altered; nothing is issued.",
        _ => null,
    };

    /// <summary>Hashes whole subtrees once; a subtree's own are read again from the entries.</summary>
    private static void Integrate(SqlSession session, long size)
    {
        foreach (var level in s_levels)
        {
            for (var next = Register.LogSubtreeCount(session, level); (next + 1) << level <= size; next++)
            {
                var range = new MerkleRange();
                if (level == TileLevels)
                {
                    Register.LogEntries(session, next * TileWidth, TileWidth).ForEach(entry => range.Append(MerkleRange.LeafHash(entry)));
                }
                else
                {
                    Register.LogSubtrees(session, level - TileLevels, next * TileWidth, TileWidth).ForEach(range.Append);
                }

                Register.AddLogSubtree(session, level, next, range.Root());
            }
        }
    }

    /// <summary>The first entries: whole subtrees as far as they are kept, the rest by their entries.</summary>
    private static MerkleRange Range(SqlSession session, long size)
    {
        var range = new MerkleRange();
        foreach (var level in s_levels.Reverse())
        {
            var first = range.Size >> level;
            var whole = Math.Min(size >> level, Register.LogSubtreeCount(session, level));
            Register.LogSubtrees(session, level, first, whole - first).ForEach(hash => range.Append(level, hash));
        }

        Register.LogEntries(session, range.Size, size - range.Size).ForEach(entry => range.Append(MerkleRange.LeafHash(entry)));
        return range;
    }

    private bool IsPublished(int level, long index, int width) =>
        level >= 0 && level <= s_levels.Length && index >= 0 && width is > 0 and <= TileWidth
        && index <= Size >> ((level + 1) * TileLevels)
        && ((index * TileWidth) + width) <= Size >> (level * TileLevels);

    /// <summary>The file appears whole or not at all, and stays after power loss.</summary>
    private static void Save(string path, string note)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(note));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private sealed record Published(Checkpoint Head, string Note, DateTimeOffset At);
}

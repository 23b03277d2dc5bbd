using TrustPlatform.Cryptography.Transparency;

namespace TrustPlatform.Pki;

/// <summary>By what others check the certificate log.</summary>
/// <param name="Origin">The log's name, as its checkpoints say it.</param>
/// <param name="VerifierKey">The key in the form of C2SP signed-note.</param>
/// <param name="PublicKeyInfo">The key, DER of SubjectPublicKeyInfo.</param>
public sealed record CertificateLogKey(string Origin, string VerifierKey, ReadOnlyMemory<byte> PublicKeyInfo);

public sealed partial class PlatformPki
{
    /// <summary>The key that signs the certificate log's checkpoints.</summary>
    public CertificateLogKey LogKey => new(
        _store.Log.Origin, Checkpoint.VerifierKey(_store.Log.Origin, _store.Log.PublicKeyInfo.Span), _store.Log.PublicKeyInfo);

    /// <summary>
    /// The certificate log's head as a signed note (C2SP tlog-checkpoint), at most a second old; null while the log is at fault.
    /// </summary>
    public string? LogCheckpoint() => _store.Log.Note();

    /// <summary>
    /// A tile of the certificate log's hashes (C2SP tlog-tiles): <paramref name="width"/> hashes, 256 for a whole tile. Null where
    /// the last checkpoint does not reach.
    /// </summary>
    public byte[]? LogTile(int level, long index, int width) => _store.Log.Tile(level, index, width);

    /// <summary>
    /// A tile of the certificate log's entries (<see cref="CertificateLogEntry"/>), each after its length in two octets. Null where
    /// the last checkpoint does not reach.
    /// </summary>
    public byte[]? LogEntries(long index, int width) => _store.Log.Entries(index, width);
}

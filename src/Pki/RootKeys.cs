using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>
/// The keys of roots. After a ceremony, each lies in a passphrase-encrypted file that is brought for an act and taken away
/// again; without one (development), in a file of the PKI's folder under its key store.
/// </summary>
internal sealed class RootKeys(string folder, IKeyStore store, EncryptedKeyFile? brought, TimeProvider time)
{
    private const string Purpose = "root";

    /// <summary>Some root's key lies in the folder.</summary>
    public bool AreHere(string rootId) => File.Exists(PathOf(rootId));

    /// <summary>
    /// A new root's key: in the file given, in the one that was brought, or in the folder. A file that is there already is
    /// read, so that a ceremony that was interrupted goes on with the same key.
    /// </summary>
    public ISigningKey CreateOrResume(string rootId, SignatureAlgorithm algorithm, EncryptedKeyFile? given)
    {
        if ((given ?? (rootId == Hierarchy.Root.Id ? brought : null)) is { } file)
        {
            if (File.Exists(file.Path))
            {
                return file.Read(algorithm, time);
            }

            var exported = SoftwareSigningKey.Create(algorithm);
            file.Write(exported);
            return exported;
        }

        var key = store.Create(algorithm, KeyLife.Lasting);
        Save(PathOf(rootId), store.Keep(key, rootId, Purpose)!);
        return key;
    }

    /// <summary>
    /// The key of a root. Throws <see cref="InvalidOperationException"/> while it is kept elsewhere, and
    /// <see cref="KeyStoreException"/> when what was brought is another key or its passphrase is wrong.
    /// </summary>
    public ISigningKey Load(string rootId, SignatureAlgorithm algorithm, Certificate certificate)
    {
        if (brought is not null)
        {
            var key = brought.Read(algorithm, time);
            if (key.SubjectPublicKeyInfo.Span.SequenceEqual(certificate.SubjectPublicKeyInfo.Span))
            {
                return key;
            }

            key.Dispose();
            if (!AreHere(rootId))
            {
                throw new KeyStoreException(KeyStoreFailure.KeyLost, $"{brought.Path} holds the key of another root than {rootId}.");
            }
        }

        var path = PathOf(rootId);
        return File.Exists(path)
            ? store.Open(File.ReadAllBytes(path), rootId, Purpose, algorithm)
            : throw new InvalidOperationException(
                $"The root key of {rootId} is not here; bring it with --root-key for this act, or put back {path}.");
    }

    private string PathOf(string rootId) => Path.Combine(folder, rootId + ".key");

    /// <summary>In a file of its own, so that it can be taken away; the file appears whole or not at all.</summary>
    private static void Save(string path, byte[] reference)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(reference);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

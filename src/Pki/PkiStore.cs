using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>What lies in the PKI's folder, opened: register, master key, root key; and the profiles beside it.</summary>
internal sealed class PkiStore : IDisposable
{
    private const string RootKeyId = "root";
    private const string RootKeyPurpose = "root";

    private readonly string _rootKeyPath;

    private PkiStore(PkiOptions options, TimeProvider time)
    {
        Folder = options.Directory;
        _rootKeyPath = Path.Combine(options.Directory, "root.key");
        Time = time;
        Addresses = new PkiAddresses(options.PublicUrl);
        Profiles = CertificateProfiles.Load(options.ProfilesDirectory);
        Directory.CreateDirectory(options.Directory);
        Wrapping = KeyWrapping.OpenOrCreate(Path.Combine(options.Directory, "master.key"));
        Register = Register.Open(Path.Combine(options.Directory, "register.db"));
        Issuance = new Issuance(Register, time);
        Holders = new Holders(Register, Issuance, Wrapping, time);
    }

    public string Folder { get; }

    public TimeProvider Time { get; }

    public PkiAddresses Addresses { get; }

    public CertificateProfiles Profiles { get; }

    public KeyWrapping Wrapping { get; }

    public Register Register { get; }

    public Issuance Issuance { get; }

    public Holders Holders { get; }

    public static PkiStore Open(PkiOptions options, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.Directory);
        return new PkiStore(options, time);
    }

    /// <summary>
    /// Keeps the root's key in a file of its own, so that it can be taken away; the file appears whole or not at all.
    /// </summary>
    public void SaveRootKey(SoftwareSigningKey key)
    {
        var temporary = _rootKeyPath + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(key.ExportWrapped(Wrapping, RootKeyId, RootKeyPurpose));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, _rootKeyPath, overwrite: true);
    }

    /// <summary>The root's key; throws <see cref="InvalidOperationException"/> while it is kept elsewhere.</summary>
    public SoftwareSigningKey LoadRootKey(SignatureAlgorithm algorithm) => File.Exists(_rootKeyPath)
        ? SoftwareSigningKey.ImportWrapped(Wrapping, File.ReadAllBytes(_rootKeyPath), RootKeyId, RootKeyPurpose, algorithm)
        : throw new InvalidOperationException($"The root key is not here; bring {_rootKeyPath} for this act.");

    public void Dispose()
    {
        Holders.Dispose();
        Register.Dispose();
        Wrapping.Dispose();
    }
}

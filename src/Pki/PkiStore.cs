using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>What lies in the PKI's folder, opened: register, master key, key store; and the profiles beside it.</summary>
internal sealed class PkiStore : IDisposable
{
    private readonly PkiOptions _options;

    private PkiStore(PkiOptions options, TimeProvider time)
    {
        _options = options;
        Time = time;
        Addresses = new PkiAddresses(options.PublicUrl);
        Profiles = CertificateProfiles.Load(options.ProfilesDirectory);
        Directory.CreateDirectory(options.Directory);
        Wrapping = KeyWrapping.OpenOrCreate(Path.Combine(options.Directory, "master.key"), options.Passphrase, time);
        Keys = options.Token is { } token ? Pkcs11KeyStore.Open(token) : new SoftwareKeyStore(Wrapping);
        RootKeys = new RootKeys(options.Directory, Keys, options.RootKey, time);
        Register = Register.Open(Path.Combine(options.Directory, "register.db"));
        Log = CertificateLog.Open(
            Register, Keys, Addresses.LogOrigin, options.CheckpointFile ?? Path.Combine(options.Directory, "log.checkpoint"), time);
        Issuance = new Issuance(Register, Log, Wrapping, time);
        Holders = new Holders(Register, Issuance, Keys, time);
    }

    public string Folder => _options.Directory;

    public IReadOnlyList<string> TimeServers => _options.TimeServers;

    public TimeProvider Time { get; }

    public PkiAddresses Addresses { get; }

    public CertificateProfiles Profiles { get; }

    /// <summary>Seals what the register keeps of persons; with software keys, the keys too.</summary>
    public KeyWrapping Wrapping { get; }

    public IKeyStore Keys { get; }

    public RootKeys RootKeys { get; }

    public Register Register { get; }

    public CertificateLog Log { get; }

    public Issuance Issuance { get; }

    public Holders Holders { get; }

    public static PkiStore Open(PkiOptions options, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.Directory);
        return new PkiStore(options, time);
    }

    /// <summary>How many CAs of a kind a new folder gets.</summary>
    public int InitialCount(AuthorityKind kind) => kind switch
    {
        AuthorityKind.Persons => _options.PersonAuthorities,
        AuthorityKind.Organisations => _options.OrganisationAuthorities,
        _ => 1,
    };

    public void Dispose()
    {
        Holders.Dispose();
        Log.Dispose();
        Register.Dispose();
        Keys.Dispose();
        Wrapping.Dispose();
    }
}

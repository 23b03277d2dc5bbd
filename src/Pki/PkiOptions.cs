using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>Where the PKI keeps its state and keys, and the addresses that its certificates carry.</summary>
public sealed record PkiOptions
{
    /// <summary>Folder of the register and the wrapped keys; created when absent.</summary>
    public required string Directory { get; init; }

    /// <summary>Folder of the certificate profiles (<c>pki/profiles</c>; a copy lies beside the built program).</summary>
    public required string ProfilesDirectory { get; init; }

    /// <summary>The base address under which <c>/pki/…</c> is served.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>Protects the master key beside its file's mode; null for the mode alone.</summary>
    public string? Passphrase { get; init; }

    /// <summary>The token that makes and holds the keys; null for software keys.</summary>
    public Pkcs11Options? Token { get; init; }

    /// <summary>
    /// The root's key, brought for this act; in a new folder, the file it goes to. Null leaves a new root's key in the folder.
    /// </summary>
    public EncryptedKeyFile? RootKey { get; init; }

    /// <summary>
    /// File of the certificate log's last checkpoint; null for one in the folder. Put it on another disk than the register: a
    /// register restored from a backup is told by it.
    /// </summary>
    public string? CheckpointFile { get; init; }

    /// <summary>
    /// Time servers (host or host:port, SNTP) with which the timestamping clock is compared at each upkeep; none leaves it to itself.
    /// </summary>
    public IReadOnlyList<string> TimeServers { get; init; } = [];

    /// <summary>How many CAs for persons a new folder gets.</summary>
    public int PersonAuthorities { get; init; } = 1;

    /// <summary>How many CAs for organisations a new folder gets.</summary>
    public int OrganisationAuthorities { get; init; } = 1;

    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"PkiOptions {{ Directory = {Directory}, PublicUrl = {PublicUrl} }}";
}

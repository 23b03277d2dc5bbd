using System.ComponentModel.DataAnnotations;

namespace TrustPlatform.Silo;

/// <summary>Where state is kept.</summary>
public enum StorageKind
{
    /// <summary>SQLite files in the data folder: one process.</summary>
    Sqlite,

    /// <summary>PostgreSQL: any number of processes.</summary>
    Postgres,
}

/// <summary>Where private keys lie.</summary>
public enum KeyStoreKind
{
    /// <summary>In files, encrypted; for tests.</summary>
    Software,

    /// <summary>On a PKCS#11 token.</summary>
    Pkcs11,
}

/// <summary>Settings of the platform (section <c>Trust</c>, environment <c>TRUST_…</c>). Unknown ones stop the process.</summary>
public sealed record TrustOptions
{
    /// <summary>
    /// Reads the section <c>Trust</c>. Throws <see cref="ValidationException"/> or <see cref="InvalidOperationException"/> for a
    /// setting that is unknown or out of range.
    /// </summary>
    public static TrustOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection("Trust").Get<TrustOptions>(binder => binder.ErrorOnUnknownConfiguration = true)
            ?? new();
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        return options;
    }

    /// <summary>Where state is kept.</summary>
    public StorageKind Storage { get; init; }

    /// <summary>Folder of databases, documents and keys; made when absent.</summary>
    [Required]
    public string DataDirectory { get; init; } = "data";

    /// <summary>PostgreSQL's connection string; needed with <see cref="StorageKind.Postgres"/>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The address under which people reach the platform.</summary>
    [Required]
    public Uri PublicUrl { get; init; } = new("http://localhost:5080");

    /// <summary>The largest document taken, in bytes.</summary>
    [Range(1024, 1L << 30)]
    public long MaxDocumentLength { get; init; } = 50 << 20;

    /// <summary>Where private keys lie.</summary>
    public KeyStoreKind Keys { get; init; }

    /// <summary>The token, with <see cref="KeyStoreKind.Pkcs11"/>.</summary>
    [Required]
    public Pkcs11Settings Pkcs11 { get; init; } = new();

    /// <summary>File whose first line protects the master key of software keys; without it, the file's mode alone does.</summary>
    public string? KeyPassphraseFile { get; init; }

    /// <summary>Limits of the public PKI services.</summary>
    [Required]
    public PkiSettings Pki { get; init; } = new();

    /// <summary>The identity provider.</summary>
    [Required]
    public VneIdSettings VneId { get; init; } = new();

    /// <summary>The enterprise register's address.</summary>
    [Required]
    public Uri EnterpriseRegister { get; init; } = new("http://127.0.0.1:5083");

    /// <summary>The mail server.</summary>
    [Required]
    public SmtpSettings Smtp { get; init; } = new();
}

/// <summary>Which PKCS#11 token holds the keys.</summary>
public sealed record Pkcs11Settings
{
    /// <summary>Path of the vendor's module.</summary>
    public string? Module { get; init; }

    /// <summary>The token's label.</summary>
    public string? Token { get; init; }

    /// <summary>File whose first line is the user PIN.</summary>
    public string? PinFile { get; init; }
}

/// <summary>Limits of the public PKI services, for each sender.</summary>
public sealed record PkiSettings
{
    /// <summary>Certificates, CRLs and OCSP answers a second; twice as many in a burst.</summary>
    [Range(10, 1_000_000)]
    public int StatusPerSecond { get; init; } = 2000;

    /// <summary>
    /// File of the certificate log's last checkpoint; without it, one in the data folder. Best on another disk than the data.
    /// </summary>
    public string? CheckpointFile { get; init; }

    /// <summary>
    /// Addresses or networks of the proxies in front; limits then count for the sender that they name in X-Forwarded-For.
    /// </summary>
    [Required]
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>Time servers (host or host:port, SNTP) with which the timestamping clock is compared.</summary>
    [Required]
    public IReadOnlyList<string> TimeServers { get; init; } = [];

    /// <summary>Timestamps a second; twice as many in a burst.</summary>
    [Range(1, 1_000_000)]
    public int TimestampsPerSecond { get; init; } = 100;
}

/// <summary>Who we are at VNeID.</summary>
public sealed record VneIdSettings
{
    /// <summary>The issuer.</summary>
    public Uri Issuer { get; init; } = new("http://localhost:5081");

    /// <summary>Our client identifier.</summary>
    public string ClientId { get; init; } = "trustplatform";

    /// <summary>Our client secret; from the environment in production.</summary>
    public string ClientSecret { get; init; } = "";
}

/// <summary>The mail server.</summary>
public sealed record SmtpSettings
{
    /// <summary>Host.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 5084;
}

namespace TrustPlatform.Pki;

internal sealed partial class Register
{
    /// <summary>
    /// Instants are Unix seconds. The state of a certificate is 0 reserved, 1 issued; that of a one-time key as in
    /// <see cref="OneTimeKeyState"/>.
    /// </summary>
    private const string Schema = """
        CREATE TABLE certificate (
            serial BLOB NOT NULL PRIMARY KEY,
            authority TEXT NOT NULL,
            profile TEXT NOT NULL,
            state INTEGER NOT NULL,
            spki_digest BLOB NOT NULL,
            reserved_at INTEGER NOT NULL,
            der BLOB,
            not_after INTEGER,
            revoked_at INTEGER,
            revocation_reason INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX certificate_of_key ON certificate (spki_digest) WHERE state = 1;
        CREATE INDEX certificate_revoked ON certificate (authority, revoked_at) WHERE revoked_at IS NOT NULL;

        CREATE TABLE holder (
            name TEXT NOT NULL PRIMARY KEY,
            serial BLOB NOT NULL,
            algorithm INTEGER NOT NULL,
            wrapped_key BLOB,
            subject_digest BLOB NOT NULL
        ) STRICT;

        CREATE TABLE one_time_key (
            authorisation TEXT NOT NULL PRIMARY KEY,
            subject_digest BLOB NOT NULL,
            serial BLOB NOT NULL,
            spki BLOB NOT NULL UNIQUE,
            created_at INTEGER NOT NULL,
            state INTEGER NOT NULL,
            wrapped_key BLOB,
            digest BLOB,
            signature BLOB
        ) STRICT;
        CREATE INDEX one_time_key_ready ON one_time_key (created_at) WHERE state = 0;

        CREATE TABLE crl (
            authority TEXT NOT NULL PRIMARY KEY,
            number INTEGER NOT NULL,
            this_update INTEGER NOT NULL,
            next_update INTEGER NOT NULL,
            stale INTEGER NOT NULL,
            der BLOB NOT NULL
        ) STRICT;

        CREATE TABLE timestamp_clock (last INTEGER NOT NULL) STRICT;
        INSERT INTO timestamp_clock (last) VALUES (0);

        PRAGMA user_version = 1;
        """;
}

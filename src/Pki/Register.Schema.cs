namespace TrustPlatform.Pki;

internal sealed partial class Register
{
    /// <summary>
    /// Instants are Unix seconds. Serial numbers are reserved in blocks, one after another in <c>serials</c>; those in
    /// <c>certificate</c> were issued. The state of a one-time key is a <see cref="OneTimeKeyState"/>.
    /// </summary>
    private const string Schema = """
        CREATE TABLE reservation (authority TEXT NOT NULL, reserved_at INTEGER NOT NULL, serials BLOB NOT NULL) STRICT;

        CREATE TABLE certificate (
            serial BLOB NOT NULL PRIMARY KEY,
            authority TEXT NOT NULL,
            profile TEXT NOT NULL,
            spki_digest BLOB NOT NULL UNIQUE,
            issued_at INTEGER NOT NULL,
            der BLOB,
            digest BLOB NOT NULL,
            not_after INTEGER NOT NULL,
            revoked_at INTEGER,
            revocation_reason INTEGER,
            changed_at INTEGER
        ) STRICT;
        CREATE INDEX certificate_revoked
            ON certificate (authority, revoked_at, serial, revocation_reason, not_after) WHERE revoked_at IS NOT NULL;
        CREATE INDEX certificate_changed ON certificate (authority, changed_at) WHERE changed_at IS NOT NULL;
        CREATE INDEX certificate_short ON certificate (profile, not_after) WHERE der IS NOT NULL;

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
            spki BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            state INTEGER NOT NULL,
            wrapped_key BLOB,
            digest BLOB,
            signature BLOB
        ) STRICT;
        CREATE INDEX one_time_key_ready ON one_time_key (created_at) WHERE state = 0;

        CREATE TABLE authority (
            id TEXT NOT NULL PRIMARY KEY,
            kind INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            serial_prefix INTEGER NOT NULL UNIQUE,
            root TEXT,
            crl_partitions INTEGER NOT NULL,
            retired_at INTEGER,
            UNIQUE (kind, generation)
        ) STRICT;

        CREATE TABLE crl (
            authority TEXT NOT NULL,
            scope TEXT NOT NULL,
            number INTEGER NOT NULL,
            this_update INTEGER NOT NULL,
            next_update INTEGER NOT NULL,
            stale INTEGER NOT NULL,
            der BLOB NOT NULL,
            PRIMARY KEY (authority, scope)
        ) STRICT;

        CREATE TABLE crl_base (
            authority TEXT NOT NULL,
            number INTEGER NOT NULL,
            this_update INTEGER NOT NULL,
            next_update INTEGER NOT NULL,
            PRIMARY KEY (authority, number)
        ) STRICT;

        CREATE TABLE clock (name TEXT NOT NULL PRIMARY KEY, last INTEGER NOT NULL) STRICT;

        CREATE TABLE certificate_log (position INTEGER NOT NULL PRIMARY KEY, entry BLOB NOT NULL) STRICT;
        CREATE TRIGGER certificate_log_is_not_changed BEFORE UPDATE ON certificate_log
            BEGIN SELECT RAISE(ABORT, 'The certificate log is only appended to.'); END;
        CREATE TRIGGER certificate_log_is_not_shortened BEFORE DELETE ON certificate_log
            BEGIN SELECT RAISE(ABORT, 'The certificate log is only appended to.'); END;

        CREATE TABLE certificate_log_subtree (
            level INTEGER NOT NULL,
            position INTEGER NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (level, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE certificate_log_key (
            id INTEGER NOT NULL PRIMARY KEY,
            origin TEXT NOT NULL,
            spki BLOB NOT NULL,
            wrapped_key BLOB NOT NULL
        ) STRICT;

        PRAGMA user_version = 4;
        """;
}

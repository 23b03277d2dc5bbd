using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>Where a one-time key stands.</summary>
internal enum OneTimeKeyState
{
    /// <summary>Made, not used.</summary>
    Ready = 0,

    /// <summary>Used and destroyed; its one signature is kept.</summary>
    Used = 1,

    /// <summary>Not used in time and destroyed.</summary>
    Expired = 2,
}

internal sealed record RegisteredOneTimeKey(
    byte[] SubjectDigest, byte[] Serial, byte[] PublicKeyInfo, long CreatedAt, OneTimeKeyState State, byte[]? WrappedKey,
    byte[]? Digest, byte[]? Signature, byte[]? Certificate, string Authority);

/// <summary>A key that lives long: of an authority, a unit of it, or an organisation's seal.</summary>
internal sealed record RegisteredHolder(
    byte[] Serial, SignatureAlgorithm Algorithm, byte[]? WrappedKey, byte[] SubjectDigest, byte[]? Certificate,
    long? RevokedAt, RevocationReason Reason, string Authority);

internal sealed partial class Register
{
    public static RegisteredHolder? FindHolder(SqlSession session, string name) => session.First(
        """
        SELECT h.serial, h.algorithm, h.wrapped_key, h.subject_digest, c.der, c.revoked_at, c.revocation_reason, c.authority
        FROM holder h JOIN certificate c ON c.serial = h.serial WHERE h.name = ?1
        """,
        row => new RegisteredHolder(
            row.Octets(0), (SignatureAlgorithm)row.Number(1), row.OctetsOrNull(2), row.Octets(3),
            row.OctetsOrNull(4), row.NumberOrNull(5),
            row.IsNull(6) ? RevocationReason.Unspecified : (RevocationReason)row.Number(6), row.Text(7)),
        name);

    /// <summary>Gives a holder a new key, unless somebody else did so since <paramref name="previousSerial"/> was read.</summary>
    public static bool ReplaceHolder(
        SqlSession session, string name, byte[]? previousSerial, byte[] serial, SignatureAlgorithm algorithm, byte[]? wrappedKey,
        byte[] subjectDigest) =>
        session.Execute(
            """
            INSERT INTO holder (name, serial, algorithm, wrapped_key, subject_digest) VALUES (?1, ?3, ?4, ?5, ?6)
            ON CONFLICT (name) DO UPDATE SET serial = ?3, algorithm = ?4, wrapped_key = ?5, subject_digest = ?6
            WHERE serial IS ?2
            """,
            name, previousSerial, serial, (long)algorithm, wrappedKey, subjectDigest) == 1;

    public static RegisteredOneTimeKey? FindOneTimeKey(SqlSession session, string authorisation) => session.First(
        """
        SELECT k.subject_digest, k.serial, k.spki, k.created_at, k.state, k.wrapped_key, k.digest, k.signature, c.der,
            c.authority
        FROM one_time_key k JOIN certificate c ON c.serial = k.serial WHERE k.authorisation = ?1
        """,
        row => new RegisteredOneTimeKey(
            row.Octets(0), row.Octets(1), row.Octets(2), row.Number(3),
            (OneTimeKeyState)row.Number(4), row.OctetsOrNull(5), row.OctetsOrNull(6), row.OctetsOrNull(7), row.OctetsOrNull(8), row.Text(9)),
        authorisation);

    /// <summary>Stores a new key; false when the authorisation has one already.</summary>
    public static bool AddOneTimeKey(
        SqlSession session, string authorisation, byte[] subjectDigest, byte[] serial, ISigningKey key, byte[]? wrappedKey,
        DateTimeOffset now) =>
        session.Execute(
            """
            INSERT INTO one_time_key (authorisation, subject_digest, serial, spki, created_at, state, wrapped_key)
            VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6) ON CONFLICT (authorisation) DO NOTHING
            """,
            authorisation, subjectDigest, serial, key.SubjectPublicKeyInfo.ToArray(), now.ToUnixTimeSeconds(), wrappedKey) == 1;

    /// <summary>Keeps the one signature and destroys the key, in one step; false when the key is no longer ready.</summary>
    public static bool UseOneTimeKey(
        SqlSession session, string authorisation, byte[] digest, byte[] signature, DateTimeOffset createdAfter) =>
        session.Execute(
            """
            UPDATE one_time_key SET state = 1, digest = ?2, signature = ?3, wrapped_key = NULL
            WHERE authorisation = ?1 AND state = 0 AND created_at > ?4
            """,
            authorisation, digest, signature, createdAfter.ToUnixTimeSeconds()) == 1;

    /// <summary>Destroys keys that were made at the given time or before and never used.</summary>
    public static int ExpireOneTimeKeys(SqlSession session, DateTimeOffset createdUntil) =>
        session.Execute(
            "UPDATE one_time_key SET state = 2, wrapped_key = NULL WHERE state = 0 AND created_at <= ?1",
            createdUntil.ToUnixTimeSeconds());
}

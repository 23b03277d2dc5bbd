namespace TrustPlatform.Storage;

/// <summary>
/// Orleans' tables and queries for PostgreSQL, each query one statement. On a conflict of versions a storage query returns the
/// caller's own version (NULL where it had none), a membership query 0: Orleans turns them into <c>InconsistentStateException</c>
/// or tries again.
/// </summary>
internal static class OrleansPostgres
{
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS OrleansQuery(
            QueryKey text PRIMARY KEY,
            QueryText text NOT NULL);
        CREATE TABLE IF NOT EXISTS OrleansStorage(
            GrainIdHash integer NOT NULL,
            GrainIdN0 bigint NOT NULL,
            GrainIdN1 bigint NOT NULL,
            GrainTypeHash integer NOT NULL,
            GrainTypeString text NOT NULL,
            GrainIdExtensionString text NOT NULL,
            ServiceId text NOT NULL,
            PayloadBinary bytea,
            ModifiedOn timestamptz NOT NULL,
            Version integer NOT NULL,
            PRIMARY KEY(GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId));
        CREATE TABLE IF NOT EXISTS OrleansRemindersTable(
            ServiceId text NOT NULL,
            GrainId text NOT NULL,
            ReminderName text NOT NULL,
            StartTime timestamptz NOT NULL,
            Period bigint NOT NULL,
            GrainHash integer NOT NULL,
            Version integer NOT NULL,
            PRIMARY KEY(ServiceId, GrainId, ReminderName));
        CREATE INDEX IF NOT EXISTS OrleansRemindersByHash ON OrleansRemindersTable(ServiceId, GrainHash);
        CREATE TABLE IF NOT EXISTS OrleansMembershipVersionTable(
            DeploymentId text PRIMARY KEY,
            Version integer NOT NULL);
        CREATE TABLE IF NOT EXISTS OrleansMembershipTable(
            DeploymentId text NOT NULL REFERENCES OrleansMembershipVersionTable,
            Address text NOT NULL,
            Port integer NOT NULL,
            Generation integer NOT NULL,
            SiloName text NOT NULL,
            HostName text NOT NULL,
            Status integer NOT NULL,
            ProxyPort integer,
            SuspectTimes text,
            StartTime timestamptz NOT NULL,
            IAmAliveTime timestamptz NOT NULL,
            PRIMARY KEY(DeploymentId, Address, Port, Generation));
        """;

    // A key without extension is stored as '': NULLs would be distinct in the primary key.
    private const string IsGrain = """
        GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
        AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString::text, '')
        AND ServiceId = @ServiceId
        """;

    private const string IsSilo =
        "DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation";

    private const string ReminderColumns = "GrainId, ReminderName, StartTime, Period, Version";

    private const string MembershipColumns = """
        m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
        m.IAmAliveTime, v.Version
        """;

    public static IReadOnlyDictionary<string, string> Queries { get; } = new Dictionary<string, string>
    {
        ["ReadFromStorageKey"] = $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {IsGrain}",
        ["WriteToStorageKey"] = $"""
            WITH created AS (
                INSERT INTO OrleansStorage(GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString,
                    GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
                SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString,
                    COALESCE(@GrainIdExtensionString::text, ''), @ServiceId, @PayloadBinary, now(), 1
                WHERE @GrainStateVersion::integer IS NULL
                ON CONFLICT DO NOTHING RETURNING Version),
            updated AS (
                UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, ModifiedOn = now(), Version = Version + 1
                WHERE {IsGrain} AND Version = @GrainStateVersion::integer RETURNING Version)
            SELECT COALESCE((SELECT Version FROM created), (SELECT Version FROM updated), @GrainStateVersion::integer)
                AS NewGrainStateVersion
            """,
        ["ClearStorageKey"] = $"""
            WITH cleared AS (
                UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1
                WHERE {IsGrain} AND Version = @GrainStateVersion::integer RETURNING Version)
            SELECT COALESCE((SELECT Version FROM cleared), @GrainStateVersion::integer) AS NewGrainStateVersion
            """,
        ["DeleteStorageKey"] = $"""
            WITH deleted AS (
                DELETE FROM OrleansStorage
                WHERE {IsGrain} AND Version = @GrainStateVersion::integer RETURNING Version + 1 AS Version)
            SELECT COALESCE((SELECT Version FROM deleted), @GrainStateVersion::integer) AS NewGrainStateVersion
            """,
        ["UpsertReminderRowKey"] = """
            INSERT INTO OrleansRemindersTable(ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
            VALUES(@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
            ON CONFLICT(ServiceId, GrainId, ReminderName) DO UPDATE SET StartTime = excluded.StartTime,
                Period = excluded.Period, GrainHash = excluded.GrainHash, Version = OrleansRemindersTable.Version + 1
            RETURNING Version AS version
            """,
        ["ReadReminderRowsKey"] = $"""
            SELECT {ReminderColumns} FROM OrleansRemindersTable WHERE ServiceId = @ServiceId AND GrainId = @GrainId
            """,
        ["ReadReminderRowKey"] = $"""
            SELECT {ReminderColumns} FROM OrleansRemindersTable
            WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName
            """,
        // A range of the ring, and one that goes over its end.
        ["ReadRangeRows1Key"] = $"""
            SELECT {ReminderColumns} FROM OrleansRemindersTable
            WHERE ServiceId = @ServiceId AND GrainHash > @BeginHash AND GrainHash <= @EndHash
            """,
        ["ReadRangeRows2Key"] = $"""
            SELECT {ReminderColumns} FROM OrleansRemindersTable
            WHERE ServiceId = @ServiceId AND (GrainHash > @BeginHash OR GrainHash <= @EndHash)
            """,
        ["DeleteReminderRowKey"] = """
            WITH deleted AS (
                DELETE FROM OrleansRemindersTable
                WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version
                RETURNING 1)
            SELECT count(*)::integer FROM deleted
            """,
        ["DeleteReminderRowsKey"] = "DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId",
        ["InsertMembershipVersionKey"] = """
            WITH created AS (
                INSERT INTO OrleansMembershipVersionTable(DeploymentId, Version) VALUES(@DeploymentId, 0)
                ON CONFLICT DO NOTHING RETURNING 1)
            SELECT count(*)::integer FROM created
            """,
        // The version is the lock of the table: who moves it writes, all others read again.
        ["InsertMembershipKey"] = $"""
            WITH moved AS (
                UPDATE OrleansMembershipVersionTable SET Version = Version + 1
                WHERE DeploymentId = @DeploymentId AND Version = @Version
                    AND NOT EXISTS(SELECT 1 FROM OrleansMembershipTable WHERE {IsSilo})
                RETURNING 1),
            created AS (
                INSERT INTO OrleansMembershipTable(DeploymentId, Address, Port, Generation, SiloName, HostName, Status,
                    ProxyPort, StartTime, IAmAliveTime)
                SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime,
                    @IAmAliveTime
                FROM moved RETURNING 1)
            SELECT count(*)::integer FROM created
            """,
        ["UpdateMembershipKey"] = $"""
            WITH moved AS (
                UPDATE OrleansMembershipVersionTable SET Version = Version + 1
                WHERE DeploymentId = @DeploymentId AND Version = @Version
                    AND EXISTS(SELECT 1 FROM OrleansMembershipTable WHERE {IsSilo})
                RETURNING 1),
            updated AS (
                UPDATE OrleansMembershipTable
                SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
                FROM moved WHERE {IsSilo} RETURNING 1)
            SELECT count(*)::integer FROM updated
            """,
        ["UpdateIAmAlivetimeKey"] = $"UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime WHERE {IsSilo}",
        // The version comes back also where there is no silo.
        ["MembershipReadRowKey"] = $"""
            SELECT {MembershipColumns} FROM OrleansMembershipVersionTable v
            LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
                AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
            WHERE v.DeploymentId = @DeploymentId
            """,
        ["MembershipReadAllKey"] = $"""
            SELECT {MembershipColumns} FROM OrleansMembershipVersionTable v
            LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
            WHERE v.DeploymentId = @DeploymentId
            """,
        ["GatewaysQueryKey"] = """
            SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable
            WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0
            """,
        ["DeleteMembershipTableEntriesKey"] = """
            DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId;
            DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId;
            """,
        // 3 is Active: a silo that still runs is never cleaned up.
        ["CleanupDefunctSiloEntriesKey"] = """
            DELETE FROM OrleansMembershipTable
            WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3
            """,
    };
}

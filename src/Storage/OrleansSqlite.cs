namespace TrustPlatform.Storage;

/// <summary>
/// Orleans' tables and queries for SQLite. A write is one statement, so that no other connection comes between its check and its
/// change. On a conflict a query returns the caller's own version, or no row where the caller had none: Orleans turns both into
/// <c>InconsistentStateException</c>.
/// </summary>
internal static class OrleansSqlite
{
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS OrleansQuery(
            QueryKey TEXT NOT NULL PRIMARY KEY,
            QueryText TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS OrleansStorage(
            GrainIdHash INTEGER NOT NULL,
            GrainIdN0 INTEGER NOT NULL,
            GrainIdN1 INTEGER NOT NULL,
            GrainTypeHash INTEGER NOT NULL,
            GrainTypeString TEXT NOT NULL,
            GrainIdExtensionString TEXT NOT NULL,
            ServiceId TEXT NOT NULL,
            PayloadBinary BLOB,
            ModifiedOn TEXT NOT NULL,
            Version INTEGER NOT NULL,
            PRIMARY KEY(GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId));
        CREATE TABLE IF NOT EXISTS OrleansRemindersTable(
            ServiceId TEXT NOT NULL,
            GrainId TEXT NOT NULL,
            ReminderName TEXT NOT NULL,
            StartTime TEXT NOT NULL,
            Period INTEGER NOT NULL,
            GrainHash INTEGER NOT NULL,
            Version INTEGER NOT NULL,
            PRIMARY KEY(ServiceId, GrainId, ReminderName));
        """;

    // A key without extension is stored as '': NULLs would be distinct in the primary key.
    private const string IsGrain = """
        GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
        AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '')
        AND ServiceId = @ServiceId
        """;

    private const string EchoVersionIfUnchanged =
        "SELECT @GrainStateVersion AS NewGrainStateVersion WHERE changes() = 0 AND @GrainStateVersion IS NOT NULL;";

    private const string ReminderColumns = "GrainId, ReminderName, StartTime, Period, Version";

    public static IReadOnlyDictionary<string, string> Queries { get; } = new Dictionary<string, string>
    {
        ["ReadFromStorageKey"] = $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {IsGrain};",
        ["WriteToStorageKey"] = $"""
            INSERT INTO OrleansStorage(GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString,
                GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
            SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString,
                COALESCE(@GrainIdExtensionString, ''), @ServiceId, @PayloadBinary, datetime('now'), 1
            WHERE @GrainStateVersion IS NULL OR EXISTS(SELECT 1 FROM OrleansStorage WHERE {IsGrain})
            ON CONFLICT DO UPDATE SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn,
                Version = OrleansStorage.Version + 1
            WHERE OrleansStorage.Version = @GrainStateVersion
            RETURNING Version AS NewGrainStateVersion;
            {EchoVersionIfUnchanged}
            """,
        ["ClearStorageKey"] = $"""
            UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = datetime('now'), Version = Version + 1
            WHERE {IsGrain} AND Version = @GrainStateVersion
            RETURNING Version AS NewGrainStateVersion;
            {EchoVersionIfUnchanged}
            """,
        ["DeleteStorageKey"] = $"""
            DELETE FROM OrleansStorage WHERE {IsGrain} AND Version = @GrainStateVersion
            RETURNING Version + 1 AS NewGrainStateVersion;
            {EchoVersionIfUnchanged}
            """,
        ["UpsertReminderRowKey"] = """
            INSERT INTO OrleansRemindersTable(ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
            VALUES(@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
            ON CONFLICT DO UPDATE SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash,
                Version = OrleansRemindersTable.Version + 1
            RETURNING Version AS version;
            """,
        ["ReadReminderRowsKey"] = $"""
            SELECT {ReminderColumns} FROM OrleansRemindersTable WHERE ServiceId = @ServiceId AND GrainId = @GrainId;
            """,
        ["ReadReminderRowKey"] = $"""
            SELECT {ReminderColumns} FROM OrleansRemindersTable
            WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName;
            """,
        // A range of the ring, and one that goes over its end.
        ["ReadRangeRows1Key"] = $"""
            SELECT {ReminderColumns} FROM OrleansRemindersTable
            WHERE ServiceId = @ServiceId AND GrainHash > @BeginHash AND GrainHash <= @EndHash;
            """,
        ["ReadRangeRows2Key"] = $"""
            SELECT {ReminderColumns} FROM OrleansRemindersTable
            WHERE ServiceId = @ServiceId AND (GrainHash > @BeginHash OR GrainHash <= @EndHash);
            """,
        ["DeleteReminderRowKey"] = """
            DELETE FROM OrleansRemindersTable
            WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version;
            SELECT changes();
            """,
        ["DeleteReminderRowsKey"] = "DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId;",
    };
}

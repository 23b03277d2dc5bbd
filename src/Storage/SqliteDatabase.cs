using Microsoft.Data.Sqlite;

namespace TrustPlatform.Storage;

/// <summary>Opens the embedded database's file, brings its schema up to date and translates its errors.</summary>
internal static class SqliteDatabase
{
    // "TrP1": tells our file from any other SQLite database.
    private const long ApplicationId = 0x54725031;
    private const long SchemaVersion = 1;

    private const string Schema = """
        CREATE TABLE streams(
            stream_id TEXT NOT NULL PRIMARY KEY,
            sequence INTEGER NOT NULL,
            state BLOB NOT NULL);
        CREATE TABLE events(
            stream_id TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            type TEXT NOT NULL,
            payload BLOB NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY(stream_id, sequence));
        CREATE TABLE outbox(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            stream_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            body BLOB NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            not_before_ticks INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE listings(
            owner_id TEXT NOT NULL,
            stream_id TEXT NOT NULL,
            state TEXT NOT NULL,
            updated_at_ticks INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY(owner_id, stream_id));
        CREATE INDEX listings_by_time ON listings(owner_id, updated_at_ticks, stream_id);
        CREATE INDEX listings_by_state ON listings(owner_id, state, updated_at_ticks, stream_id);
        """;

    public static string ConnectionString(string path, bool pooled) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Pooling = pooled,
        DefaultTimeout = 5,
    }.ToString();

    /// <summary>The one connection that writes: WAL, every commit synced (D-3).</summary>
    public static SqliteConnection OpenWriter(string path)
    {
        var connection = new SqliteConnection(ConnectionString(path, pooled: false));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            connection.Open();
            if (connection.Text("PRAGMA journal_mode = WAL") is not "wal")
            {
                throw new StorageUnavailableException($"The file system of '{path}' does not support a write-ahead log.");
            }

            connection.Execute("PRAGMA synchronous = FULL");
            Migrate(connection, path);
            return connection;
        }
        catch (Exception error)
        {
            connection.Dispose();
            throw error is SqliteException or IOException or UnauthorizedAccessException ? Unavailable(path, error) : error;
        }
    }

    public static StorageUnavailableException Unavailable(string path, Exception error) => new(
        error is SqliteException sqlite
            ? sqlite.SqliteErrorCode switch
            {
                SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => $"The database '{path}' is locked by another process.",
                SQLitePCL.raw.SQLITE_READONLY => $"The database '{path}' is read-only.",
                SQLitePCL.raw.SQLITE_NOTADB => $"The file '{path}' is not a SQLite database.",
                SQLitePCL.raw.SQLITE_CORRUPT => $"The database '{path}' is damaged.",
                SQLitePCL.raw.SQLITE_FULL => $"The disk of the database '{path}' is full.",
                SQLitePCL.raw.SQLITE_CANTOPEN => $"The database '{path}' cannot be opened.",
                _ => $"The database '{path}' failed with SQLite error {sqlite.SqliteExtendedErrorCode}.",
            }
            : $"The folder of the database '{path}' cannot be used.",
        error);

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var (application, version) = (connection.Number("PRAGMA application_id"), connection.Number("PRAGMA user_version"));
        if (application is not (0 or ApplicationId) || (application == 0 && version != 0))
        {
            throw new StorageUnavailableException($"The database '{path}' belongs to another program.");
        }

        if (version > SchemaVersion)
        {
            throw new StorageUnavailableException(
                $"The database '{path}' has schema {version}, this program knows {SchemaVersion}: start a newer version.");
        }

        if (version == 0)
        {
            connection.Execute(Schema);
            connection.Execute($"PRAGMA application_id = {ApplicationId}");
            connection.Execute($"PRAGMA user_version = {SchemaVersion}");
        }

        transaction.Commit();
    }

    private static object? Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static string? Text(this SqliteConnection connection, string sql) => connection.Scalar(sql) as string;

    private static long Number(this SqliteConnection connection, string sql) => connection.Scalar(sql) is long value ? value : 0;
}

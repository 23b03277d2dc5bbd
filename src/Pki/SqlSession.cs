using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TrustPlatform.Pki;

/// <summary>
/// One connection with its prepared statements, bound and stepped directly: the register runs thousands of small statements a
/// second, of which ADO.NET would make up the larger part. Not thread-safe; the register hands it to one caller at a time.
/// Throws <see cref="SqliteException"/>.
/// </summary>
internal sealed class SqlSession : IDisposable
{
    private const int BusyTimeoutInMilliseconds = 30_000;

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;

    // Statements are constants, and the same constant is the same object.
    private readonly Dictionary<string, sqlite3_stmt> _prepared = new(ReferenceEqualityComparer.Instance);

    public SqlSession(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
        _database = _connection.Handle!; // it is open
        WaitWhenBusy(BusyTimeoutInMilliseconds);

        // FULL: a serial that was stored stays stored after power loss.
        // secure_delete: a destroyed key leaves no copy in the pages.
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        Execute("PRAGMA secure_delete = ON");
    }

    /// <summary>Runs a statement with parameters ?1, ?2, …; returns the number of rows changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Query(sql, values);
        while (rows.Next())
        {
            // What a pragma answers is of no interest.
        }

        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs many statements without parameters.</summary>
    public void ExecuteScript(string sql) => Check(raw.sqlite3_exec(_database, sql));

    /// <summary>The first row, or null.</summary>
    public T? First<T>(string sql, Func<SqlRow, T> map, params ReadOnlySpan<SqlValue> values)
        where T : class
    {
        using var rows = Query(sql, values);
        return rows.Next() ? map(rows.Row) : null;
    }

    /// <summary>The first column of the first row, a number.</summary>
    public long Number(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Query(sql, values);
        return rows.Next() ? rows.Row.Number(0) : throw new InvalidOperationException("The statement answers no row.");
    }

    /// <summary>All rows.</summary>
    public List<T> All<T>(string sql, Func<SqlRow, T> map, params ReadOnlySpan<SqlValue> values) => All(sql, map, _ => true, values);

    /// <summary>All rows that are wanted.</summary>
    public List<T> All<T>(string sql, Func<SqlRow, T> map, Func<SqlRow, bool> isWanted, params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Query(sql, values);
        List<T> found = [];
        while (rows.Next())
        {
            if (isWanted(rows.Row))
            {
                found.Add(map(rows.Row));
            }
        }

        return found;
    }

    /// <summary>
    /// Moves the write-ahead log into the database and empties its file. Waits for nobody: where a reader is in the way, the next
    /// call does it.
    /// </summary>
    public void TruncateLog()
    {
        WaitWhenBusy(0);
        try
        {
            Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        finally
        {
            WaitWhenBusy(BusyTimeoutInMilliseconds);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private Rows Query(string sql, ReadOnlySpan<SqlValue> values)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
            _prepared.Add(sql, statement);
        }

        for (var i = 0; i < values.Length; i++)
        {
            Check(values[i].Bind(statement, i + 1));
        }

        return new Rows(this, statement);
    }

    private void WaitWhenBusy(int milliseconds) => Check(raw.sqlite3_busy_timeout(_database, milliseconds));

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);

    /// <summary>A statement that runs; it is reset at the end, so that it holds no lock and no old snapshot.</summary>
    private readonly ref struct Rows(SqlSession session, sqlite3_stmt statement)
    {
        public SqlRow Row => new(statement);

        public bool Next()
        {
            var result = raw.sqlite3_step(statement);
            if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            {
                session.Check(result);
            }

            return result == raw.SQLITE_ROW;
        }

        // Its result repeats the failure of the last step.
        public void Dispose() => raw.sqlite3_reset(statement);
    }
}

/// <summary>A parameter: a number, text, octets or NULL.</summary>
internal readonly struct SqlValue
{
    private readonly object? _reference;
    private readonly long _number;

    private SqlValue(object? reference, long number) => (_reference, _number) = (reference, number);

    public static implicit operator SqlValue(long value) => new(typeof(long), value);

    public static implicit operator SqlValue(long? value) => value is { } number ? number : default(SqlValue);

    public static implicit operator SqlValue(string? value) => new(value, 0);

    public static implicit operator SqlValue(byte[]? value) => new(value, 0);

    public int Bind(sqlite3_stmt statement, int index) => _reference switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        string text => raw.sqlite3_bind_text(statement, index, text),
        byte[] octets => raw.sqlite3_bind_blob(statement, index, octets),
        _ => raw.sqlite3_bind_int64(statement, index, _number),
    };
}

/// <summary>The row on which a statement stands; good until the next one.</summary>
internal readonly struct SqlRow(sqlite3_stmt statement)
{
    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public byte[] Octets(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public DateTimeOffset Instant(int column) => DateTimeOffset.FromUnixTimeSeconds(Number(column));

    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[]? OctetsOrNull(int column) => IsNull(column) ? null : Octets(column);
}

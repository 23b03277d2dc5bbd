using Microsoft.Data.Sqlite;

namespace TrustPlatform.Storage;

/// <summary>
/// <see cref="IEventStore"/> in one SQLite file: write-ahead log, every commit synced, one connection that writes, any number
/// that read beside it.
/// </summary>
public sealed class SqliteEventStore : IEventStore
{
    private const int MaxGroup = 512;
    private const int QueueCapacity = 4_096;

    private readonly string _path;
    private readonly string _connectionString;
    private readonly SqliteWriter _writer;
    private readonly GroupCommitQueue _queue;
    private volatile bool _disposed;

    private SqliteEventStore(string path)
    {
        _path = path;
        _connectionString = SqliteDatabase.ConnectionString(path, pooled: true);
        _writer = new SqliteWriter(path);
        _queue = new GroupCommitQueue(QueueCapacity, MaxGroup, group => Task.FromResult(_writer.Commit(group)));
    }

    /// <summary>
    /// Opens the file, or makes it and its folder. Throws <see cref="StorageUnavailableException"/> when it is locked,
    /// read-only, not ours or of a newer version.
    /// </summary>
    public static Task<SqliteEventStore> OpenAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // SQLite has no asynchronous calls; opening may wait for a lock.
        return Task.Run(() => new SqliteEventStore(Path.GetFullPath(path)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AppendOutcome> AppendAsync(EventAppend append, CancellationToken cancellationToken)
    {
        StorageLimits.Check(append);
        return _queue.WriteAsync(new StoreWrite.Append(append), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredSnapshot?> ReadSnapshotAsync(string streamId, CancellationToken cancellationToken)
    {
        StorageLimits.CheckName(streamId);
        return Read(
            "SELECT sequence, state FROM streams WHERE stream_id = $stream",
            [("$stream", streamId)],
            row => new StoredSnapshot(row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
            rows => rows.SingleOrDefault(),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> ReadAsync(
        string streamId, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckName(streamId);
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        StorageLimits.CheckPage(limit);
        return Read<StoredEvent, IReadOnlyList<StoredEvent>>(
            """
            SELECT sequence, type, payload, hash FROM events
            WHERE stream_id = $stream AND sequence > $after ORDER BY sequence LIMIT $limit
            """,
            [("$stream", streamId), ("$after", afterSequence), ("$limit", limit)],
            row => new StoredEvent(
                row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3)),
            rows => rows,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PendingMessage>> ReadOutboxAsync(
        DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckPage(limit);
        return Read<PendingMessage, IReadOnlyList<PendingMessage>>(
            """
            SELECT id, stream_id, attempts, kind, body FROM outbox
            WHERE not_before_ticks <= $now ORDER BY id LIMIT $limit
            """,
            [("$now", now.UtcTicks), ("$limit", limit)],
            row => new PendingMessage(
                row.GetInt64(0), row.GetString(1), row.GetInt32(2), new(row.GetString(3), row.GetFieldValue<byte[]>(4))),
            rows => rows,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task CompleteMessageAsync(long id, CancellationToken cancellationToken) =>
        _queue.WriteAsync(new StoreWrite.CompleteMessage(id), cancellationToken);

    /// <inheritdoc/>
    public Task PostponeMessageAsync(long id, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        _queue.WriteAsync(new StoreWrite.PostponeMessage(id, notBefore), cancellationToken);

    /// <inheritdoc/>
    public Task<(IReadOnlyList<StreamListingRow> Rows, string? Next)> ListAsync(
        string ownerId, string? state, string? after, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckName(ownerId);
        StorageLimits.CheckPage(limit);
        if (state is not null)
        {
            StorageLimits.CheckName(state);
        }

        var cursor = ListCursor.Parse(after);
        return Read(
            $"""
            SELECT stream_id, state, updated_at_ticks, body FROM listings
            WHERE owner_id = $owner AND (updated_at_ticks, stream_id) < ($at, $stream) {(state is null ? "" : "AND state = $state")}
            ORDER BY updated_at_ticks DESC, stream_id DESC LIMIT $limit
            """,
            [
                ("$owner", ownerId), ("$at", cursor.UpdatedAtTicks), ("$stream", cursor.StreamId),
                ("$state", state ?? ""), ("$limit", limit + 1),
            ],
            row => new StreamListingRow(row.GetString(0), new(
                ownerId, row.GetString(1), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero), row.GetFieldValue<byte[]>(3))),
            rows => ListCursor.Page(rows, limit),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _queue.DisposeAsync();
        _writer.Dispose();
        using var pooled = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(pooled);
    }

    /// <summary>Reads on a pooled connection: microseconds from the page cache, so it stays on the caller's thread.</summary>
    private Task<TResult> Read<TRow, TResult>(
        string sql, ReadOnlySpan<(string Name, object Value)> parameters, Func<SqliteDataReader, TRow> map,
        Func<List<TRow>, TResult> result, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            using var reader = command.ExecuteReader();
            var rows = new List<TRow>();
            while (reader.Read())
            {
                rows.Add(map(reader));
            }

            return Task.FromResult(result(rows));
        }
        catch (SqliteException error)
        {
            throw SqliteDatabase.Unavailable(_path, error);
        }
    }
}

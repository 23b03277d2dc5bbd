using Npgsql;

namespace TrustPlatform.Storage;

/// <summary>
/// <see cref="IEventStore"/> in PostgreSQL (15 or newer). Several processes may write to one database; two that append to the
/// same place of one stream are told apart by the database.
/// </summary>
public sealed class PostgresEventStore : IEventStore
{
    // Two commits may wait for the disk while two groups gather.
    private const int Writers = 4;
    private const int MaxGroup = 256;
    private const int QueueCapacityPerWriter = 1_024;

    private readonly NpgsqlDataSource _pool;
    private readonly GroupCommitQueue[] _queues;

    private PostgresEventStore(NpgsqlDataSource pool)
    {
        _pool = pool;
        var writer = new PostgresWriter(pool);
        _queues = [.. Enumerable.Range(0, Writers).Select(_ =>
            new GroupCommitQueue(QueueCapacityPerWriter, MaxGroup, writer.CommitAsync))];
    }

    /// <summary>
    /// Opens the database and makes its tables in the connection's search path. Throws
    /// <see cref="StorageUnavailableException"/> when the server does not answer or its schema is newer.
    /// </summary>
    public static async Task<PostgresEventStore> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var pool = PostgresDatabase.Pool(connectionString);
        try
        {
            await PostgresDatabase.MigrateAsync(pool, cancellationToken);
            return new PostgresEventStore(pool);
        }
        catch (Exception error)
        {
            await pool.DisposeAsync();
            throw error is NpgsqlException npgsql ? PostgresDatabase.Unavailable(npgsql) : error;
        }
    }

    /// <inheritdoc/>
    public Task<AppendOutcome> AppendAsync(EventAppend append, CancellationToken cancellationToken)
    {
        StorageLimits.Check(append);
        // One stream, one writer: its appends keep their order, and no two writers wait for each other's rows.
        return QueueOf(StringComparer.Ordinal.GetHashCode(append.StreamId))
            .WriteAsync(new StoreWrite.Append(append), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredSnapshot?> ReadSnapshotAsync(string streamId, CancellationToken cancellationToken)
    {
        StorageLimits.CheckName(streamId);
        var rows = await ReadAsync(
            "SELECT sequence, state FROM streams WHERE stream_id = $1",
            [new NpgsqlParameter<string> { TypedValue = streamId }],
            row => new StoredSnapshot(row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
            cancellationToken);
        return rows.SingleOrDefault();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(
        string streamId, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckName(streamId);
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        StorageLimits.CheckPage(limit);
        return await ReadAsync(
            """
            SELECT sequence, type, payload, hash FROM events
            WHERE stream_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3
            """,
            [
                new NpgsqlParameter<string> { TypedValue = streamId },
                new NpgsqlParameter<long> { TypedValue = afterSequence },
                new NpgsqlParameter<int> { TypedValue = limit },
            ],
            row => new StoredEvent(
                row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PendingMessage>> ReadOutboxAsync(
        DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckPage(limit);
        return await ReadAsync(
            """
            SELECT id, stream_id, attempts, kind, body FROM outbox
            WHERE not_before_ticks <= $1 ORDER BY id LIMIT $2
            """,
            [new NpgsqlParameter<long> { TypedValue = now.UtcTicks }, new NpgsqlParameter<int> { TypedValue = limit }],
            row => new PendingMessage(
                row.GetInt64(0), row.GetString(1), row.GetInt32(2), new(row.GetString(3), row.GetFieldValue<byte[]>(4))),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task CompleteMessageAsync(long id, CancellationToken cancellationToken) =>
        QueueOf(id.GetHashCode()).WriteAsync(new StoreWrite.CompleteMessage(id), cancellationToken);

    /// <inheritdoc/>
    public Task PostponeMessageAsync(long id, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        QueueOf(id.GetHashCode()).WriteAsync(new StoreWrite.PostponeMessage(id, notBefore), cancellationToken);

    /// <inheritdoc/>
    public async Task<(IReadOnlyList<StreamListingRow> Rows, string? Next)> ListAsync(
        string ownerId, string? state, string? after, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckName(ownerId);
        StorageLimits.CheckPage(limit);
        if (state is not null)
        {
            StorageLimits.CheckName(state);
        }

        var cursor = ListCursor.Parse(after);
        List<NpgsqlParameter> parameters =
        [
            new NpgsqlParameter<string> { TypedValue = ownerId },
            new NpgsqlParameter<long> { TypedValue = cursor.UpdatedAtTicks },
            new NpgsqlParameter<string> { TypedValue = cursor.StreamId },
            new NpgsqlParameter<int> { TypedValue = limit + 1 },
        ];
        if (state is not null)
        {
            parameters.Add(new NpgsqlParameter<string> { TypedValue = state });
        }

        var rows = await ReadAsync(
            $"""
            SELECT stream_id, state, updated_at_ticks, body FROM listings
            WHERE owner_id = $1 AND (updated_at_ticks, stream_id) < ($2, $3) {(state is null ? "" : "AND state = $5")}
            ORDER BY updated_at_ticks DESC, stream_id DESC LIMIT $4
            """,
            parameters,
            row => new StreamListingRow(row.GetString(0), new(
                ownerId, row.GetString(1), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero), row.GetFieldValue<byte[]>(3))),
            cancellationToken);
        return ListCursor.Page(rows, limit);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_queues.Select(queue => queue.DisposeAsync().AsTask()));
        await _pool.DisposeAsync();
    }

    private GroupCommitQueue QueueOf(int hash) => _queues[(uint)hash % Writers];

    private async Task<List<T>> ReadAsync<T>(
        string sql, List<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = _pool.CreateCommand(sql);
            parameters.ForEach(parameter => command.Parameters.Add(parameter));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(map(reader));
            }

            return rows;
        }
        catch (NpgsqlException error)
        {
            throw PostgresDatabase.Unavailable(error);
        }
    }
}

using Npgsql;
using NpgsqlTypes;

namespace TrustPlatform.Storage;

/// <summary>
/// Commits a group in one round trip and one transaction: arrays of rows, unnested by the server. Thread-safe.
/// </summary>
internal sealed class PostgresWriter(NpgsqlDataSource pool)
{
    private const int MaxAttempts = 5;

    // The fence stands in "moved": only streams that are where the caller saw them take the rows of the other arrays.
    private const string AppendSql = """
        WITH input AS (
            SELECT * FROM unnest($1, $2, $3, $4) AS i(stream_id, expected, last, state)),
        created AS (
            INSERT INTO streams(stream_id, sequence, state)
            SELECT stream_id, last, state FROM input WHERE expected = 0 ORDER BY stream_id
            ON CONFLICT DO NOTHING RETURNING stream_id),
        advanced AS (
            UPDATE streams SET sequence = input.last, state = input.state FROM input
            WHERE streams.stream_id = input.stream_id AND streams.sequence = input.expected AND input.expected > 0
            RETURNING streams.stream_id),
        moved AS (
            SELECT stream_id FROM created UNION ALL SELECT stream_id FROM advanced),
        stored AS (
            INSERT INTO events(stream_id, sequence, type, payload, hash)
            SELECT e.* FROM unnest($5, $6, $7, $8, $9) AS e(stream_id, sequence, type, payload, hash)
            JOIN moved USING (stream_id)),
        posted AS (
            INSERT INTO outbox(stream_id, kind, body)
            SELECT o.stream_id, o.kind, o.body
            FROM unnest($10, $11, $12) WITH ORDINALITY AS o(stream_id, kind, body, position)
            JOIN moved USING (stream_id) ORDER BY o.position),
        listed AS (
            INSERT INTO listings(owner_id, stream_id, state, updated_at_ticks, body)
            SELECT l.owner_id, l.stream_id, l.state, l.updated_at_ticks, l.body
            FROM unnest($13, $14, $15, $16, $17) AS l(owner_id, stream_id, state, updated_at_ticks, body)
            JOIN moved USING (stream_id)
            ON CONFLICT(owner_id, stream_id) DO UPDATE
            SET state = excluded.state, updated_at_ticks = excluded.updated_at_ticks, body = excluded.body)
        SELECT stream_id FROM moved
        """;

    private const string MessagesSql = """
        WITH completed AS (
            DELETE FROM outbox WHERE id = ANY($1))
        UPDATE outbox SET attempts = attempts + postponed.times, not_before_ticks = postponed.ticks
        FROM (SELECT id, count(*)::int AS times, max(ticks) AS ticks FROM unnest($2, $3) AS p(id, ticks) GROUP BY id) AS postponed
        WHERE outbox.id = postponed.id
        """;

    /// <summary>One transaction for the group. A conflict is an outcome and touches nobody else.</summary>
    public async Task<AppendOutcome[]> CommitAsync(IReadOnlyList<PendingWrite> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryCommitAsync(group);
            }
            catch (PostgresException error) when (
                error.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
                && attempt < MaxAttempts)
            {
                // Another process locked the streams of this group in another order; the server has undone the whole group.
            }
            catch (NpgsqlException error)
            {
                throw PostgresDatabase.Unavailable(error);
            }
        }
    }

    private async Task<AppendOutcome[]> TryCommitAsync(IReadOnlyList<PendingWrite> group)
    {
        await using var connection = await pool.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        var rounds = Rounds(group);
        foreach (var round in rounds)
        {
            batch.BatchCommands.Add(AppendCommand([.. round.Select(index => Append(group[index]))]));
        }

        if (MessagesCommand(group) is { } messages)
        {
            batch.BatchCommands.Add(messages);
        }

        // A batch without an explicit transaction is one transaction; the reader's end is its commit.
        var moved = new List<HashSet<string>>();
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            for (var round = 0; round < rounds.Count; round++)
            {
                moved.Add(new HashSet<string>(StringComparer.Ordinal));
                while (await reader.ReadAsync())
                {
                    moved[round].Add(reader.GetString(0));
                }

                await reader.NextResultAsync();
            }
        }

        var outcomes = new AppendOutcome[group.Count];
        Array.Fill(outcomes, new AppendOutcome.Committed());
        var lost = rounds.SelectMany((round, number) => round.Where(index => !moved[number].Contains(Append(group[index]).StreamId)))
            .ToList();
        if (lost.Count > 0)
        {
            var heads = await HeadsAsync(connection, [.. lost.Select(index => Append(group[index]).StreamId)]);
            lost.ForEach(index => outcomes[index] =
                new AppendOutcome.Conflict(heads.GetValueOrDefault(Append(group[index]).StreamId)));
        }

        return outcomes;
    }

    private static EventAppend Append(PendingWrite pending) => ((StoreWrite.Append)pending.Write).Events;

    /// <summary>Indexes of the appends, in rounds: a statement sees a stream's row once, so the next append of it follows.</summary>
    private static List<List<int>> Rounds(IReadOnlyList<PendingWrite> group)
    {
        var rounds = new List<List<int>>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < group.Count; i++)
        {
            if (group[i].Write is StoreWrite.Append append)
            {
                var round = seen[append.Events.StreamId] = seen.GetValueOrDefault(append.Events.StreamId, -1) + 1;
                if (round == rounds.Count)
                {
                    rounds.Add([]);
                }

                rounds[round].Add(i);
            }
        }

        return rounds;
    }

    private static NpgsqlBatchCommand AppendCommand(List<EventAppend> appends)
    {
        var events = appends.SelectMany(append => append.Events, (append, stored) => (append.StreamId, Event: stored)).ToList();
        var outbox = appends.SelectMany(append => append.Outbox, (append, message) => (append.StreamId, Message: message)).ToList();
        var listings = appends.SelectMany(append => append.Listings, (append, row) => (append.StreamId, Row: row)).ToList();
        return new NpgsqlBatchCommand(AppendSql)
        {
            Parameters =
            {
                Rows(NpgsqlDbType.Text, appends, append => append.StreamId),
                Rows(NpgsqlDbType.Bigint, appends, append => append.ExpectedSequence),
                Rows(NpgsqlDbType.Bigint, appends, append => append.ExpectedSequence + append.Events.Count),
                Rows(NpgsqlDbType.Bytea, appends, append => append.Snapshot),
                Rows(NpgsqlDbType.Text, events, row => row.StreamId),
                Rows(NpgsqlDbType.Bigint, events, row => row.Event.Sequence),
                Rows(NpgsqlDbType.Text, events, row => row.Event.Type),
                Rows(NpgsqlDbType.Bytea, events, row => row.Event.Payload),
                Rows(NpgsqlDbType.Bytea, events, row => row.Event.Hash),
                Rows(NpgsqlDbType.Text, outbox, row => row.StreamId),
                Rows(NpgsqlDbType.Text, outbox, row => row.Message.Kind),
                Rows(NpgsqlDbType.Bytea, outbox, row => row.Message.Body),
                Rows(NpgsqlDbType.Text, listings, row => row.Row.OwnerId),
                Rows(NpgsqlDbType.Text, listings, row => row.StreamId),
                Rows(NpgsqlDbType.Text, listings, row => row.Row.State),
                Rows(NpgsqlDbType.Bigint, listings, row => row.Row.UpdatedAt.UtcTicks),
                Rows(NpgsqlDbType.Bytea, listings, row => row.Row.Body),
            },
        };
    }

    private static NpgsqlBatchCommand? MessagesCommand(IReadOnlyList<PendingWrite> group)
    {
        var completed = group.Select(pending => pending.Write).OfType<StoreWrite.CompleteMessage>().ToList();
        var postponed = group.Select(pending => pending.Write).OfType<StoreWrite.PostponeMessage>().ToList();
        return completed.Count + postponed.Count == 0 ? null : new NpgsqlBatchCommand(MessagesSql)
        {
            Parameters =
            {
                Rows(NpgsqlDbType.Bigint, completed, message => message.Id),
                Rows(NpgsqlDbType.Bigint, postponed, message => message.Id),
                Rows(NpgsqlDbType.Bigint, postponed, message => message.NotBefore.UtcTicks),
            },
        };
    }

    private static NpgsqlParameter<TValue[]> Rows<TRow, TValue>(
        NpgsqlDbType type, List<TRow> rows, Func<TRow, TValue> value) =>
        new() { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type };

    private static async Task<Dictionary<string, long>> HeadsAsync(NpgsqlConnection connection, string[] streamIds)
    {
        await using var command = new NpgsqlCommand(
            "SELECT stream_id, sequence FROM streams WHERE stream_id = ANY($1)", connection)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = streamIds } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var heads = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            heads[reader.GetString(0)] = reader.GetInt64(1);
        }

        return heads;
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace TrustPlatform.Storage;

/// <summary>The connection that writes, with its prepared statements. Used by one loop at a time.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _create;
    private readonly SqliteCommand _advance;
    private readonly SqliteCommand _head;
    private readonly SqliteCommand _event;
    private readonly SqliteCommand _message;
    private readonly SqliteCommand _listing;
    private readonly SqliteCommand _complete;
    private readonly SqliteCommand _postpone;

    public SqliteWriter(string path)
    {
        _path = path;
        _connection = SqliteDatabase.OpenWriter(path);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _create = Prepare("""
            INSERT INTO streams(stream_id, sequence, state) VALUES($stream, $sequence, $state) ON CONFLICT DO NOTHING
            """, "$stream", "$sequence", "$state");
        _advance = Prepare("""
            UPDATE streams SET sequence = $sequence, state = $state WHERE stream_id = $stream AND sequence = $expected
            """, "$stream", "$sequence", "$state", "$expected");
        _head = Prepare("SELECT sequence FROM streams WHERE stream_id = $stream", "$stream");
        _event = Prepare("""
            INSERT INTO events(stream_id, sequence, type, payload, hash) VALUES($stream, $sequence, $type, $payload, $hash)
            """, "$stream", "$sequence", "$type", "$payload", "$hash");
        _message = Prepare("""
            INSERT INTO outbox(stream_id, kind, body) VALUES($stream, $kind, $body)
            """, "$stream", "$kind", "$body");
        _listing = Prepare("""
            INSERT INTO listings(owner_id, stream_id, state, updated_at_ticks, body) VALUES($owner, $stream, $state, $at, $body)
            ON CONFLICT(owner_id, stream_id) DO UPDATE
            SET state = excluded.state, updated_at_ticks = excluded.updated_at_ticks, body = excluded.body
            """, "$owner", "$stream", "$state", "$at", "$body");
        _complete = Prepare("DELETE FROM outbox WHERE id = $id", "$id");
        _postpone = Prepare("""
            UPDATE outbox SET attempts = attempts + 1, not_before_ticks = $at WHERE id = $id
            """, "$id", "$at");
    }

    /// <summary>One transaction for the group. A conflict is an outcome and touches nobody else.</summary>
    public AppendOutcome[] Commit(IReadOnlyList<PendingWrite> group)
    {
        var outcomes = new AppendOutcome[group.Count];
        try
        {
            _begin.ExecuteNonQuery();
            for (var i = 0; i < group.Count; i++)
            {
                outcomes[i] = Apply(group[i].Write);
            }

            _commit.ExecuteNonQuery();
            return outcomes;
        }
        catch (SqliteException error)
        {
            throw SqliteDatabase.Unavailable(_path, error);
        }
        finally
        {
            // Still open only after an error; some errors have rolled back by themselves.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _rollback.ExecuteNonQuery();
            }
        }
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])
            [_begin, _commit, _rollback, _create, _advance, _head, _event, _message, _listing, _complete, _postpone])
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private AppendOutcome Apply(StoreWrite write)
    {
        switch (write)
        {
            case StoreWrite.Append append:
                return Append(append.Events);
            case StoreWrite.CompleteMessage message:
                Execute(_complete, message.Id);
                return new AppendOutcome.Committed();
            case StoreWrite.PostponeMessage message:
                Execute(_postpone, message.Id, message.NotBefore.UtcTicks);
                return new AppendOutcome.Committed();
            default:
                throw new UnreachableException();
        }
    }

    private AppendOutcome Append(EventAppend append)
    {
        var last = append.ExpectedSequence + append.Events.Count;
        var state = Bytes(append.Snapshot);
        // The fence: the stream stands exactly where the caller saw it.
        var moved = append.ExpectedSequence == 0
            ? Execute(_create, append.StreamId, last, state)
            : Execute(_advance, append.StreamId, last, state, append.ExpectedSequence);
        if (moved == 0)
        {
            _head.Parameters[0].Value = append.StreamId;
            return new AppendOutcome.Conflict(_head.ExecuteScalar() is long actual ? actual : 0);
        }

        foreach (var stored in append.Events)
        {
            Execute(_event, append.StreamId, stored.Sequence, stored.Type, Bytes(stored.Payload), Bytes(stored.Hash));
        }

        foreach (var message in append.Outbox)
        {
            Execute(_message, append.StreamId, message.Kind, Bytes(message.Body));
        }

        foreach (var listing in append.Listings)
        {
            Execute(_listing,
                listing.OwnerId, append.StreamId, listing.State, listing.UpdatedAt.UtcTicks, Bytes(listing.Body));
        }

        return new AppendOutcome.Committed();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private static int Execute(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command.ExecuteNonQuery();
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } whole && whole.Length == memory.Length
            ? whole
            : memory.ToArray();
}

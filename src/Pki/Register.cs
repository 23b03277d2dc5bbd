using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace TrustPlatform.Pki;

/// <summary>
/// The PKI's memory: an SQLite file. What <see cref="Write{T}"/> returned is on the disk. Several callers share one commit:
/// whoever finds the gate open carries out everything that has queued up meanwhile, and then wakes the next. Thread-safe;
/// several processes may share the file.
/// </summary>
internal sealed partial class Register : IDisposable
{
    private const long SchemaVersion = 3;

    private readonly string _path;
    private readonly SqlSession _writer;
    private readonly Lock _writing = new();
    private readonly ConcurrentQueue<Pending> _queue = new();
    private readonly ConcurrentBag<SqlSession> _readers = [];

    private Register(string path)
    {
        _path = path;
        _writer = new SqlSession(path);

        // Serial numbers and key digests fall anywhere in their indices: 16 MiB of pages stay in memory, and 32 MiB of the log are
        // moved into the database at once, so that a page written often is moved once.
        _writer.Execute("PRAGMA cache_size = -16384");
        _writer.Execute("PRAGMA wal_autocheckpoint = 8192");
    }

    /// <summary>Opens the file or makes it. Throws <see cref="InvalidDataException"/> for a schema of another version.</summary>
    public static Register Open(string path)
    {
        var register = new Register(path);
        var version = register.Write(session =>
        {
            var found = session.Number("PRAGMA user_version");
            if (found == 0)
            {
                session.Execute(Schema);
                found = SchemaVersion;
            }

            return found;
        });
        if (version == SchemaVersion)
        {
            return register;
        }

        register.Dispose();
        throw new InvalidDataException(
            $"The register {path} has schema {version}, this program knows {SchemaVersion}; use the version that made it, or an empty folder.");
    }

    /// <summary>
    /// Carries out one operation in a transaction and returns after its commit. An operation that throws leaves nothing
    /// behind and does not disturb the others in the same commit.
    /// </summary>
    public T Write<T>(Func<SqlSession, T> operation)
    {
        var result = default(T)!;
        using var pending = new Pending(session => result = operation(session));
        _queue.Enqueue(pending);
        while (!pending.Done)
        {
            if (!_writing.TryEnter())
            {
                // Whoever holds the gate either carries this operation out, or wakes the head of the queue when it leaves.
                pending.Sleep();
                continue;
            }

            try
            {
                if (!pending.Done)
                {
                    Commit();
                }
            }
            finally
            {
                _writing.Exit();
            }

            if (_queue.TryPeek(out var next))
            {
                next.Wake();
            }
        }

        pending.Failure?.Throw();
        return result;
    }

    /// <summary>Reads what is committed.</summary>
    public T Read<T>(Func<SqlSession, T> query)
    {
        if (!_readers.TryTake(out var session))
        {
            session = new SqlSession(_path);
        }

        try
        {
            return query(session);
        }
        finally
        {
            _readers.Add(session);
        }
    }

    /// <summary>
    /// Moves the write-ahead log into the database, where destroyed keys are overwritten (secure_delete), and empties its file:
    /// no earlier copy of a page with a wrapped key stays behind.
    /// </summary>
    public void TruncateLog()
    {
        lock (_writing)
        {
            // Answers a row rather than failing when a reader is in the way; the next call does it then.
            _ = _writer.Number("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    public void Dispose()
    {
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        lock (_writing)
        {
            _writer.Dispose();
        }
    }

    private void Commit()
    {
        List<Pending> batch = [];
        ExceptionDispatchInfo? failure = null;
        try
        {
            _writer.Execute("BEGIN IMMEDIATE");
            while (_queue.TryDequeue(out var pending))
            {
                batch.Add(pending);
                Run(pending);
            }

            _writer.Execute("COMMIT");
        }
        catch (Microsoft.Data.Sqlite.SqliteException failed)
        {
            failure = ExceptionDispatchInfo.Capture(failed);
            RollBack();
            while (_queue.TryDequeue(out var pending))
            {
                batch.Add(pending);
            }
        }

        foreach (var pending in batch)
        {
            pending.Finish(failure);
        }
    }

    private void Run(Pending pending)
    {
        _writer.Execute("SAVEPOINT operation");
        try
        {
            pending.Operation(_writer);
        }
#pragma warning disable CA1031 // Whatever an operation throws belongs to its own caller, on its own thread.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            pending.Failure = ExceptionDispatchInfo.Capture(thrown);
            _writer.Execute("ROLLBACK TO operation");
        }

        _writer.Execute("RELEASE operation");
    }

    private void RollBack()
    {
        try
        {
            _writer.Execute("ROLLBACK");
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // BEGIN itself failed, or SQLite has already rolled back: no transaction is open, which is what is wanted.
        }
    }

    private sealed class Pending(Action<SqlSession> operation) : IDisposable
    {
        // No spinning: what is waited for is a disk.
        private readonly ManualResetEventSlim _signal = new(initialState: false, spinCount: 0);
        private readonly Lock _life = new();
        private volatile bool _done;
        private bool _gone;

        public Action<SqlSession> Operation { get; } = operation;

        public ExceptionDispatchInfo? Failure { get; set; }

        public bool Done => _done;

        public void Finish(ExceptionDispatchInfo? failure)
        {
            Failure ??= failure;
            _done = true;
            Wake();
        }

        public void Sleep()
        {
            _signal.Wait();
            _signal.Reset();
        }

        /// <summary>May come late, when the owner has seen that it is done and left.</summary>
        public void Wake()
        {
            lock (_life)
            {
                if (!_gone)
                {
                    _signal.Set();
                }
            }
        }

        public void Dispose()
        {
            lock (_life)
            {
                _gone = true;
                _signal.Dispose();
            }
        }
    }
}

using System.Collections.Concurrent;

namespace TrustPlatform.Pki;

/// <summary>
/// The PKI's memory: an SQLite file. What <see cref="Write{T}"/> returned is on the disk. One thread writes: while a commit waits
/// for the disk the next operations gather, and share the commit that follows. Thread-safe; several processes may share the file.
/// </summary>
internal sealed partial class Register : IDisposable
{
    private const long SchemaVersion = 4;

    /// <summary>
    /// When so many shared a commit, the next one waits a little for more: each commit costs the same few system calls and pages.
    /// </summary>
    private const int Crowd = 8;

    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(1);

    private readonly string _path;
    private readonly SqlSession _writer;
    private readonly Lock _writing = new();
    private readonly BlockingCollection<Operation> _queue = [];
    private readonly Thread _thread;
    private readonly ConcurrentBag<SqlSession> _readers = [];

    private Register(string path)
    {
        _path = path;
        _writer = new SqlSession(path);

        // Serial numbers and key digests fall anywhere in their indices: 16 MiB of pages stay in memory, and 32 MiB of the log are
        // moved into the database at once, so that a page written often is moved once.
        _writer.Execute("PRAGMA cache_size = -16384");
        _writer.Execute("PRAGMA wal_autocheckpoint = 8192");
        _thread = new Thread(CommitAll) { IsBackground = true, Name = "register" };
        _thread.Start();
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
                session.ExecuteScript(Schema);
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
    /// behind and does not disturb the others in the same commit; it may be carried out twice, of which one counts.
    /// </summary>
    public T Write<T>(Func<SqlSession, T> operation) => WriteAsync(operation).GetAwaiter().GetResult();

    /// <summary>The same, without a thread that waits for the disk.</summary>
    public Task<T> WriteAsync<T>(Func<SqlSession, T> operation) => Queue(operation, isAlone: false);

    /// <summary>In a transaction of its own: the operation sees only what is committed, and so may promise it to others.</summary>
    public T WriteAlone<T>(Func<SqlSession, T> operation) => Queue(operation, isAlone: true).GetAwaiter().GetResult();

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
            _writer.TruncateLog();
        }
    }

    /// <summary>Carries out what was accepted; then nothing more is.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _writer.Dispose();
        _queue.Dispose();
    }

    private Task<T> Queue<T>(Func<SqlSession, T> operation, bool isAlone)
    {
        var pending = new Operation<T>(operation, isAlone);
        _queue.Add(pending);
        return pending.Outcome;
    }

    private void CommitAll()
    {
        List<Operation> batch = [];
        Operation? next = null;
        while (next is not null || _queue.TryTake(out next, Timeout.Infinite))
        {
            if (batch.Count >= Crowd)
            {
                Thread.Sleep(s_gathering);
            }

            batch.Clear();
            batch.Add(next);
            lock (_writing)
            {
                Commit(batch, out next);
            }
        }
    }

    /// <summary>
    /// Operations seldom fail, so they share one transaction without guards between them. When one did, all are carried out again,
    /// each one guarded. What comes next and must be alone is handed back.
    /// </summary>
    private void Commit(List<Operation> batch, out Operation? next)
    {
        next = null;
        try
        {
            _writer.Execute("BEGIN IMMEDIATE");
            batch[0].Run(_writer);
            while (!batch[^1].HasFailed && !batch[0].IsAlone && _queue.TryTake(out next) && !next.IsAlone)
            {
                batch.Add(next);
                next.Run(_writer);
                next = null;
            }

            if (batch[^1].HasFailed)
            {
                RollBack();
                _writer.Execute("BEGIN IMMEDIATE");
                batch.ForEach(RunGuarded);
            }

            _writer.Execute("COMMIT");
        }
        catch (Microsoft.Data.Sqlite.SqliteException failed)
        {
            RollBack();
            batch.ForEach(operation => operation.Fail(failed));
        }

        batch.ForEach(operation => operation.Complete());
    }

    private void RunGuarded(Operation operation)
    {
        _writer.Execute("SAVEPOINT operation");
        operation.Run(_writer);
        if (operation.HasFailed)
        {
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

    /// <summary>What a caller waits for.</summary>
    private abstract class Operation(bool isAlone)
    {
        public bool IsAlone => isAlone;

        public abstract bool HasFailed { get; }

        public abstract void Run(SqlSession session);

        public abstract void Fail(Exception failure);

        public abstract void Complete();
    }

    private sealed class Operation<T>(Func<SqlSession, T> operation, bool isAlone) : Operation(isAlone)
    {
        // Callers go on elsewhere, not on the thread that writes.
        private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _failure;
        private T _result = default!;

        public Task<T> Outcome => _outcome.Task;

        public override bool HasFailed => _failure is not null;

        public override void Run(SqlSession session)
        {
            _failure = null;
            try
            {
                _result = operation(session);
            }
#pragma warning disable CA1031 // Whatever an operation throws belongs to its own caller.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                _failure = thrown;
            }
        }

        public override void Fail(Exception failure) => _failure ??= failure;

        public override void Complete()
        {
            if (_failure is null)
            {
                _outcome.SetResult(_result);
            }
            else
            {
                _outcome.SetException(_failure);
            }
        }
    }
}

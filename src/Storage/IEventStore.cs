namespace TrustPlatform.Storage;

/// <summary>
/// The log of events (compare-and-append), its snapshots, outbox and lists, in one database. What <see cref="AppendAsync"/>
/// reported as committed survives a crash of the process and of the machine. Thread-safe; many appends share one commit.
/// Every method throws <see cref="StorageUnavailableException"/> when the database does not do its work, and
/// <see cref="ObjectDisposedException"/> after disposal. Disposal first commits what was accepted.
/// </summary>
public interface IEventStore : IAsyncDisposable
{
    /// <summary>
    /// Appends. Waits while the store is busy (back-pressure); cancellation counts until the group's transaction begins, what
    /// comes later is finished. After a thrown error all of the append or nothing of it is stored (a connection can break
    /// during the commit): read the stream again before the next append.
    /// </summary>
    Task<AppendOutcome> AppendAsync(EventAppend append, CancellationToken cancellationToken);

    /// <summary>The latest snapshot of a stream, or null.</summary>
    Task<StoredSnapshot?> ReadSnapshotAsync(string streamId, CancellationToken cancellationToken);

    /// <summary>Events after a sequence, in order, at most <paramref name="limit"/> (1 to 1,000).</summary>
    Task<IReadOnlyList<StoredEvent>> ReadAsync(
        string streamId, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>Messages due at <paramref name="now"/>, oldest first, at most <paramref name="limit"/> (1 to 1,000).</summary>
    Task<IReadOnlyList<PendingMessage>> ReadOutboxAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>The message was delivered: forget it. An unknown id changes nothing.</summary>
    Task CompleteMessageAsync(long id, CancellationToken cancellationToken);

    /// <summary>Delivery failed: count the attempt, try again no sooner than <paramref name="notBefore"/>.</summary>
    Task PostponeMessageAsync(long id, DateTimeOffset notBefore, CancellationToken cancellationToken);

    /// <summary>
    /// The list of an owner, newest first, one page of at most <paramref name="limit"/> (1 to 1,000) rows:
    /// <paramref name="after"/> is the cursor of the page before, or null. <paramref name="state"/> filters when it is not null.
    /// The cursor is null after the last page. Anything else than such a cursor throws <see cref="ArgumentException"/>.
    /// </summary>
    Task<(IReadOnlyList<StreamListingRow> Rows, string? Next)> ListAsync(
        string ownerId, string? state, string? after, int limit, CancellationToken cancellationToken);
}

using TrustPlatform.Contracts;

namespace TrustPlatform.Storage;

/// <summary>One event as it is kept: opaque to the store, chained by the caller.</summary>
/// <param name="Sequence">1 for the first event of a stream; no gaps.</param>
/// <param name="Type">The event's catalogue name, such as <c>contract.sent</c>.</param>
/// <param name="Payload">Canonical encoding of the event.</param>
/// <param name="Hash">SHA-256 that chains this event to the one before; 32 octets.</param>
public sealed record StoredEvent(long Sequence, string Type, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Hash);

/// <summary>State of a stream folded up to a sequence, so that a long stream loads fast.</summary>
public sealed record StoredSnapshot(long Sequence, ReadOnlyMemory<byte> State);

/// <summary>A message to be sent after the commit.</summary>
/// <param name="Kind">What kind of message, such as <c>mail</c> or <c>status</c>.</param>
/// <param name="Body">Opaque to the store.</param>
public sealed record OutboxMessage(string Kind, ReadOnlyMemory<byte> Body);

/// <summary>A message that waits.</summary>
/// <param name="Id">Rises with the order of commits.</param>
/// <param name="StreamId">The stream that wrote it.</param>
/// <param name="Attempts">How often delivery was tried.</param>
/// <param name="Message">The message.</param>
public sealed record PendingMessage(long Id, string StreamId, int Attempts, OutboxMessage Message);

/// <summary>A row of the list that the owner of a stream sees, written in the same transaction.</summary>
/// <param name="OwnerId">Whose list.</param>
/// <param name="State">The state's name, for filters.</param>
/// <param name="UpdatedAt">For the order of the list.</param>
/// <param name="Body">What the list shows; opaque to the store.</param>
public sealed record StreamListing(string OwnerId, string State, DateTimeOffset UpdatedAt, ReadOnlyMemory<byte> Body);

/// <summary>A row read back.</summary>
public sealed record StreamListingRow(string StreamId, StreamListing Listing);

/// <summary>Everything that one command changes; committed whole or not at all.</summary>
public sealed record EventAppend
{
    /// <summary>The stream, such as a contract's id.</summary>
    public required string StreamId { get; init; }

    /// <summary>The last sequence that the caller saw; 0 for a new stream.</summary>
    public required long ExpectedSequence { get; init; }

    /// <summary>At least one event, numbered from <see cref="ExpectedSequence"/> + 1.</summary>
    public required IReadOnlyList<StoredEvent> Events { get; init; }

    /// <summary>The state after the last of them.</summary>
    public required ReadOnlyMemory<byte> Snapshot { get; init; }

    /// <summary>Messages to be sent after the commit.</summary>
    public IReadOnlyList<OutboxMessage> Outbox { get; init; } = [];

    /// <summary>Rows of lists that show this stream.</summary>
    public IReadOnlyList<StreamListing> Listings { get; init; } = [];
}

/// <summary>How an append ended. There are only these cases.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome() { }

    /// <summary>Durable.</summary>
    public sealed record Committed : AppendOutcome;

    /// <summary>Somebody else wrote; nothing was stored.</summary>
    public sealed record Conflict(long ActualSequence) : AppendOutcome;
}

/// <summary>
/// The log of events (compare-and-append), its snapshots, outbox and lists, in one database. What <see cref="AppendAsync"/>
/// reported as committed survives a crash of the process and of the machine. Thread-safe; many appends share one commit.
/// </summary>
public interface IEventStore : IAsyncDisposable
{
    /// <summary>Appends; an error of the database is thrown and leaves nothing behind.</summary>
    Task<AppendOutcome> AppendAsync(EventAppend append, CancellationToken cancellationToken);

    /// <summary>The latest snapshot of a stream, or null.</summary>
    Task<StoredSnapshot?> ReadSnapshotAsync(string streamId, CancellationToken cancellationToken);

    /// <summary>Events after a sequence, in order, at most <paramref name="limit"/> (1 to 1,000).</summary>
    Task<IReadOnlyList<StoredEvent>> ReadAsync(
        string streamId, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>Messages due at <paramref name="now"/>, oldest first.</summary>
    Task<IReadOnlyList<PendingMessage>> ReadOutboxAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>The message was delivered: forget it.</summary>
    Task CompleteMessageAsync(long id, CancellationToken cancellationToken);

    /// <summary>Delivery failed: try again no sooner than <paramref name="notBefore"/>.</summary>
    Task PostponeMessageAsync(long id, DateTimeOffset notBefore, CancellationToken cancellationToken);

    /// <summary>
    /// The list of an owner, newest first, one page: <paramref name="after"/> is the cursor of the page before, or null.
    /// <paramref name="state"/> filters when it is not null.
    /// </summary>
    Task<(IReadOnlyList<StreamListingRow> Rows, string? Next)> ListAsync(
        string ownerId, string? state, string? after, int limit, CancellationToken cancellationToken);
}

/// <summary>Documents by the digest of their bytes; written once, never changed. Thread-safe.</summary>
public interface IDocumentStore
{
    /// <summary>
    /// Stores what <paramref name="content"/> holds and returns its SHA-256; durable on return (file and folder synced).
    /// More than <paramref name="maxLengthInBytes"/> throws <see cref="DocumentTooLargeException"/> and leaves nothing.
    /// </summary>
    Task<DocumentDigest> PutAsync(Stream content, long maxLengthInBytes, CancellationToken cancellationToken);

    /// <summary>Opens a document for reading (seekable), or null where it is not stored.</summary>
    Task<Stream?> OpenAsync(DocumentDigest digest, CancellationToken cancellationToken);
}

/// <summary>More bytes than allowed.</summary>
public sealed class DocumentTooLargeException(long maxLengthInBytes)
    : Exception($"The document is larger than {maxLengthInBytes} bytes.")
{
    /// <summary>The bound.</summary>
    public long MaxLengthInBytes { get; } = maxLengthInBytes;
}

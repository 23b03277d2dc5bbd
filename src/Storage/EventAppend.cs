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
/// <param name="Id">Rises with the commits of one stream; across streams it only tells messages apart.</param>
/// <param name="StreamId">The stream that wrote it.</param>
/// <param name="Attempts">How often delivery was tried and postponed.</param>
/// <param name="Message">The message.</param>
public sealed record PendingMessage(long Id, string StreamId, int Attempts, OutboxMessage Message);

/// <summary>A row of the list that the owner of a stream sees, written in the same transaction.</summary>
/// <param name="OwnerId">Whose list.</param>
/// <param name="State">The state's name, for filters.</param>
/// <param name="UpdatedAt">For the order of the list.</param>
/// <param name="Body">What the list shows; opaque to the store.</param>
public sealed record StreamListing(string OwnerId, string State, DateTimeOffset UpdatedAt, ReadOnlyMemory<byte> Body);

/// <summary>A row read back; its instant is in UTC.</summary>
public sealed record StreamListingRow(string StreamId, StreamListing Listing);

/// <summary>
/// Everything that one command changes; committed whole or not at all. Names (stream, type, kind, owner, state) are 1 to 200
/// visible ASCII characters; an append holds at most 1,000 events and 16 MiB.
/// </summary>
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

    /// <summary>
    /// Rows of lists that show this stream: each replaces the row of the same owner, other owners keep theirs. An owner stands
    /// here once at most.
    /// </summary>
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

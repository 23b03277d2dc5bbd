using System.Runtime.CompilerServices;

namespace TrustPlatform.Storage;

/// <summary>
/// Bounds of what a caller may hand in. They are checked before the queue: an append that a database would refuse must not take
/// the other appends of its group with it.
/// </summary>
internal static class StorageLimits
{
    public const int MaxNameLength = 200;
    public const int MaxEventsPerAppend = 1_000;
    public const int MaxAppendLengthInBytes = 16 * 1024 * 1024;
    public const int MaxPage = 1_000;

    private const int HashLengthInBytes = 32;

    public static void Check(EventAppend append)
    {
        ArgumentNullException.ThrowIfNull(append);
        CheckName(append.StreamId);
        ArgumentOutOfRangeException.ThrowIfNegative(append.ExpectedSequence);
        if (append.Events.Count is 0 or > MaxEventsPerAppend)
        {
            throw new ArgumentException($"An append holds 1 to {MaxEventsPerAppend} events.", nameof(append));
        }

        long length = append.Snapshot.Length;
        for (var i = 0; i < append.Events.Count; i++)
        {
            var stored = append.Events[i];
            CheckName(stored.Type);
            if (stored.Sequence != append.ExpectedSequence + 1 + i || stored.Hash.Length != HashLengthInBytes)
            {
                throw new ArgumentException("Events follow the expected sequence without a gap and carry 32-octet hashes.",
                    nameof(append));
            }

            length += stored.Payload.Length;
        }

        foreach (var message in append.Outbox)
        {
            CheckName(message.Kind);
            length += message.Body.Length;
        }

        var owners = new HashSet<string>(StringComparer.Ordinal);
        foreach (var listing in append.Listings)
        {
            CheckName(listing.OwnerId);
            CheckName(listing.State);
            length += listing.Body.Length;
            if (!owners.Add(listing.OwnerId))
            {
                throw new ArgumentException("An owner has one row for a stream.", nameof(append));
            }
        }

        if (length > MaxAppendLengthInBytes)
        {
            throw new ArgumentException($"An append holds at most {MaxAppendLengthInBytes} bytes.", nameof(append));
        }
    }

    public static void CheckPage(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPage);
    }

    /// <summary>
    /// Visible ASCII: sorts alike in every database and collation, and PostgreSQL takes neither U+0000 nor lone surrogates.
    /// </summary>
    public static void CheckName(string? name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        if (name is not { Length: > 0 and <= MaxNameLength } || name.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException($"A name is 1 to {MaxNameLength} visible ASCII characters.", parameter);
        }
    }
}

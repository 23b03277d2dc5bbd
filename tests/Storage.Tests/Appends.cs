using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TrustPlatform.Storage.Tests;

/// <summary>Appends with a recognisable content and a chain of hashes that the tests recompute.</summary>
internal static class Appends
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static EventAppend Of(string streamId, long expected, int count = 1, ReadOnlyMemory<byte> previous = default)
    {
        var events = new List<StoredEvent>();
        for (var sequence = expected + 1; sequence <= expected + count; sequence++)
        {
            var payload = Encoding.UTF8.GetBytes($"{streamId}#{sequence}");
            previous = Hash(previous, sequence, payload);
            events.Add(new StoredEvent(sequence, "contract.viewed", payload, previous));
        }

        return new EventAppend
        {
            StreamId = streamId,
            ExpectedSequence = expected,
            Events = events,
            Snapshot = Encoding.UTF8.GetBytes($"{streamId}@{expected + count}"),
        };
    }

    public static byte[] Hash(ReadOnlyMemory<byte> previous, long sequence, ReadOnlyMemory<byte> payload)
    {
        var number = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        return SHA256.HashData([.. previous.Span, .. number, .. payload.Span]);
    }

    /// <summary>Every event of a stream, page by page.</summary>
    public static async Task<List<StoredEvent>> ReadAllAsync(
        IEventStore store, string streamId, CancellationToken cancellationToken)
    {
        var all = new List<StoredEvent>();
        while (true)
        {
            var page = await store.ReadAsync(streamId, all.Count, 1_000, cancellationToken);
            if (page.Count == 0)
            {
                return all;
            }

            all.AddRange(page);
        }
    }

    /// <summary>No gap, no repetition, every hash follows from the one before.</summary>
    public static void AssertChain(IReadOnlyList<StoredEvent> events)
    {
        ReadOnlyMemory<byte> previous = default;
        for (var i = 0; i < events.Count; i++)
        {
            Assert.Equal(i + 1, events[i].Sequence);
            previous = Hash(previous, events[i].Sequence, events[i].Payload);
            Assert.Equal(previous.ToArray(), events[i].Hash.ToArray());
        }
    }

    public static string Text(this ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}

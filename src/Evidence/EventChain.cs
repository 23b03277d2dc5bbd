using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TrustPlatform.Evidence;

/// <summary>
/// The hash chain over the events of one contract. Each event's hash is SHA-256 over these fields in this order, each as its
/// length in octets (4 octets, big-endian, unsigned) and its octets:
/// <list type="number">
/// <item>the domain label <see cref="Domain"/>, ASCII;</item>
/// <item>the stream id (the contract's id), UTF-8;</item>
/// <item>the hash before, 32 octets: <see cref="Start"/> for the first event;</item>
/// <item>the sequence, 8 octets, big-endian;</item>
/// <item>the event's type, UTF-8;</item>
/// <item>the payload as it is kept.</item>
/// </list>
/// Since every field carries its length, no two different events give the same input; since the stream id is among them, an
/// event of another contract does not fit.
/// </summary>
public static class EventChain
{
    /// <summary>First field; changes when the list of fields does.</summary>
    public const string Domain = "trust.event-chain.v1";

    /// <summary>The hash before the first event: 32 zero octets.</summary>
    public static ReadOnlyMemory<byte> Start { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>The hash of the next event, 32 octets.</summary>
    public static byte[] Next(
        string streamId, ReadOnlyMemory<byte> previous, long sequence, string type, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(streamId);
        ArgumentOutOfRangeException.ThrowIfNotEqual(previous.Length, SHA256.HashSizeInBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentException.ThrowIfNullOrEmpty(type);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.ASCII.GetBytes(Domain));
        Append(hash, Encoding.UTF8.GetBytes(streamId));
        Append(hash, previous.Span);
        Append(hash, number);
        Append(hash, Encoding.UTF8.GetBytes(type));
        Append(hash, payload.Span);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        hash.AppendData(length);
        hash.AppendData(field);
    }
}

namespace TrustPlatform.Evidence;

/// <summary>The hash chain over the events of one contract.</summary>
public static class EventChain
{
    /// <summary>The hash before the first event: 32 zero octets.</summary>
    public static ReadOnlyMemory<byte> Start { get; } = new byte[32];

    /// <summary>SHA-256 over domain label, stream id, previous hash, sequence, type and payload, each with its length.</summary>
    public static byte[] Next(
        string streamId, ReadOnlyMemory<byte> previous, long sequence, string type, ReadOnlyMemory<byte> payload) =>
        throw new NotImplementedException();
}

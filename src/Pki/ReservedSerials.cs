namespace TrustPlatform.Pki;

/// <summary>
/// Serial numbers that are on the disk before a certificate says them. They are taken in blocks, each twice as long as the last
/// one, so that one commit serves many certificates; what a crash leaves of a block is never used. Thread-safe.
/// </summary>
internal sealed class ReservedSerials(Register register, TimeProvider time)
{
    private const int LongestBlock = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Block> _blocks = new(StringComparer.Ordinal);

    /// <summary>A serial number of the authority that nobody else gets.</summary>
    public byte[] Next(AuthorityPlan authority)
    {
        lock (_gate)
        {
            if (!_blocks.TryGetValue(authority.Id, out var block) || block.Used == block.Count)
            {
                block = new Block(SerialNumbers.Create(authority.SerialPrefix, block is null ? 1 : Math.Min(2 * block.Count, LongestBlock)));
                register.Write(session => Register.Reserve(session, authority.Id, block.Serials, time.GetUtcSecond()));
                _blocks[authority.Id] = block;
            }

            return block.Serials.AsSpan(block.Used++ * SerialNumbers.LengthInBytes, SerialNumbers.LengthInBytes).ToArray();
        }
    }

    private sealed class Block(byte[] serials)
    {
        public byte[] Serials => serials;

        public int Count => serials.Length / SerialNumbers.LengthInBytes;

        public int Used { get; set; }
    }
}

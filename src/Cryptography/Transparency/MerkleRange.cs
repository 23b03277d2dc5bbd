using System.Security.Cryptography;

namespace TrustPlatform.Cryptography.Transparency;

/// <summary>
/// The first entries of a Merkle tree (RFC 9162, 2.1), as the fewest whole subtrees that cover them. Not thread-safe.
/// </summary>
public sealed class MerkleRange
{
    private readonly List<(int Level, byte[] Hash)> _subtrees = [];

    /// <summary>How many entries are covered.</summary>
    public long Size { get; private set; }

    /// <summary>SHA-256 of 0x00 and the entry.</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(entry);
        return hash.GetHashAndReset();
    }

    /// <summary>SHA-256 of 0x01 and the two halves.</summary>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[1 + (2 * SHA256.HashSizeInBytes)];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + SHA256.HashSizeInBytes)..]);
        return SHA256.HashData(both);
    }

    /// <summary>Adds the leaf hash of one entry.</summary>
    public void Append(byte[] leafHash) => Append(0, leafHash);

    /// <summary>
    /// Adds a whole subtree of 2^<paramref name="level"/> entries. Throws <see cref="InvalidOperationException"/> where none can
    /// begin.
    /// </summary>
    public void Append(int level, byte[] hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (Size % (1L << level) != 0)
        {
            throw new InvalidOperationException($"No subtree of level {level} begins at entry {Size}.");
        }

        Size += 1L << level;
        while (_subtrees is [.., var last] && last.Level == level)
        {
            hash = NodeHash(last.Hash, hash);
            level++;
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add((level, hash));
    }

    /// <summary>The tree's hash; that of nothing while it is empty.</summary>
    public byte[] Root()
    {
        if (_subtrees.Count == 0)
        {
            return SHA256.HashData([]);
        }

        var root = _subtrees[^1].Hash;
        for (var i = _subtrees.Count - 2; i >= 0; i--)
        {
            root = NodeHash(_subtrees[i].Hash, root);
        }

        return root;
    }
}

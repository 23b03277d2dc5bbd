using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;

namespace TrustPlatform.Signatures.Validation;

/// <summary>A hash in progress that can be cloned.</summary>
internal sealed class RunningHash : IDisposable
{
    // The old hashes that the platform lacks are taken over bytes in memory; files that use them are small and few.
    private const int MaxInMemory = 32 * 1024 * 1024;

    private readonly HashAlgorithmName _name;
    private readonly IncrementalHash? _hash;
    private readonly Shake256? _shake;
    private readonly MemoryStream? _bytes;

    private RunningHash(HashAlgorithmName name, IncrementalHash? hash, Shake256? shake, MemoryStream? bytes) =>
        (_name, _hash, _shake, _bytes) = (name, hash, shake, bytes);

    public static RunningHash? TryCreate(HashAlgorithmName name)
    {
        // RFC 8702: SHAKE256 as a message digest gives 64 octets.
        if (name.Name == "SHAKE256")
        {
            return Shake256.IsSupported ? new(name, null, new(), null) : null;
        }

        try
        {
            return new(name, IncrementalHash.CreateHash(name), null, null);
        }
        catch (Exception exception) when (exception is CryptographicException or PlatformNotSupportedException)
        {
            return HashAlgorithms.TryHash(name, [], out _) ? new(name, null, null, new()) : null;
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash?.AppendData(bytes);
        _shake?.AppendData(bytes);
        if (_bytes?.Length <= MaxInMemory)
        {
            _bytes.Write(bytes);
        }
    }

    public RunningHash Clone()
    {
        var copy = _bytes is null ? null : new MemoryStream();
        _bytes?.WriteTo(copy!); // both or none
        return new(_name, _hash?.Clone(), _shake?.Clone(), copy);
    }

    /// <summary>The digest; null where more had to be kept in memory than is.</summary>
    public byte[]? Digest()
    {
        if (_bytes is null)
        {
            return _hash?.GetHashAndReset() ?? _shake!.GetHashAndReset(64); // one of the three
        }

        return _bytes.Length <= MaxInMemory && HashAlgorithms.TryHash(_name, _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length), out var digest)
            ? digest : null;
    }

    public void Dispose()
    {
        _hash?.Dispose();
        _shake?.Dispose();
        _bytes?.Dispose();
    }
}

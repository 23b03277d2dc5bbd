using System.Security.Cryptography;

namespace TrustPlatform.Signatures.Validation;

/// <summary>A hash in progress that can be cloned, of the hashes that the platform has.</summary>
internal sealed class RunningHash : IDisposable
{
    private readonly IncrementalHash? _hash;
    private readonly Shake256? _shake;

    private RunningHash(IncrementalHash? hash, Shake256? shake) => (_hash, _shake) = (hash, shake);

    public static RunningHash? TryCreate(HashAlgorithmName name)
    {
        // RFC 8702: SHAKE256 as a message digest gives 64 octets.
        if (name.Name == "SHAKE256")
        {
            return Shake256.IsSupported ? new(null, new()) : null;
        }

        try
        {
            return new(IncrementalHash.CreateHash(name), null);
        }
        catch (CryptographicException)
        {
            return null;
        }
        catch (PlatformNotSupportedException)
        {
            return null;
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash?.AppendData(bytes);
        _shake?.AppendData(bytes);
    }

    public RunningHash Clone() => new(_hash?.Clone(), _shake?.Clone());

    public byte[] Digest() => _hash?.GetHashAndReset() ?? _shake!.GetHashAndReset(64);

    public void Dispose()
    {
        _hash?.Dispose();
        _shake?.Dispose();
    }
}

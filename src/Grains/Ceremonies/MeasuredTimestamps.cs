using System.Security.Cryptography;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Grains.Ceremonies;

/// <summary>
/// The timestamps of signatures, and the room that they need: the longest token so far says it, and a sample before the first.
/// </summary>
internal sealed class MeasuredTimestamps(ITimestampSource source) : ITimestampSource
{
    private int _longest;

    /// <summary>Bytes to keep for a token.</summary>
    public async Task<int> Room()
    {
        if (_longest == 0)
        {
            await TimestampAsync(SHA256.HashData([]), CancellationToken.None);
        }

        return PadesSigningRequest.RoomFor(_longest);
    }

    public async Task<TimeStampToken> TimestampAsync(ReadOnlyMemory<byte> sha256Digest, CancellationToken cancellationToken)
    {
        var token = await source.TimestampAsync(sha256Digest, cancellationToken);
        for (var longest = _longest; longest < token.Encoded.Length;)
        {
            var found = Interlocked.CompareExchange(ref _longest, token.Encoded.Length, longest);
            longest = found == longest ? token.Encoded.Length : found;
        }

        return token;
    }
}

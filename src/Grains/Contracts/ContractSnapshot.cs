using System.Text.Json;
using TrustPlatform.Contracts;

namespace TrustPlatform.Grains.Contracts;

/// <summary>A snapshot: the 32 octets of the chain's head, then the state.</summary>
internal static class ContractSnapshot
{
    private const int HeadLength = 32;

    public static byte[] Encode(Contract contract, ReadOnlySpan<byte> head) => [.. head, .. EventCodec.Encode(contract)];

    public static (Contract Contract, ReadOnlyMemory<byte> Head) Decode(ReadOnlySpan<byte> snapshot) =>
        snapshot.Length > HeadLength
            ? (EventCodec.DecodeState(snapshot[HeadLength..]), snapshot[..HeadLength].ToArray())
            : throw new JsonException("The snapshot is too short.");
}

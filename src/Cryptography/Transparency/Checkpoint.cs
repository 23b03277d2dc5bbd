using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Cryptography.Transparency;

/// <summary>
/// What a log says of itself at one time: its name, its size, its tree's hash. Signed, it is a C2SP signed note (tlog-checkpoint),
/// by ECDSA over SHA-256 (type 0x02), so that the log's key can live wherever the other keys do.
/// </summary>
/// <param name="Origin">The log's name: an address without scheme; no spaces and no plus sign.</param>
/// <param name="Size">How many entries it has.</param>
/// <param name="Root">SHA-256 of the tree (RFC 9162, 2.1.1).</param>
public sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> Root)
{
    private const int MaxLengthInBytes = 64 << 10;
    private const int KeyIdLength = 4;
    private const byte Ecdsa = 2;
    private const string SignatureMark = "\u2014 ";

    /// <summary>The key as others pass it on: name, key id, type and SubjectPublicKeyInfo (C2SP signed-note, "vkey").</summary>
    public static string VerifierKey(string origin, ReadOnlySpan<byte> publicKeyInfo) =>
        $"{origin}+{Convert.ToHexStringLower(KeyId(publicKeyInfo))}+{Convert.ToBase64String([Ecdsa, .. publicKeyInfo])}";

    /// <summary>The signed note. The key is used exactly once.</summary>
    public string Sign(ISigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.Span)}\n");
        var signature = key.SignHash(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return $"{text}\n{SignatureMark}{Origin} {Convert.ToBase64String([.. KeyId(key.SubjectPublicKeyInfo.Span), .. signature])}\n";
    }

    /// <summary>
    /// The checkpoint of a note that the log's key signed; null for anything else. Signatures of others beside it are passed over.
    /// </summary>
    public static Checkpoint? Open(string note, string origin, ReadOnlyMemory<byte> publicKeyInfo)
    {
        ArgumentNullException.ThrowIfNull(note);
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || note.Length > MaxLengthInBytes || !note.EndsWith('\n'))
        {
            return null;
        }

        var text = note[..(end + 1)];
        if (text.Split('\n') is not [var name, var size, var root, "", ..] || name != origin
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var entries)
            || entries.ToString(CultureInfo.InvariantCulture) != size || Decode(root) is not { Length: SHA256.HashSizeInBytes } hash)
        {
            return null;
        }

        var signatures = note[(end + 2)..].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var own = signatures.Where(line => line.StartsWith($"{SignatureMark}{origin} ", StringComparison.Ordinal))
            .Select(line => Decode(line[(SignatureMark.Length + origin.Length + 1)..]))
            .FirstOrDefault(signed => signed is { Length: > KeyIdLength }
                && signed.AsSpan(0, KeyIdLength).SequenceEqual(KeyId(publicKeyInfo.Span)));
        return own is not null && SignatureVerifier.VerifyData(
            PublicKey.Parse(publicKeyInfo), new(SignatureKind.Ecdsa, HashAlgorithmName.SHA256), Encoding.UTF8.GetBytes(text),
            own.AsSpan(KeyIdLength)) == SignatureOutcome.Valid
            ? new(origin, entries, hash)
            : null;
    }

    private static byte[] KeyId(ReadOnlySpan<byte> publicKeyInfo) => SHA256.HashData(publicKeyInfo)[..KeyIdLength];

    private static byte[]? Decode(string base64)
    {
        var buffer = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, buffer, out var written) ? buffer[..written] : null;
    }
}

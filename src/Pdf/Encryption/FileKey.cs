using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace TrustPlatform.Pdf.Encryption;

/// <summary>The file encryption key that an empty user password opens (7.6.4.3); null where the password is not empty.</summary>
internal static class FileKey
{
    /// <summary>7.6.4.3.2, step a: what fills up a password, and so the whole of an empty one.</summary>
    private static ReadOnlySpan<byte> Padding =>
    [
        0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
        0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
    ];

    /// <summary>The hash that old files derive their keys by.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "Algorithms 1, 2 and 5 prescribe it; it reads files and protects nothing.")]
    public static byte[] Md5(ReadOnlySpan<byte> data) => MD5.HashData(data);

    /// <summary>Algorithm 2 (7.6.4.3.2), and algorithm 6 (7.6.4.4.5) to see whether the key is the right one.</summary>
    public static byte[]? OfRevision2To4(EncryptionDictionary encryption, ReadOnlySpan<byte> id)
    {
        Span<byte> permissions = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(permissions, encryption.Permissions);
        ReadOnlySpan<byte> clearMetadata =
            encryption is { Revision: >= 4, EncryptsMetadata: false } ? [0xFF, 0xFF, 0xFF, 0xFF] : [];
        var key = Md5([.. Padding, .. encryption.Owner.Span[..32], .. permissions, .. id, .. clearMetadata])[..encryption.KeyLength];
        for (var i = 0; encryption.Revision >= 3 && i < 50; i++)
        {
            key = Md5(key)[..encryption.KeyLength];
        }

        return IsRight(key, encryption, id) ? key : null;
    }

    /// <summary>Algorithm 2.A (7.6.4.3.3) for the user password.</summary>
    public static byte[]? OfRevision5And6(EncryptionDictionary encryption)
    {
        var user = encryption.User.Span;
        if (!Hash(encryption.Revision, user[32..40]).AsSpan().SequenceEqual(user[..32]))
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = Hash(encryption.Revision, user[40..48]);
        return aes.DecryptCbc(encryption.UserEncryptionKey.Span[..32], new byte[16], PaddingMode.None);
    }

    /// <summary>Algorithms 4 and 5 (7.6.4.4.3, 7.6.4.4.4): what /U should hold.</summary>
    private static bool IsRight(byte[] key, EncryptionDictionary encryption, ReadOnlySpan<byte> id)
    {
        var user = encryption.User.Span;
        if (encryption.Revision == 2)
        {
            return Rc4.Apply(key, Padding).AsSpan().SequenceEqual(user[..32]);
        }

        var value = Md5([.. Padding, .. id]);
        for (var i = 0; i < 20; i++)
        {
            value = Rc4.Apply(Array.ConvertAll(key, one => (byte)(one ^ i)), value);
        }

        return value.AsSpan().SequenceEqual(user[..16]);
    }

    /// <summary>Algorithm 2.B (7.6.4.3.4) of an empty password; revision 5 has its first step alone.</summary>
    private static byte[] Hash(int revision, ReadOnlySpan<byte> salt)
    {
        var key = SHA256.HashData(salt);
        if (revision == 5)
        {
            return key;
        }

        using var aes = Aes.Create();
        for (var round = 0; ; round++)
        {
            var repeated = new byte[64 * key.Length];
            for (var i = 0; i < 64; i++)
            {
                key.CopyTo(repeated, i * key.Length);
            }

            aes.Key = key[..16];
            var encrypted = aes.EncryptCbc(repeated, key.AsSpan(16, 16), PaddingMode.None);
            // The first 16 bytes as a number modulo 3; 256 is 1 modulo 3, so the sum of the bytes tells.
            key = (encrypted.AsSpan(0, 16).ToArray().Sum(one => one) % 3) switch
            {
                0 => SHA256.HashData(encrypted),
                1 => SHA384.HashData(encrypted),
                _ => SHA512.HashData(encrypted),
            };
            if (round >= 63 && encrypted[^1] <= round - 31)
            {
                return key[..32];
            }
        }
    }
}

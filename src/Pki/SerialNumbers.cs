using System.Security.Cryptography;

namespace TrustPlatform.Pki;

/// <summary>
/// Serial numbers of certificates and timestamps: a prefix octet that names the issuer, then 128 random bits. The prefix is
/// 0x01 to 0x7f, so encoding neither adds nor takes a bit, and nothing is counted that a restored backup could roll back.
/// </summary>
internal static class SerialNumbers
{
    public const int LengthInBytes = 17;

    public static byte[] Create(byte prefix) => Create(prefix, 1);

    /// <summary>Several, one after another.</summary>
    public static byte[] Create(byte prefix, int count)
    {
        ArgumentOutOfRangeException.ThrowIfZero(prefix);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix, (byte)0x7F);
        var serials = RandomNumberGenerator.GetBytes(count * LengthInBytes);
        for (var first = 0; first < serials.Length; first += LengthInBytes)
        {
            serials[first] = prefix;
        }

        return serials;
    }
}

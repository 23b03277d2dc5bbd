using System.Security.Cryptography;
using System.Text;

namespace TrustPlatform.Identity;

/// <summary>Comparison whose duration tells nothing about where two texts differ.</summary>
internal static class FixedTime
{
    public static bool Equals(string first, string second) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(second));
}

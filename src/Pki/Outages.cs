using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>What may be out of order around the services: then they refuse in their protocol's own words and issue nothing.</summary>
internal static class Outages
{
    /// <summary>A CA that may not issue, a lost or full token, a register that cannot be written or read.</summary>
    public static bool IsOutage(Exception failure) =>
        failure is IssuanceRefusedException or KeyStoreException or SqliteException or CryptographicException or IOException;
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TrustPlatform.Scenarios.Running;

/// <summary>Finds ports for a platform and its surroundings.</summary>
internal static class Ports
{
    /// <summary>The first of five free ports in a row.</summary>
    public static int FreeBlock()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var first = RandomNumberGenerator.GetInt32(20_000, 60_000);
            if (Enumerable.Range(first, 5).All(IsFree))
            {
                return first;
            }
        }

        throw new InvalidOperationException("No five free ports in a row were found.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

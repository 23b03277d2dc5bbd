using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TrustPlatform.Pki;

/// <summary>
/// Asks a time server once (SNTP, RFC 4330; packet of RFC 5905, 7.3). The request carries a random number instead of our time: only
/// the answer to this very request repeats it (originate timestamp).
/// </summary>
internal static class Sntp
{
    private const int PacketLength = 48;
    private const int DefaultPort = 123;
    private const int Originate = 24;
    private const int Receive = 32;
    private const int Transmit = 40;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset s_era0 = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far the server's clock is ahead of ours; null when it gives no answer that can be relied upon.</summary>
    /// <param name="server">host or host:port.</param>
    /// <param name="time">Our clock.</param>
    public static TimeSpan? OffsetOf(string server, TimeProvider time)
    {
        Span<byte> packet = stackalloc byte[PacketLength];
        packet[0] = 0x23; // no warning, version 4, client
        RandomNumberGenerator.Fill(packet[Transmit..]);
        Span<byte> mark = stackalloc byte[8];
        packet[Transmit..].CopyTo(mark);
        try
        {
            using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)s_patience.TotalMilliseconds };
            var (host, port) = Split(server);
            socket.Connect(host, port);
            var (sent, watch) = (time.GetUtcNow(), time.GetTimestamp());
            socket.Send(packet);
            var length = socket.Receive(packet);
            var elapsed = time.GetElapsedTime(watch);
            return length == PacketLength && IsSound(packet, mark) && elapsed <= s_patience
                ? ((TimeAt(packet[Receive..]) - sent) + (TimeAt(packet[Transmit..]) - (sent + elapsed))) / 2
                : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>RFC 4330, 5: a server's answer to this request, synchronised (LI is not 3, stratum 1 to 15), with its time.</summary>
    private static bool IsSound(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> mark) =>
        packet[0] >> 6 != 3 && (packet[0] & 7) == 4 && packet[1] is >= 1 and <= 15
        && packet.Slice(Originate, 8).SequenceEqual(mark) && packet[Transmit..].ContainsAnyExcept((byte)0);

    /// <summary>RFC 4330, 3: seconds since 1900 and a fraction; without the highest bit they count from 2036.</summary>
    private static DateTimeOffset TimeAt(ReadOnlySpan<byte> timestamp)
    {
        long seconds = BinaryPrimitives.ReadUInt32BigEndian(timestamp);
        var fraction = BinaryPrimitives.ReadUInt32BigEndian(timestamp[4..]) / (double)(1L << 32);
        return s_era0.AddSeconds(seconds < 1L << 31 ? seconds + (1L << 32) : seconds).AddTicks((long)(fraction * TimeSpan.TicksPerSecond));
    }

    private static (string Host, int Port) Split(string server)
    {
        var colon = server.LastIndexOf(':');
        return colon > 0 && server.IndexOf(':') == colon
            && int.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                ? (server[..colon], port)
                : (server, DefaultPort);
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace TrustPlatform.Pki.Tests;

/// <summary>The clock of timestamps beside time servers that are right, wrong, silent or dishonest.</summary>
public sealed class TimeServerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.9, true)]
    [InlineData(-0.9, true)]
    [InlineData(1.1, false)]
    [InlineData(-1.1, false)]
    [InlineData(86_400.0 * 365 * 20, false)] // in the next era of RFC 4330, 3
    public void A_clock_that_is_off_by_more_than_a_second_stops_the_authority(double seconds, bool granted)
    {
        using var server = new TimeServer(_time) { Ahead = TimeSpan.FromSeconds(seconds) };
        using var pki = Open(server);

        Assert.Equal((granted, granted), (IsGranted(pki), pki.Status().ClockIsRight));
        Assert.Equal(seconds, pki.Status().ClockOffset!.Value.TotalSeconds, 0.001);
    }

    [Fact]
    public void A_corrected_clock_is_believed_at_the_next_comparison()
    {
        using var server = new TimeServer(_time) { Ahead = TimeSpan.FromSeconds(5) };
        using var pki = Open(server);
        Assert.False(IsGranted(pki));
        server.Ahead = TimeSpan.Zero;
        pki.Maintain();

        Assert.True(IsGranted(pki));
    }

    [Theory]
    [InlineData(Fault.Silent)]
    [InlineData(Fault.AnotherOrigin)]
    [InlineData(Fault.NotSynchronised)]
    [InlineData(Fault.KissOfDeath)]
    [InlineData(Fault.NoTime)]
    [InlineData(Fault.Short)]
    [InlineData(Fault.Client)]
    public void A_server_that_gives_no_sound_answer_is_none_and_after_an_hour_the_authority_stops(Fault fault)
    {
        using var server = new TimeServer(_time);
        using var pki = Open(server);
        server.Fault = fault;
        _time.Advance(TimeSpan.FromMinutes(59));
        pki.Maintain();
        var soon = IsGranted(pki);
        _time.Advance(TimeSpan.FromMinutes(2));
        var late = IsGranted(pki);
        server.Fault = Fault.None;
        pki.Maintain();

        Assert.Equal((true, false, true), (soon, late, IsGranted(pki)));
    }

    [Fact]
    public void Without_a_first_answer_no_timestamp_is_given()
    {
        using var server = new TimeServer(_time) { Fault = Fault.Silent };
        using var pki = Open(server);

        Assert.False(IsGranted(pki));
        Assert.Null(pki.Status().ClockOffset);
    }

    [Fact]
    public void One_of_three_servers_that_lies_decides_nothing()
    {
        using var right = new TimeServer(_time);
        using var also = new TimeServer(_time) { Ahead = TimeSpan.FromSeconds(0.1) };
        using var liar = new TimeServer(_time) { Ahead = TimeSpan.FromDays(-3) };
        using var pki = Open(right, liar, also);

        Assert.True(IsGranted(pki));
        right.Fault = also.Fault = Fault.Silent;
        pki.Maintain();
        Assert.True(IsGranted(pki)); // one of three is no majority: the last comparison counts
    }

    [Fact]
    public void A_batch_of_requests_is_answered_in_order_and_a_refusal_disturbs_no_other()
    {
        using var pki = _folder.Open(_time);
        ReadOnlyMemory<byte>[] requests =
        [
            .. Enumerable.Range(0, 50).Select(i => (ReadOnlyMemory<byte>)(i == 7
                ? new byte[] { 0x30, 0 }
                : TimestampTests.Query("2.16.840.1.101.3.4.2.1", 32, writer => writer.WriteInteger(i)))),
        ];

        var answers = pki.AnswerTimestampRequests(requests)
            .Select(answer => Cryptography.Timestamps.TimeStampResponse.Parse(answer).Token).ToList();

        Assert.Null(answers[7]);
        Assert.Equal(
            Enumerable.Range(0, 50).Where(i => i != 7), answers.OfType<Cryptography.Timestamps.TimeStampToken>().Select(token => (int)token.Nonce!.Value));
        Assert.Equal(49, answers.OfType<Cryptography.Timestamps.TimeStampToken>().Select(token => token.SerialNumber).Distinct().Count());
        Assert.Empty(pki.AnswerTimestampRequests([]));
    }

    public enum Fault
    {
        None,
        Silent,
        AnotherOrigin,
        NotSynchronised,
        KissOfDeath,
        NoTime,
        Short,
        Client,
    }

    private static bool IsGranted(PlatformPki pki) =>
        TimestampTests.Read(pki.AnswerTimestampRequest(TimestampTests.Query("2.16.840.1.101.3.4.2.1", 32))).Status == 0;

    private PlatformPki Open(params TimeServer[] servers) => PlatformPki.Open(
        _folder.Options with { TimeServers = [.. servers.Select(server => server.Address)] }, _time);

    /// <summary>An SNTP server on loopback whose clock is the test's, and which misbehaves on command.</summary>
    private sealed class TimeServer : IDisposable
    {
        private static readonly DateTimeOffset s_era0 = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

        private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));

        public TimeServer(TimeProvider time) => new Thread(() => Serve(time)) { IsBackground = true }.Start();

        public string Address => $"127.0.0.1:{((IPEndPoint)_socket.Client.LocalEndPoint!).Port}";

        public TimeSpan Ahead { get; set; }

        public Fault Fault { get; set; }

        public void Dispose() => _socket.Dispose();

        private void Serve(TimeProvider time)
        {
            try
            {
                // A closed socket may give an empty packet before it throws.
                for (var from = new IPEndPoint(IPAddress.Any, 0); _socket.Receive(ref from) is { Length: 48 } request;)
                {
                    if (Fault != Fault.Silent)
                    {
                        _socket.Send(Answer(request, time.GetUtcNow() + Ahead), from);
                    }
                }
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private byte[] Answer(byte[] request, DateTimeOffset now)
        {
            var answer = new byte[48];
            answer[0] = (byte)(Fault == Fault.NotSynchronised ? 0xE4 : Fault == Fault.Client ? 0x23 : 0x24);
            answer[1] = (byte)(Fault == Fault.KissOfDeath ? 0 : 1);
            request.AsSpan(40, 8).CopyTo(answer.AsSpan(24));
            answer[24] ^= (byte)(Fault == Fault.AnotherOrigin ? 1 : 0);
            Write(answer.AsSpan(32), now);
            if (Fault != Fault.NoTime)
            {
                Write(answer.AsSpan(40), now);
            }

            return Fault == Fault.Short ? answer[..47] : answer;
        }

        private static void Write(Span<byte> target, DateTimeOffset now)
        {
            var ticks = (now - s_era0).Ticks;
            BinaryPrimitives.WriteUInt32BigEndian(target, unchecked((uint)(ticks / TimeSpan.TicksPerSecond)));
            BinaryPrimitives.WriteUInt32BigEndian(
                target[4..], (uint)(ticks % TimeSpan.TicksPerSecond * (1L << 32) / TimeSpan.TicksPerSecond));
        }
    }
}

namespace TrustPlatform.Pki;

/// <summary>
/// The time of timestamps, in whole seconds. The wall clock is believed as long as it goes along with the monotonic clock: a
/// step either way or a standstill stops it until it has gone along again for a while, and a time before the last token's is
/// never told (EN 319 421, 7.7.2). Where time servers are configured, it must also agree with them to the second, and have been
/// compared within the last hour. The last time is kept in the register before a token says it. Thread-safe.
/// </summary>
internal sealed class TimestampClock(TimeProvider time, IReadOnlyList<string> servers)
{
    /// <summary>DOMAIN OP-2: stamping stops when the clock is off by more.</summary>
    private static readonly TimeSpan s_maxStep = TimeSpan.FromSeconds(1);

    /// <summary>How long the clock must have gone along before it is believed again.</summary>
    private static readonly TimeSpan s_probation = TimeSpan.FromSeconds(10);

    /// <summary>A clock under correction may run this much faster or slower than it should (adjtime: 500 ppm).</summary>
    private const double MaxRateError = 0.001;

    /// <summary>How long the clock is believed when the servers give no answer.</summary>
    private static readonly TimeSpan s_longestAlone = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private (TimeSpan Offset, long At)? _compared;
    private (DateTimeOffset Wall, long Monotonic)? _seen;
    private long? _distrustedSince;
    private DateTimeOffset _last;

    /// <summary>The time to tell, or null while the clock cannot be relied upon.</summary>
    public DateTimeOffset? TryRead(Register register)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var monotonic = time.GetTimestamp();
            if (!IsTrusted(now, monotonic) || !AgreesWithServers(monotonic))
            {
                return null;
            }

            var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
            if (second > _last)
            {
                _last = register.Write(session => Register.AdvanceClock(session, "timestamp", second));
            }

            return now < _last - s_maxStep ? null : _last;
        }
    }

    /// <summary>The clock goes along with the monotonic one and agrees with the time servers, as far as is known now.</summary>
    public bool IsRight
    {
        get
        {
            lock (_gate)
            {
                var monotonic = time.GetTimestamp();
                return IsTrusted(time.GetUtcNow(), monotonic) && AgreesWithServers(monotonic);
            }
        }
    }

    /// <summary>How far the time servers were ahead of this clock when they were last asked; null without any.</summary>
    public TimeSpan? Offset
    {
        get
        {
            lock (_gate)
            {
                return _compared?.Offset;
            }
        }
    }

    /// <summary>
    /// Asks the time servers, if there are any; call it from time to time. It counts when more than half of them answered, and the
    /// median is taken: one server that lies decides nothing beside two that do not.
    /// </summary>
    public void Compare()
    {
        var offsets = servers.Select(server => Sntp.OffsetOf(server, time)).OfType<TimeSpan>().Order().ToList();
        if (offsets.Count > servers.Count / 2)
        {
            lock (_gate)
            {
                _compared = (offsets[offsets.Count / 2], time.GetTimestamp());
            }
        }
    }

    private bool AgreesWithServers(long monotonic) => servers.Count == 0
        || (_compared is { } last && last.Offset.Duration() <= s_maxStep && time.GetElapsedTime(last.At, monotonic) <= s_longestAlone);

    private bool IsTrusted(DateTimeOffset wall, long monotonic)
    {
        if (_seen is { } seen)
        {
            var elapsed = time.GetElapsedTime(seen.Monotonic, monotonic);
            if ((wall - seen.Wall - elapsed).Duration() > s_maxStep + (elapsed * MaxRateError))
            {
                _distrustedSince = monotonic;
            }
        }

        _seen = (wall, monotonic);
        if (_distrustedSince is { } since && time.GetElapsedTime(since, monotonic) >= s_probation)
        {
            _distrustedSince = null;
        }

        return _distrustedSince is null;
    }
}

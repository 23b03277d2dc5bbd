namespace TrustPlatform.Pki;

/// <summary>
/// The time of timestamps, in whole seconds. The wall clock is believed as long as it goes along with the monotonic clock: a
/// step either way or a standstill stops it until it has gone along again for a while, and a time before the last token's is
/// never told (EN 319 421, 7.7.2). The last time is kept in the register before a token says it. Thread-safe.
/// </summary>
internal sealed class TimestampClock(TimeProvider time)
{
    /// <summary>DOMAIN OP-2: stamping stops when the clock is off by more.</summary>
    private static readonly TimeSpan s_maxStep = TimeSpan.FromSeconds(1);

    /// <summary>How long the clock must have gone along before it is believed again.</summary>
    private static readonly TimeSpan s_probation = TimeSpan.FromSeconds(10);

    /// <summary>A clock under correction may run this much faster or slower than it should (adjtime: 500 ppm).</summary>
    private const double MaxRateError = 0.001;

    private readonly Lock _gate = new();
    private (DateTimeOffset Wall, long Monotonic)? _seen;
    private long? _distrustedSince;
    private DateTimeOffset _last;

    /// <summary>The time to tell, or null while the clock cannot be relied upon.</summary>
    public DateTimeOffset? TryRead(Register register)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!IsTrusted(now, time.GetTimestamp()))
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

    /// <summary>The clock goes along with the monotonic one, as far as is known now.</summary>
    public bool IsRight
    {
        get
        {
            lock (_gate)
            {
                return IsTrusted(time.GetUtcNow(), time.GetTimestamp());
            }
        }
    }

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

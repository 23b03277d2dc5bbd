namespace TrustPlatform.Scenarios.Running;

/// <summary>The machine's clock, moved by hand.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _passed;
    private long _wrong;

    /// <summary>Time that has passed in no time.</summary>
    public TimeSpan Passed
    {
        get => new(Volatile.Read(ref _passed));
        set => Volatile.Write(ref _passed, value.Ticks);
    }

    /// <summary>How wrong the wall clock is.</summary>
    public TimeSpan Wrong
    {
        get => new(Volatile.Read(ref _wrong));
        set => Volatile.Write(ref _wrong, value.Ticks);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Passed + Wrong;

    public override long GetTimestamp() => (long)(System.GetTimestamp() * ((double)TimeSpan.TicksPerSecond / System.TimestampFrequency)) + Passed.Ticks;
}

namespace TrustPlatform.Signatures.Sources;

/// <summary>How long and how often a source over HTTP is asked, and how much of its answer is read.</summary>
public sealed record SourceOptions
{
    /// <summary>Limit of one attempt: a silent server must not hold a ceremony.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts in all. Only what may pass is tried again: no connection, a time-out, status 408, 429 and 5xx.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Wait before the second attempt; each later one waits twice as long, with a random part of up to a half.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest answer that is read, in bytes.</summary>
    public int MaxResponseBytes { get; init; } = 16 * 1024 * 1024;
}

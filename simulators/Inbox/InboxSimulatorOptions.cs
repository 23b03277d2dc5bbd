namespace TrustPlatform.Simulators.Inbox;

/// <summary>What a simulated inbox needs.</summary>
public sealed record InboxSimulatorOptions
{
    /// <summary>Loopback address of the page; port 0 takes a free one, which <c>WebApplication.Urls</c> names after the start.</summary>
    public required Uri Url { get; init; }

    /// <summary>Loopback port of SMTP; 0 takes a free one, which <see cref="SmtpListener.Port"/> names after the start.</summary>
    public int SmtpPort { get; init; }

    /// <summary>Keeps the messages.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The clock of arrivals.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

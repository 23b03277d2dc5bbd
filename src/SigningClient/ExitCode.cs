namespace TrustPlatform.SigningClient;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The job failed, for example because a timestamp authority did not answer.</summary>
    public const int Failed = 1;

    /// <summary>The input cannot be read or is refused.</summary>
    public const int Refused = 4;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>A fault of this program.</summary>
    public const int Internal = 70;
}

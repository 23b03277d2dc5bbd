namespace TrustPlatform.Demo;

/// <summary>What the demo was asked.</summary>
/// <param name="Once">Stop after the walk, with exit code 0 or 1.</param>
/// <param name="Port">Port of the site; the four after it are the simulators'.</param>
/// <param name="DataDirectory">Where the platform keeps its state.</param>
/// <param name="OutDirectory">Where the signed contract and its evidence go.</param>
public sealed record DemoOptions(bool Once, int Port, string DataDirectory, string OutDirectory)
{
    /// <summary>The site. Passkeys and cookies need the name, not the number.</summary>
    public Uri Site => new($"http://localhost:{Port}");

    /// <summary>The simulated VNeID.</summary>
    public Uri VneId => new($"http://127.0.0.1:{Port + 1}");

    /// <summary>The inbox page.</summary>
    public Uri Inbox => new($"http://127.0.0.1:{Port + 2}");

    /// <summary>The simulated registers.</summary>
    public Uri Registers => new($"http://127.0.0.1:{Port + 3}");

    /// <summary>Where the inbox takes mail.</summary>
    public int SmtpPort => Port + 4;
}

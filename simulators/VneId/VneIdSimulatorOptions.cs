namespace TrustPlatform.Simulators.VneId;

/// <summary>A relying party.</summary>
/// <param name="Id"><c>client_id</c>.</param>
/// <param name="Secret"><c>client_secret</c>.</param>
/// <param name="RedirectUris">Compared character by character (RFC 6749, 3.1.2.3).</param>
public sealed record Client(string Id, string Secret, IReadOnlyList<Uri> RedirectUris)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"Client {{ Id = {Id} }}";
}

/// <summary>What a simulated VNeID needs.</summary>
public sealed record VneIdSimulatorOptions
{
    /// <summary>Loopback address and port; port 0 takes a free one, which <c>WebApplication.Urls</c> names after the start.</summary>
    public required Uri Url { get; init; }

    /// <summary>Keeps the signing keys.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The relying parties.</summary>
    public required IReadOnlyList<Client> Clients { get; init; }

    /// <summary>Who can sign in.</summary>
    public IReadOnlyList<Citizen> Citizens { get; init; } = Citizen.Defaults;

    /// <summary>The clock of codes and tokens.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

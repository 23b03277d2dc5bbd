using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrustPlatform.Grains.Ceremonies;
using TrustPlatform.Grains.Delivery;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Grains;

/// <summary>What the actors are made of.</summary>
public static class GrainsServices
{
    /// <summary>
    /// Adds the actors' services. The host adds the stores, the PKI, the identity client's options, the protector and
    /// <see cref="GrainsOptions"/>, and may add sources of timestamps and of status before, which then stand for the platform's own.
    /// </summary>
    public static IServiceCollection AddTrustGrains(this IServiceCollection services)
    {
        services.AddSingleton<CryptographyGate>();
        services.AddSingleton<DocumentFiles>();
        services.AddSingleton<FieldLayout>();
        services.AddSingleton<SigningCeremony>();
        services.AddSingleton<ArchiveCeremony>();
        services.AddSingleton<EvidenceAssembly>();
        services.AddSingleton<SigningDesk>();
        services.AddSingleton<Mailer>();
        services.AddSingleton<OutboxSignal>();
        services.TryAddSingleton<ITimestampSource, PlatformTimestamps>();
        services.AddSingleton<MeasuredTimestamps>();
        services.TryAddSingleton<IRevocationSource, PlatformStatus>();
        services.AddHostedService<OutboxDispatcher>();
        return services;
    }
}

using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TrustPlatform.Api.Validations;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Pki;

namespace TrustPlatform.Silo;

/// <summary>The PKI inside the server: opened with it, kept in order every minute, watched by the health check.</summary>
internal static class PkiHosting
{
    /// <summary>Rate limit of status information: certificates, CRLs, OCSP.</summary>
    public const string StatusLimit = "pki-status";

    /// <summary>Rate limit of timestamps, which cost a signature each.</summary>
    public const string TimestampLimit = "pki-timestamps";

    /// <summary>
    /// The PKI's options from the platform's. Throws <see cref="KeyStoreException"/> when a file with a secret is missing.
    /// </summary>
    public static PkiOptions OptionsOf(TrustOptions options, string dataDirectory, EncryptedKeyFile? rootKey = null) => new()
    {
        Directory = Path.Combine(dataDirectory, "pki"),
        ProfilesDirectory = Path.Combine(AppContext.BaseDirectory, "pki", "profiles"),
        PublicUrl = options.PublicUrl,
        Passphrase = options.KeyPassphraseFile is { } file ? Secret(file) : null,
        Token = options.Keys == KeyStoreKind.Pkcs11 ? TokenOf(options.Pkcs11) : null,
        RootKey = rootKey,
        CheckpointFile = options.Pki.CheckpointFile,
        TimeServers = options.Pki.TimeServers,
    };

    /// <summary>The first line of a file that holds a passphrase or PIN.</summary>
    public static string Secret(string path)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault() is { Length: > 0 } secret
                ? secret
                : throw new KeyStoreException(KeyStoreFailure.Unavailable, $"The file {path} is empty.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException(KeyStoreFailure.Unavailable, $"The file {path} cannot be read.", unreadable);
        }
    }

    public static void AddPki(this IServiceCollection services, TrustOptions options, string dataDirectory)
    {
        var pkiOptions = OptionsOf(options, dataDirectory);
        services.AddSingleton(provider => PlatformPki.Open(pkiOptions, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PlatformTrustAnchors(provider.GetRequiredService<PlatformPki>().Roots));
        services.AddHostedService<PkiMaintenance>();
        services.AddHealthChecks().AddCheck<PkiHealth>("pki");
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "1";
                return ValueTask.CompletedTask;
            };
            limiter.AddPolicy(StatusLimit, context => Bucket(context, options.Pki.StatusPerSecond));
            limiter.AddPolicy(TimestampLimit, context => Bucket(context, options.Pki.TimestampsPerSecond));
        });
    }

    private static Pkcs11Options TokenOf(Pkcs11Settings settings) =>
        settings is { Module: { } module, Token: { } label, PinFile: { } pinFile }
            ? new Pkcs11Options(module, label, Secret(pinFile))
            : throw new KeyStoreException(
                KeyStoreFailure.Unavailable,
                "Set Trust:Pkcs11:Module, Trust:Pkcs11:Token and Trust:Pkcs11:PinFile to use Trust:Keys=pkcs11.");

    /// <summary>A token bucket for each sender; a household or office behind IPv6 is its /64 network.</summary>
    private static RateLimitPartition<string> Bucket(HttpContext context, int perSecond)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var sender = address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
        return RateLimitPartition.GetTokenBucketLimiter(sender, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * perSecond,
            TokensPerPeriod = Math.Max(1, perSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            QueueLimit = 0,
        });
    }
}

/// <summary>Renews in time, also when nobody asks for anything.</summary>
internal sealed partial class PkiMaintenance(PlatformPki pki, TimeProvider time, ILogger<PkiMaintenance> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The log's head is promised every second, so that a register restored behind it is told; the rest can wait a minute.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        for (var second = 1; await timer.WaitForNextTickAsync(stoppingToken); second++)
        {
            try
            {
                if (second % 60 == 0)
                {
                    pki.Maintain();
                }
                else
                {
                    pki.LogCheckpoint();
                }
            }
#pragma warning disable CA1031 // The edge of a background loop: what failed now is tried again, and the log says so.
            catch (Exception failed)
#pragma warning restore CA1031
            {
                LogFailed(failed);
            }
        }
    }

    [LoggerMessage(3101, LogLevel.Error, "The PKI's upkeep failed and is tried again")]
    private partial void LogFailed(Exception failed);
}

/// <summary>Degraded before one of the PKI's own certificates ends, unhealthy when one has ended or was revoked.</summary>
internal sealed class PkiHealth(PlatformPki pki) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = pki.Status();
        var due = status.Certificates.Where(certificate => certificate is { Issues: true, Alarm: not PkiAlarm.None })
            .Select(certificate => string.Create(
                CultureInfo.InvariantCulture, $"{certificate.Name}: {Math.Floor(certificate.DaysLeft)} days left"))
            .ToList();
        if (!status.ClockIsRight)
        {
            due.Add("the clock cannot be relied upon, timestamps are refused");
        }

        if (status.LogFault is { } fault)
        {
            due.Add(fault);
        }

        var description = string.Join("; ", due);
        return Task.FromResult(due.Count == 0
            ? HealthCheckResult.Healthy()
            : status.HasEnded
                ? HealthCheckResult.Unhealthy(description)
                : HealthCheckResult.Degraded(description));
    }
}

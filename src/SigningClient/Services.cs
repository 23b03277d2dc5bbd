using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.SigningClient;

/// <summary>What several commands need from outside.</summary>
internal static class Services
{
    private static readonly SourceOptions Bounds = new();

    /// <summary>The timestamp authority, where one is needed.</summary>
    public static HttpTimestampSource? Timestamps(HttpClient client, string? address, bool isNeeded) => (address, isNeeded) switch
    {
        (null, false) => null,
        (null, true) => throw new UsageException("This level needs --tsa."),
        (_, false) => throw new UsageException("--tsa has no use at level B-B."),
        _ => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new(client, uri, Bounds, TimeProvider.System)
            : throw new UsageException("--tsa takes an http or https URL."),
    };

    /// <summary>Brings a signed file to B-LT or B-LTA.</summary>
    public static async Task AugmentAsync(
        HttpClient client, Stream input, Stream output, IReadOnlyList<Certificate> known, string level, ITimestampSource timestamps,
        CancellationToken cancellationToken)
    {
        var issuers = await PadesAugmenter.FindMissingIssuersAsync(
            input, new HttpIssuerSource(client, Bounds, TimeProvider.System), cancellationToken);
        IReadOnlyList<Certificate> certificates = [.. known, .. issuers];
        var revocation = new HttpRevocationSource(client, Bounds, TimeProvider.System);
        if (level == "B-LT")
        {
            await PadesAugmenter.AddValidationMaterialAsync(input, output, certificates, revocation, cancellationToken);
        }
        else
        {
            await PadesAugmenter.ToArchiveLevelAsync(input, output, certificates, revocation, timestamps, cancellationToken);
        }
    }

    public static string FirstLine(string file) => File.ReadLines(file).FirstOrDefault() ?? "";
}

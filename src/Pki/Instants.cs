namespace TrustPlatform.Pki;

internal static class Instants
{
    /// <summary>Now, cut to the whole seconds that X.509, OCSP and our tokens can say.</summary>
    public static DateTimeOffset GetUtcSecond(this TimeProvider time) =>
        DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
}

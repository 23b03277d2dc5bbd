using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace TrustPlatform.Silo;

/// <summary>
/// Whose limit a request counts against when a proxy stands in front: the last address of X-Forwarded-For, and only where the
/// connection comes from a configured proxy, since anybody can write that header.
/// </summary>
internal static class PkiProxies
{
    /// <summary>Throws <see cref="ValidationException"/> for what is no address or network.</summary>
    public static void UseConfiguredProxies(this IApplicationBuilder app, PkiSettings settings)
    {
        if (settings.Proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = 1 };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.Proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new ValidationException($"Trust:Pki:Proxies: {proxy} is no address or network.");
            }
        }

        app.UseForwardedHeaders(options);
    }
}

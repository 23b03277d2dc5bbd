using System.Globalization;

namespace TrustPlatform.Pki;

/// <summary>The addresses that certificates carry and an HTTP server must answer.</summary>
public sealed record PkiAddresses
{
    private readonly string _root;

    /// <summary>Addresses below a base, such as <c>https://trust.example/</c>.</summary>
    public PkiAddresses(Uri publicUrl)
    {
        ArgumentNullException.ThrowIfNull(publicUrl);
        _root = publicUrl.AbsoluteUri.TrimEnd('/');
    }

    /// <summary>The certificate policy.</summary>
    public Uri Policy => new($"{_root}/pki/policy");

    /// <summary>Timestamp requests: POST application/timestamp-query (RFC 3161, 3.4).</summary>
    public Uri Timestamp => new($"{_root}/pki/tsa");

    /// <summary>Below it, the certificate log: <c>checkpoint</c> and tiles (C2SP tlog-tiles).</summary>
    public Uri Log => new($"{_root}/pki/log");

    /// <summary>The certificate log's name: its address without the scheme (C2SP tlog-checkpoint).</summary>
    internal string LogOrigin => Log.Authority + Log.AbsolutePath;

    /// <summary>OCSP requests for certificates of a CA: POST application/ocsp-request, or GET (RFC 6960, A.1).</summary>
    public Uri Ocsp(string authorityId) => new($"{_root}/pki/ocsp/{authorityId}");

    /// <summary>The CRL of a CA or one of its parts, application/pkix-crl (RFC 2585).</summary>
    public Uri Crl(string authorityId, int? partition = null) => partition is { } part
        ? new(string.Create(CultureInfo.InvariantCulture, $"{_root}/pki/crl/{authorityId}/{part}.crl"))
        : new($"{_root}/pki/crl/{authorityId}.crl");

    /// <summary>What changed since an earlier complete CRL of a CA (RFC 5280, 5.2.4).</summary>
    public Uri DeltaCrl(string authorityId) => new($"{_root}/pki/crl/{authorityId}/delta.crl");

    /// <summary>The certificate of a CA, application/pkix-cert (RFC 2585).</summary>
    public Uri AuthorityCertificate(string authorityId) => new($"{_root}/pki/ca/{authorityId}.cer");
}

using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace TrustPlatform.Simulators.VneId;

/// <summary>ES256 keys in the data folder, named by the order of their making; the newest signs, all are published.</summary>
internal sealed class SigningKeys
{
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly List<ECDsaSecurityKey> _keys = [];

    public SigningKeys(string dataDirectory)
    {
        _folder = Path.Combine(dataDirectory, "keys");
        Directory.CreateDirectory(_folder);
        foreach (var file in Directory.EnumerateFiles(_folder, "*.pem").Order(StringComparer.Ordinal))
        {
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(file));
            _keys.Add(Named(key));
        }

        if (_keys.Count == 0)
        {
            Rotate();
        }
    }

    public ECDsaSecurityKey Current
    {
        get
        {
            lock (_lock)
            {
                return _keys[^1];
            }
        }
    }

    public void Rotate()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        lock (_lock)
        {
            File.WriteAllText(Path.Combine(_folder, $"{_keys.Count + 1:0000}.pem"), key.ExportPkcs8PrivateKeyPem());
            _keys.Add(Named(key));
        }
    }

    /// <summary>A key that is signed with once and never published.</summary>
    public static ECDsaSecurityKey Stranger() => Named(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The public halves (RFC 7517, 5).</summary>
    public object Published()
    {
        lock (_lock)
        {
            return new { keys = _keys.Select(Public).ToArray() };
        }
    }

    private static object Public(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            use = "sig",
            alg = "ES256",
            kid = key.KeyId,
            x = Base64UrlEncoder.Encode(point.X),
            y = Base64UrlEncoder.Encode(point.Y),
        };
    }

    private static ECDsaSecurityKey Named(ECDsa key)
    {
        var security = new ECDsaSecurityKey(key);
        security.KeyId = Base64UrlEncoder.Encode(security.ComputeJwkThumbprint());
        return security;
    }
}

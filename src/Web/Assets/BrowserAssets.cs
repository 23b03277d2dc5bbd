using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace TrustPlatform.Web.Assets;

/// <summary>A file for the browser.</summary>
internal sealed class BrowserAsset(byte[] content, string contentType)
{
    private readonly Lazy<byte[]?> _compressed = new(() => IsText(contentType) ? Compress(content) : null);

    public byte[] Content => content;

    public string ContentType => contentType;

    /// <summary>Brotli, made at the first request; null for files that are compressed already.</summary>
    public byte[]? Compressed => _compressed.Value;

    private static bool IsText(string contentType) =>
        contentType.StartsWith("text/", StringComparison.Ordinal) || contentType == "image/svg+xml";

    private static byte[] Compress(byte[] content)
    {
        using var output = new MemoryStream();
        using (var brotli = new BrotliStream(output, new BrotliCompressionOptions { Quality = 9 }))
        {
            brotli.Write(content);
        }

        return output.ToArray();
    }
}

/// <summary>
/// Everything that the browser may load, embedded in this assembly and addressed <c>/a/{build}/…</c>: the build names the content,
/// so an answer never changes and relative imports stay inside it. Nothing else is served.
/// </summary>
internal sealed class BrowserAssets
{
    private const string Prefix = "asset/";
    private readonly FrozenDictionary<string, BrowserAsset> _assets;

    public BrowserAssets()
    {
        var assembly = typeof(BrowserAssets).Assembly;
        var found = new Dictionary<string, BrowserAsset>(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in assembly.GetManifestResourceNames().Where(IsServed).Order(StringComparer.Ordinal))
        {
            var content = Read(assembly, name);
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(SHA256.HashData(content));
            found.Add(name[Prefix.Length..], new(content, ContentType(name)));
        }

        _assets = found.ToFrozenDictionary(StringComparer.Ordinal);
        Build = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    /// <summary>Names the content of all assets together.</summary>
    public string Build { get; }

    /// <summary>The paths that are served, below the build.</summary>
    public IEnumerable<string> Paths => _assets.Keys;

    /// <summary>The address of an asset; a path that does not exist is a fault of the page that names it.</summary>
    public string Address(string path) =>
        _assets.ContainsKey(path) ? $"/a/{Build}/{path}" : throw new ArgumentException($"There is no asset {path}.", nameof(path));

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/a/{build}/{**path}", (string build, string path, HttpContext http, BrowserAssets assets) => assets.Serve(build, path, http))
        .ExcludeFromDescription();

    private IResult Serve(string build, string path, HttpContext http)
    {
        if (build != Build || !_assets.TryGetValue(path, out var asset))
        {
            return TypedResults.NotFound();
        }

        var headers = http.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        if (asset.Compressed is not { } compressed || !AcceptsBrotli(http.Request))
        {
            return TypedResults.Bytes(asset.Content, asset.ContentType);
        }

        headers.ContentEncoding = "br";
        return TypedResults.Bytes(compressed, asset.ContentType);
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "br" && encoding.Quality is not 0);

    private static bool IsServed(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && !name.EndsWith(".map", StringComparison.Ordinal);

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!; // the name comes from the assembly itself
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        ".ttf" => "font/ttf",
        ".pfb" => "application/octet-stream",
        _ => "text/plain; charset=utf-8",
    };
}

using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Silo.Tests;

/// <summary>What verifiers ask for over HTTP: content, caching headers, bounds; and other people's clients.</summary>
public sealed class PkiEndpointsTests(PkiEndpointsTests.Server server) : IClassFixture<PkiEndpointsTests.Server>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private HttpClient Http => server.Silo.Http;

    [Fact]
    public async Task The_certificate_of_a_CA_is_served_as_DER_and_not_again_to_who_has_it()
    {
        using var answer = await Get("/pki/ca/persons.cer");
        using var again = await Get("/pki/ca/persons.cer", request => request.Headers.IfNoneMatch.Add(answer.Headers.ETag!));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/pkix-cert", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(server.Silo.Pki.AuthorityCertificate("persons")!.RawData, await answer.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal("public, immutable, max-age=86400", Sorted(answer));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Get("/pki/ca/nobody.cer")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Get("/pki/ca/persons.pem")).StatusCode);
    }

    [Theory]
    [InlineData("/pki/crl/organisations.crl")]
    [InlineData("/pki/crl/organisations/delta.crl")]
    public async Task A_CRL_is_served_whole_in_ranges_or_not_at_all(string path)
    {
        using var whole = await Get(path);
        var der = await whole.Content.ReadAsByteArrayAsync(Cancelled);
        using var range = await Get(path, request => request.Headers.Range = new RangeHeaderValue(4, 13));
        using var outside = await Get(path, request => request.Headers.Range = new RangeHeaderValue(1 << 20, 2 << 20));
        using var stale = await Get(path, request =>
        {
            request.Headers.Range = new RangeHeaderValue(4, 13);
            request.Headers.IfRange = new RangeConditionHeaderValue("\"1\"");
        });
        using var known = await Get(path, request => request.Headers.IfNoneMatch.Add(whole.Headers.ETag!));
        using var unchanged = await Get(path, request => request.Headers.IfModifiedSince = whole.Content.Headers.LastModified);
        using var changed = await Get(
            path, request => request.Headers.IfModifiedSince = whole.Content.Headers.LastModified!.Value.AddSeconds(-1));

        Assert.Equal("application/pkix-crl", whole.Content.Headers.ContentType!.ToString());
        Assert.Equal(der[4..14], await range.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal(
            (HttpStatusCode.PartialContent, $"bytes 4-13/{der.Length}"),
            (range.StatusCode, range.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, outside.StatusCode);
        Assert.Equal((HttpStatusCode.OK, der.Length), (stale.StatusCode, (await stale.Content.ReadAsByteArrayAsync(Cancelled)).Length));
        Assert.Equal(
            (HttpStatusCode.NotModified, HttpStatusCode.NotModified, HttpStatusCode.OK),
            (known.StatusCode, unchanged.StatusCode, changed.StatusCode));
        Assert.InRange(whole.Headers.CacheControl!.MaxAge!.Value.TotalSeconds, 1, 300);
        Assert.True(whole.Headers.CacheControl.MustRevalidate);
        Assert.InRange(whole.Content.Headers.Expires!.Value - whole.Headers.Date!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5.1));
        var (code, output) = await Tool.Run("openssl", "crl", "-inform", "DER", "-in", server.Silo.Write("x.crl", der), "-noout", "-nextupdate");
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("/pki/crl/nobody.crl")]
    [InlineData("/pki/crl/organisations/0.crl")]
    [InlineData("/pki/crl/organisations/-1.crl")]
    [InlineData("/pki/crl/organisations.der")]
    public async Task There_is_no_other_CRL(string path) => Assert.Equal(HttpStatusCode.NotFound, (await Get(path)).StatusCode);

    [Fact]
    public async Task A_revocation_is_in_the_next_answer_and_a_cached_list_is_not_confirmed_any_more()
    {
        var seal = server.Silo.Pki.Seal(new("org-http", "CÔNG TY THỬ NGHIỆM", "0100109106")).Certificate;
        using var before = await Get("/pki/crl/organisations.crl");
        var revoked = server.Silo.Pki.Revoke(seal.SerialNumber, RevocationReason.Superseded);
        using var after = await Get("/pki/crl/organisations.crl", request => request.Headers.IfNoneMatch.Add(before.Headers.ETag!));

        Assert.Equal(Pki.RevocationOutcome.Done, revoked);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.NotNull(CertificateRevocationList.Parse(await after.Content.ReadAsByteArrayAsync(Cancelled))
            .Find(seal.SerialNumber, seal.Issuer));
    }

    [Fact]
    public async Task OpenSSLs_client_gets_a_verified_answer_over_POST()
    {
        var (issuer, unit) = (Pem("tsa.pem", Authority()), Pem("unit.pem", Unit()));
        var (code, output) = await Tool.Run(
            "openssl", "ocsp", "-issuer", issuer, "-cert", unit, "-url", new Uri(Http.BaseAddress!, "/pki/ocsp/tsa").ToString(),
            "-CAfile", Pem("root.pem", [.. server.Silo.Pki.Roots, Authority()]), "-no_cert_checks");

        Assert.True(code == 0, output);
        Assert.Contains("unit.pem: good", output, StringComparison.Ordinal);
        Assert.Contains("Response verify OK", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_over_GET_may_be_kept_until_it_ends_and_a_nonce_makes_it_one_asker_s()
    {
        var request = OcspRequest.CreateCacheable(Unit(), Authority()).Encoded.ToArray();
        var base64 = Convert.ToBase64String(request);
        using var answer = await Get("/pki/ocsp/tsa/" + Uri.EscapeDataString(base64));
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancelled);
        var response = OcspResponse.Parse(bytes);

        Assert.Equal("application/ocsp-response", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(OcspResponseStatus.Successful, response.Status);
        Assert.InRange(answer.Headers.CacheControl!.MaxAge!.Value.TotalSeconds, 1, 300);
        Assert.Contains("no-transform", answer.Headers.CacheControl.ToString(), StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16)), answer.Headers.ETag!.Tag.Trim('"'));
        foreach (var form in (string[])[base64, base64.TrimEnd('='), base64.Replace('+', '-').Replace('/', '_')])
        {
            Assert.Equal(bytes, await (await Get("/pki/ocsp/tsa/" + form)).Content.ReadAsByteArrayAsync(Cancelled));
        }

        var withNonce = OcspRequest.Create(Unit(), Authority());
        using var own = await Get("/pki/ocsp/tsa/" + Uri.EscapeDataString(Convert.ToBase64String(withNonce.Encoded.Span)));
        Assert.True(own.Headers.CacheControl!.NoStore);
        Assert.NotEqual(bytes, await own.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(128, 0)]
    [InlineData(129, 1)]
    [InlineData(10_000, 1)]
    public async Task A_nonce_has_1_to_128_octets(int length, int status)
    {
        using var answer = await Post("/pki/ocsp/tsa", WithNonce(length));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(status, await Status(answer));
    }

    [Theory]
    [InlineData("/pki/ocsp/nobody", 6)]
    [InlineData("/pki/ocsp/root", 6)]
    public async Task Nobody_speaks_for_a_stranger_or_the_root(string path, int status)
    {
        using var answer = await Post(path, OcspRequest.CreateCacheable(Unit(), Authority()).Encoded.ToArray());

        Assert.Equal(status, await Status(answer));
    }

    [Theory]
    [InlineData("/pki/ocsp/tsa")]
    [InlineData("/pki/tsa")]
    public async Task A_body_of_more_than_16_KiB_is_refused(string path)
    {
        using var most = await Post(path, new byte[16 << 10]);
        using var more = await Post(path, new byte[(16 << 10) + 1]);
        using var stream = new ByteArrayContent(new byte[1 << 20]);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = stream };
        request.Headers.TransferEncodingChunked = true;
        using var chunked = await Http.SendAsync(request, Cancelled);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge),
            (most.StatusCode, more.StatusCode, chunked.StatusCode));
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("MA")]
    [InlineData("")]
    public async Task A_path_that_is_no_request_is_malformed(string path) =>
        Assert.Equal(1, await Status(await Get("/pki/ocsp/tsa/" + path)));

    [Fact]
    public async Task OpenSSL_accepts_a_timestamp_over_HTTP()
    {
        var data = server.Silo.Write("data", "hợp đồng"u8);
        var query = server.Silo.Write("query.tsq", []);
        await Tool.Run("openssl", "ts", "-query", "-data", data, "-sha256", "-cert", "-out", query);
        using var answer = await Post("/pki/tsa", await File.ReadAllBytesAsync(query, Cancelled));
        var reply = server.Silo.Write("reply.tsr", await answer.Content.ReadAsByteArrayAsync(Cancelled));

        Assert.Equal("application/timestamp-reply", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var (code, output) = await Tool.Run(
            "openssl", "ts", "-verify", "-queryfile", query, "-in", reply, "-CAfile", Pem("root.pem", [.. server.Silo.Pki.Roots]));
        Assert.True(code == 0, output);
        using var refused = await Post("/pki/tsa", [0x30, 0]);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Null(TimeStampResponse.Parse(await refused.Content.ReadAsByteArrayAsync(Cancelled)).Token);
        using var got = await Get("/pki/tsa");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, got.StatusCode);
    }

    [Fact]
    public async Task The_trust_document_names_roots_policies_addresses_and_the_log_s_key()
    {
        using var answer = await Get("/.well-known/trust");
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(Cancelled));
        var trust = document.RootElement;
        var log = trust.GetProperty("logs")[0];

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("THỬ NGHIỆM", trust.GetProperty("notice").GetString()!, StringComparison.Ordinal);
        Assert.Equal(
            server.Silo.Pki.Roots.Select(root => root.Thumbprint),
            trust.GetProperty("roots").EnumerateArray().Select(root => Convert.ToHexString(SHA256.HashData(
                Der(root.GetProperty("pem").GetString()!)))));
        Assert.Equal(server.Silo.Pki.AuthorityIds, trust.GetProperty("authorities").EnumerateArray().Select(ca => ca.GetProperty("id").GetString()));
        Assert.Equal(4, trust.GetProperty("policies").GetArrayLength());
        Assert.Equal(server.Silo.Pki.LogKey.VerifierKey, log.GetProperty("key").GetString());
        Assert.Equal(server.Silo.Pki.LogKey.PublicKeyInfo, Der(log.GetProperty("publicKey").GetString()!));
        foreach (var authority in trust.GetProperty("authorities").EnumerateArray())
        {
            Assert.Equal(HttpStatusCode.OK, (await Get(authority.GetProperty("certificate").GetString()!)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await Get(authority.GetProperty("crl").GetString()!)).StatusCode);
        }
    }

    [Theory]
    [InlineData("/pki/policy?lang=vi", null, "vi", "Chính sách chứng thư")]
    [InlineData("/pki/policy?lang=en", "vi", "en", "Certificate policy")]
    [InlineData("/pki/policy", "vi", "vi", "Chính sách chứng thư")]
    [InlineData("/pki/policy", "en", "en", "Certificate policy")]
    public async Task The_policy_comes_in_both_languages(string path, string? accepted, string language, string title)
    {
        using var answer = await Get(path, request =>
        {
            if (accepted is not null)
            {
                request.Headers.AcceptLanguage.ParseAdd(accepted);
            }
        });

        Assert.Equal(language, answer.Content.Headers.ContentLanguage.Single());
        Assert.Contains("Accept-Language", answer.Headers.Vary);
        Assert.Contains(title, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_served_as_a_checkpoint_and_tiles_that_never_change()
    {
        using var head = await Get("/pki/log/checkpoint");
        var lines = (await head.Content.ReadAsStringAsync(Cancelled)).Split('\n');
        var size = int.Parse(lines[1], CultureInfo.InvariantCulture);
        using var hashes = await Get($"/pki/log/tile/0/000.p/{size}");
        using var entries = await Get($"/pki/log/tile/entries/000.p/{size}");
        var tile = await hashes.Content.ReadAsByteArrayAsync(Cancelled);
        var first = await entries.Content.ReadAsByteArrayAsync(Cancelled);
        var length = (first[0] << 8) + first[1];

        Assert.Equal("text/plain; charset=utf-8", head.Content.Headers.ContentType!.ToString());
        Assert.InRange(size, 7, 255);
        Assert.Equal(32 * size, tile.Length);
        Assert.Equal(SHA256.HashData([0, .. first.AsSpan(2, length)]), tile[..32]);
        Assert.Equal("public, immutable, max-age=31536000", Sorted(hashes));
        foreach (var path in (string[])["tile/0/000", "tile/0/001.p/1", "tile/1/000", "tile/9/000.p/1", "tile/0/0.p/1", "tile/0/000.p/0", "tile/entries/000.p/257"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Get("/pki/log/" + path)).StatusCode);
        }
    }

    public sealed class Server : IAsyncLifetime
    {
        public RunningSilo Silo { get; private set; } = null!; // before every test

        public async ValueTask InitializeAsync() => Silo = await RunningSilo.Start(new());

        public ValueTask DisposeAsync() => Silo.DisposeAsync();
    }

    private static byte[] WithNonce(int length)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        var value = new AsnWriter(AsnEncodingRules.DER);
        value.WriteOctetString(new byte[length]);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.3.14.3.2.26");
                }

                writer.WriteOctetString(new byte[20]);
                writer.WriteOctetString(new byte[20]);
                writer.WriteInteger(1);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.2");
                writer.WriteOctetString(value.Encode());
            }
        }

        return writer.Encode();
    }

    /// <summary>responseStatus (RFC 6960, 4.2.1).</summary>
    private static async Task<int> Status(HttpResponseMessage answer) => (int)new AsnReader(
        await answer.Content.ReadAsByteArrayAsync(Cancelled), AsnEncodingRules.DER).ReadSequence().ReadEnumeratedValue<OcspResponseStatus>();

    private static string Sorted(HttpResponseMessage answer) => string.Join(
        ", ", answer.Headers.GetValues("Cache-Control").SelectMany(value => value.Split(", ")).OrderByDescending(value => value[0] == 'p').ThenBy(value => value));

    private static byte[] Der(string pem) => Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);

    private Certificate Authority() => server.Silo.Pki.AuthorityCertificate("tsa")!;

    private Certificate Unit() => server.Silo.Pki.Certificates.Single(c => c.ExtendedKeyUsages.Contains("1.3.6.1.5.5.7.3.8"));

    private string Pem(string name, params IEnumerable<Certificate> certificates) => server.Silo.Write(
        name, Encoding.ASCII.GetBytes(string.Join('\n', certificates.Select(c => PemEncoding.WriteString("CERTIFICATE", c.RawData.Span)))));

    private async Task<HttpResponseMessage> Get(string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change?.Invoke(request);
        return await Http.SendAsync(request, Cancelled);
    }

    private async Task<HttpResponseMessage> Post(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        return await Http.PostAsync(path, content, Cancelled);
    }
}

using System.Security.Cryptography;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

public sealed class HttpSourceTests(TestAuthority authority) : IClassFixture<TestAuthority>, IDisposable
{
    private static readonly SourceOptions Quick = new()
    {
        Timeout = TimeSpan.FromSeconds(5),
        Attempts = 3,
        FirstDelay = TimeSpan.FromMilliseconds(5),
        MaxResponseBytes = 100_000,
    };

    private readonly HttpClient _client = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_token_of_openssl_over_the_digest_is_taken()
    {
        using var server = new LocalServer(async request => (200, await authority.AnswerTimestampAsync(request)));
        var digest = SHA256.HashData([1, 2, 3]);

        var token = await Source(server).TimestampAsync(digest, Cancel);

        Assert.Equal(digest, token.MessageImprint.ToArray());
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task An_answer_to_an_earlier_request_is_refused()
    {
        byte[]? first = null;
        using var server = new LocalServer(async request => (200, first ??= await authority.AnswerTimestampAsync(request)));
        var digest = SHA256.HashData([1, 2, 3]);
        await Source(server).TimestampAsync(digest, Cancel);

        var refusal = await Assert.ThrowsAsync<SourceUnavailableException>(() => Source(server).TimestampAsync(digest, Cancel));

        Assert.Contains("nonce", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_token_over_another_digest_is_refused()
    {
        using var server = new LocalServer(async request =>
        {
            // Byte for byte the request, but for the first byte of the digest, which stands behind the algorithm's identifier.
            var at = request.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x04, 0x20]) + 2;
            request[at] ^= 1;
            return (200, await authority.AnswerTimestampAsync(request));
        });

        await Assert.ThrowsAsync<SourceUnavailableException>(() => Source(server).TimestampAsync(SHA256.HashData([9]), Cancel));
    }

    [Theory]
    [InlineData(503, 3)]
    [InlineData(429, 3)]
    [InlineData(404, 1)]
    [InlineData(400, 1)]
    public async Task Only_what_may_pass_is_tried_again(int status, int requests)
    {
        using var server = new LocalServer(_ => Task.FromResult((status, Array.Empty<byte>())));

        await Assert.ThrowsAsync<SourceUnavailableException>(() => Source(server).TimestampAsync(new byte[32], Cancel));

        Assert.Equal(requests, server.Requests);
    }

    [Fact]
    public async Task An_authority_that_comes_back_is_used()
    {
        var calls = 0;
        using var server = new LocalServer(async request =>
            ++calls < 3 ? (503, []) : (200, await authority.AnswerTimestampAsync(request)));

        var token = await Source(server).TimestampAsync(new byte[32], Cancel);

        Assert.Equal(new byte[32], token.MessageImprint.ToArray());
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_not_read()
    {
        using var server = new LocalServer(_ => Task.FromResult((200, new byte[Quick.MaxResponseBytes + 1])));

        var refusal = await Assert.ThrowsAsync<SourceUnavailableException>(() => Source(server).TimestampAsync(new byte[32], Cancel));

        Assert.Contains("longer", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_authority_is_given_up()
    {
        var never = new TaskCompletionSource<(int, byte[])>();
        using var server = new LocalServer(_ => never.Task);
        var options = Quick with { Timeout = TimeSpan.FromMilliseconds(50), Attempts = 2 };

        await Assert.ThrowsAsync<SourceUnavailableException>(
            () => new HttpTimestampSource(_client, server.Address, options, TimeProvider.System).TimestampAsync(new byte[32], Cancel));
    }

    [Fact]
    public async Task A_response_of_openssl_about_the_certificate_is_taken()
    {
        using var server = new LocalServer(async request => (200, await authority.AnswerStatusAsync(request)));
        var certificate = authority.CertificateWithLocations(server.Address, ocsp: true);

        var material = await Revocation().FindAsync(certificate, authority.Issuing, Cancel);

        Assert.Single(material.OcspResponses);
        Assert.Empty(material.Crls);
    }

    [Fact]
    public async Task Without_a_responder_the_list_is_fetched()
    {
        var list = (await authority.FindAsync(authority.Issuing, authority.Issuing, Cancel)).Crls[0].ToArray();
        using var server = new LocalServer(_ => Task.FromResult((200, list)));
        var certificate = authority.CertificateWithLocations(server.Address, ocsp: false);

        var material = await Revocation().FindAsync(certificate, authority.Issuing, Cancel);

        Assert.Equal(list, Assert.Single(material.Crls).ToArray());
    }

    [Fact]
    public async Task A_list_of_somebody_else_is_refused()
    {
        var list = (await authority.FindAsync(authority.Issuing, authority.Root, Cancel)).Crls[0].ToArray();
        using var server = new LocalServer(_ => Task.FromResult((200, list)));
        var certificate = authority.CertificateWithLocations(server.Address, ocsp: false);

        await Assert.ThrowsAsync<SourceUnavailableException>(() => Revocation().FindAsync(certificate, authority.Issuing, Cancel));
    }

    [Fact]
    public async Task A_certificate_that_names_no_place_has_no_material()
    {
        var material = await Revocation().FindAsync(authority.Issuing, authority.Root, Cancel);

        Assert.Equal((0, 0), (material.OcspResponses.Count, material.Crls.Count));
    }

    [Fact]
    public async Task The_issuer_is_fetched_and_another_certificate_is_not_taken_for_it()
    {
        using var right = new LocalServer(_ => Task.FromResult((200, authority.Issuing.RawData.ToArray())));
        using var wrong = new LocalServer(_ => Task.FromResult((200, authority.Root.RawData.ToArray())));
        var source = new HttpIssuerSource(_client, Quick, TimeProvider.System);

        var found = await source.FindChainAsync(authority.CertificateWithLocations(right.Address, ocsp: false), Cancel);
        var none = await source.FindChainAsync(authority.CertificateWithLocations(wrong.Address, ocsp: false), Cancel);

        Assert.Equal([authority.Issuing], found);
        Assert.Empty(none);
    }

    private HttpTimestampSource Source(LocalServer server) => new(_client, server.Address, Quick, TimeProvider.System);

    private HttpRevocationSource Revocation() => new(_client, Quick, TimeProvider.System);
}

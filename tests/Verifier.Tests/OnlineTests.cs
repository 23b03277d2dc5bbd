using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Signatures.Tests.Validation;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Verifier.Tests;

/// <summary>Files without revocation data, whose certificates name a server on this machine.</summary>
public sealed class OnlineTests : IDisposable
{
    private readonly CommandLine _here = new();
    private readonly LocalServer _server;
    private readonly Holder _issuing;
    private bool _isClosed;

    public OnlineTests()
    {
        Holder? issuing = null;
        _server = new((path, _) => Task.FromResult(Answer(path, issuing!))); // set before anybody asks
        _issuing = issuing = _here.Lab.Issue(
            "CN", "Lab Online CA", _here.Lab.Root, Lab.Begin, Lab.End, IssuedExtensions.CertificateAuthority(null),
            IssuedExtensions.KeyUsage(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign),
            IssuedExtensions.CrlDistributionPoint(new(_server.Address, "root.crl")));
    }

    public void Dispose()
    {
        _server.Dispose();
        _here.Dispose();
    }

    [Fact]
    public async Task What_the_file_lacks_is_asked_for()
    {
        var file = await SignedAsync();

        var offline = await VerifyAsync(file);
        var asked = _server.Requests;
        var online = await VerifyAsync(file, "--online");

        Assert.Equal((2, 0), (offline.ExitCode, asked));
        Assert.Equal((0, ""), (online.ExitCode, online.Error));
        Assert.Equal("B-B", online.Json[0].GetProperty("signatures")[0].GetProperty("level").GetString());
        Assert.True(_server.Requests >= 3, "The issuer and two lists were fetched.");
    }

    [Fact]
    public async Task Revocation_that_only_the_service_knows_counts()
    {
        var signer = Signer();
        _here.Lab.Revoke(signer.Certificate, DateTimeOffset.UnixEpoch.AddYears(55));

        var run = await VerifyAsync(await SignedAsync(signer), "--online");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("REVOKED", run.Json[0].GetProperty("signatures")[0].GetProperty("subIndication").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_does_not_answer_leaves_it_undecided_and_is_named()
    {
        _isClosed = true;

        var run = await VerifyAsync(await SignedAsync(), "--online");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(_server.Address.Authority, run.Error, StringComparison.Ordinal);
    }

    private (int Status, byte[] Body) Answer(string path, Holder issuing) => (path, _isClosed) switch
    {
        ("/issuing.cer", false) => (200, issuing.Certificate.RawData.ToArray()),
        ("/issuing.crl", false) => (200, _here.Lab.Crl(issuing, TimeProvider.System.GetUtcNow().AddMinutes(-1))),
        ("/root.crl", false) => (200, _here.Lab.Crl(_here.Lab.Root, TimeProvider.System.GetUtcNow().AddMinutes(-1))),
        _ => (404, []),
    };

    private Holder Signer() => _here.Lab.Issue(
        "CN", "Nguyễn Văn Ất", _issuing, Lab.Begin, Lab.End, IssuedExtensions.KeyUsage(X509KeyUsageFlags.NonRepudiation),
        IssuedExtensions.CrlDistributionPoint(new(_server.Address, "issuing.crl")),
        IssuedExtensions.AuthorityInformationAccess(null, new(_server.Address, "issuing.cer")));

    /// <summary>Signed at level B-B by a signer whose issuer the file does not hold.</summary>
    private Task<string> SignedAsync(Holder? signer = null) => _here.SignedAsync("a.pdf", signer ?? Signer(), [], timestamps: null);

    private Task<Run> VerifyAsync(string file, params string[] more) =>
        CommandLine.RunAsync([file, .. more, "--json", "--trust", _here.PathOf("root.pem")]);
}

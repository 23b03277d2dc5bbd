using System.Formats.Asn1;
using System.IO.Compression;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Timestamps;

public sealed class TimeStampTokenTests
{
    private static readonly byte[] _digest = SHA256.HashData("Hợp đồng"u8);

    public static TheoryData<string> CorpusTokens() => CorpusFiles("*.tsr", "timestamps");

    public static TheoryData<string> CorpusContainers() => CorpusFiles("*.asics", "timestamps", "asics");

    [Theory]
    [MemberData(nameof(CorpusTokens))]
    public void Real_token_keeps_its_bytes_and_its_signature_holds(string file)
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        var bytes = File.ReadAllBytes(Path.Combine(Corpora.Folder!, "pki", "timestamps", file));

        var token = ReadToken(bytes);
        var verification = token.Verify(token.MessageImprint.Span);

        Assert.True(bytes.AsSpan().IndexOf(token.Encoded.Span) >= 0);
        if (file.Contains("injected", StringComparison.Ordinal))
        {
            Assert.Equal("tst.other-certificates", verification.FirstProblem!.Rule);
            Assert.Equal("Test TSA Timestamping", verification.SignerCertificate!.Subject.CommonName);
        }
        else
        {
            Assert.True(verification.IsIntact, string.Join('\n', verification.Checks));
        }
    }

    [Theory]
    [MemberData(nameof(CorpusContainers))]
    public void Token_of_a_container_holds_for_its_data_file_alone(string file)
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        using var container = ZipFile.OpenRead(Path.Combine(Corpora.Folder!, "pki", "timestamps", "asics", file));
        var token = TimeStampToken.Parse(Read(container.GetEntry("META-INF/timestamp.tst")!));
        var data = Read(container.Entries.Single(entry =>
            entry.FullName != "mimetype" && !entry.FullName.StartsWith("META-INF", StringComparison.Ordinal)));

        var verification = token.Verify(CryptographicOperations.HashData(token.HashAlgorithm, data));

        var isChanged = file.Contains("changed", StringComparison.Ordinal) || file.Contains("failure", StringComparison.Ordinal);
        Assert.True(verification.IsIntact != isChanged, string.Join('\n', verification.Checks));
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public void Reply_of_openssl_to_our_request_passes_every_check(string essAlgorithm)
    {
        using var authority = new OpenSslAuthority(essAlgorithm: essAlgorithm);
        var request = TimeStampRequest.Create(HashAlgorithmName.SHA256, _digest, "1.2.3.4.5");

        var response = TimeStampResponse.Parse(authority.Reply(request.Encoded.Span));
        var verification = response.Verify(request);

        Assert.All(verification.Checks, check => Assert.Equal(CheckResult.Passed, check.Result));
        Assert.Equal(authority.Certificate, verification.SignerCertificate);
        var token = response.Token!;
        Assert.Equal("1.2.3.4.5", token.Policy);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), token.Accuracy);
        Assert.Equal(request.Nonce, token.Nonce);
        Assert.Equal(HashAlgorithmName.SHA256, token.HashAlgorithm);
        Assert.True(token.IsOrdered);
        Assert.Equal(4, token.SerialNumber.Length);
    }

    [Fact]
    public void Answer_to_another_request_is_refused_at_nonce_and_imprint()
    {
        using var authority = new OpenSslAuthority();
        var request = TimeStampRequest.Create(HashAlgorithmName.SHA256, _digest);
        var other = TimeStampRequest.Create(HashAlgorithmName.SHA256, SHA256.HashData("other"u8), "1.2.3.4.5");

        var verification = TimeStampResponse.Parse(authority.Reply(request.Encoded.Span)).Verify(other);

        Assert.Equal(
            ["tsp.nonce", "tsp.policy", "tst.message-imprint"],
            verification.Checks.Where(check => check.Result == CheckResult.Failed).Select(check => check.Rule));
    }

    [Fact]
    public void Refusal_carries_its_reason()
    {
        using var authority = new OpenSslAuthority();
        var request = TimeStampRequest.Create(HashAlgorithmName.SHA256, _digest, "1.9.9");

        var response = TimeStampResponse.Parse(authority.Reply(request.Encoded.Span));

        Assert.Equal(TimeStampStatus.Rejection, response.Status);
        Assert.Equal(TimeStampFailure.UnacceptedPolicy, response.Failure);
        Assert.Null(response.Token);
        Assert.Equal("tsp.status", response.Verify(request).FirstProblem!.Rule);
    }

    [Theory]
    [InlineData("critical,timeStamping", "-cades", null)]
    [InlineData("timeStamping", "-cades", "tst.extended-key-usage")]
    [InlineData("critical,timeStamping,clientAuth", "-cades", "tst.extended-key-usage")]
    [InlineData("critical,anyExtendedKeyUsage", "-cades", "tst.extended-key-usage")]
    [InlineData("critical,timeStamping", "", "tst.signing-certificate")]
    public void Token_of_a_certificate_for_other_purposes_is_refused(string extendedKeyUsage, string options, string? problem)
    {
        using var authority = new OpenSslAuthority();
        using var openSsl = new OpenSsl();
        openSsl.Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=Other " +
            $"-addext extendedKeyUsage={extendedKeyUsage}");
        var reply = authority.Reply(TimeStampRequest.Create(HashAlgorithmName.SHA256, _digest).Encoded.Span);
        openSsl.Write("info.der", TimeStampResponse.Parse(reply).Token!.SignedData.Content!.Value.Span);
        openSsl.Run("cms -sign -nodetach -binary -econtent_type 1.2.840.113549.1.9.16.1.4 -outform DER -in info.der " +
            $"-signer c.pem -inkey k.pem -out token.der {options}");

        var verification = TimeStampToken.Parse(openSsl.Read("token.der")).Verify(_digest);

        Assert.Equal(problem, verification.FirstProblem?.Rule);
        Assert.Equal(CheckResult.Passed, verification.Checks.Single(check => check.Rule == "cms.signature").Result);
    }

    [Theory]
    [InlineData("k.pem", null)] // certified anew, as real authorities carry it
    [InlineData("other.pem", "tst.other-certificates")]
    public void Another_certificate_of_the_purpose_is_the_authoritys_when_it_has_its_key(string key, string? problem)
    {
        using var authority = new OpenSslAuthority();
        using var openSsl = new OpenSsl();
        openSsl.Write("req.cnf", "[req]\ndistinguished_name = name\n[name]\n[unit]\nextendedKeyUsage = critical,timeStamping\n");
        openSsl.Run("ecparam -genkey -name prime256v1 -noout -out k.pem");
        openSsl.Run("ecparam -genkey -name prime256v1 -noout -out other.pem");
        openSsl.Run("req -x509 -config req.cnf -extensions unit -key k.pem -out c.pem -subj /CN=Unit");
        openSsl.Run($"req -x509 -config req.cnf -extensions unit -key {key} -out second.pem -subj /CN=Unit");
        var reply = authority.Reply(TimeStampRequest.Create(HashAlgorithmName.SHA256, _digest).Encoded.Span);
        openSsl.Write("info.der", TimeStampResponse.Parse(reply).Token!.SignedData.Content!.Value.Span);
        openSsl.Run("cms -sign -nodetach -binary -econtent_type 1.2.840.113549.1.9.16.1.4 -outform DER -in info.der " +
            "-signer c.pem -inkey k.pem -certfile second.pem -cades -out token.der");

        var token = TimeStampToken.Parse(openSsl.Read("token.der"));

        Assert.Equal(2, token.Certificates.Count);
        Assert.Equal(problem, token.Verify(_digest).FirstProblem?.Rule);
    }

    [Fact]
    public void Signature_timestamp_leaves_the_signature_as_it_was()
    {
        using var key = new TestKey(SignatureAlgorithm.EcdsaP256Sha256);
        using var authority = new OpenSslAuthority();
        using var openSsl = new OpenSsl();
        var certificate = key.SelfSigned("CN=Signer");
        var signed = CmsSignedData.Sign(new CmsSigningRequest { Certificate = certificate, Key = key, ContentDigest = _digest });
        var request = TimeStampRequest.Create(HashAlgorithmName.SHA256, SHA256.HashData(signed.SignatureValue.Span));
        var token = TimeStampResponse.Parse(authority.Reply(request.Encoded.Span)).Token!;

        var stamped = signed.WithSignatureTimestamp(token);

        openSsl.Write("s.der", stamped.Encoded.Span);
        openSsl.Write("content", "Hợp đồng"u8);
        openSsl.Write("cert.der", certificate.RawData.Span);
        openSsl.Run("x509 -inform DER -in cert.der -out cert.pem");
        openSsl.Run("cms -verify -binary -inform DER -in s.der -content content -CAfile cert.pem -purpose any -out out");
        Assert.Equal(signed.SignatureValue.ToArray(), stamped.SignatureValue.ToArray());
        Assert.Equal(token.Encoded.ToArray(), Assert.Single(stamped.Signers[0].SignatureTimestamps).ToArray());
        Assert.True(stamped.Verify(_digest).IsIntact);
        Assert.Equal(1, key.Calls);
    }

    [Fact]
    public void Tokens_of_stamped_data_are_read()
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        var bytes = File.ReadAllBytes(Path.Combine(Corpora.Folder!, "pki", "timestamps", "FileDaFirmare.txt.tsd.der"));

        var data = TimeStampedData.Parse(bytes);

        var digest = CryptographicOperations.HashData(
            data.Tokens[0].HashAlgorithm,
            [.. data.ProtectedMetadata.Span, .. data.Content!.Value.Span]);
        Assert.Equal(3, data.Tokens.Count);
        Assert.True(data.Tokens[0].Verify(digest).IsIntact, string.Join('\n', data.Tokens[0].Verify(digest).Checks));
        Assert.All(data.Tokens, token => Assert.True(token.VerifySignature().IsIntact));
    }

    private static TheoryData<string> CorpusFiles(string pattern, params string[] folders) => Corpora.Folder is null
        ? ["none"]
        : [.. Directory.EnumerateFiles(Path.Combine([Corpora.Folder, "pki", .. folders]), pattern).Select(file => Path.GetFileName(file))];

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>
    /// Files are tokens or whole responses; a response begins with a status, a token with an object identifier.
    /// </summary>
    private static TimeStampToken ReadToken(byte[] bytes) =>
        new AsnReader(bytes, AsnEncodingRules.BER).ReadSequence().PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)
            ? TimeStampResponse.Parse(bytes).Token!
            : TimeStampToken.Parse(bytes);
}

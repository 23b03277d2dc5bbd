using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Paths;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Revocation;

public sealed class RevocationTests
{
    [Fact]
    public void Openssl_answers_our_request_and_we_read_the_answer()
    {
        using var authority = new OpenSslRevocation();
        var certificate = authority.Issue("leaf");
        var request = OcspRequest.Create(certificate, authority.Issuer);

        var response = OcspResponse.Parse(authority.Respond(request.Encoded.Span));

        Assert.Equal(OcspResponseStatus.Successful, response.Status);
        Assert.Equal(request.Nonce.ToArray(), response.Nonce.ToArray());
        Assert.Equal(32, response.Nonce.Length);
        var single = response.Find(certificate, authority.Issuer)!;
        Assert.Equal(OcspCertificateStatus.Good, single.Status);
        Assert.Equal(TimeSpan.FromDays(1), single.NextUpdate - single.ThisUpdate);
        var verification = response.Verify(authority.Issuer);
        Assert.All(verification.Checks, check => Assert.Equal(CheckResult.Passed, check.Result));
        Assert.Equal(authority.Issuer, verification.SignerCertificate);
    }

    [Fact]
    public void Stored_answer_carries_no_nonce()
    {
        using var authority = new OpenSslRevocation();
        var certificate = authority.Issue("leaf");

        var response = OcspResponse.Parse(
            authority.Respond(OcspRequest.CreateCacheable(certificate, authority.Issuer).Encoded.Span, options: "-no_nonce"));

        Assert.True(response.Nonce.IsEmpty);
    }

    [Fact]
    public void Revocation_and_its_reason_are_read()
    {
        using var authority = new OpenSslRevocation();
        var certificate = authority.Issue("leaf");
        authority.Revoke("leaf", "keyCompromise");

        var response = OcspResponse.Parse(
            authority.Respond(OcspRequest.Create(certificate, authority.Issuer).Encoded.Span, options: "-resp_key_id"));

        var single = response.Find(certificate, authority.Issuer)!;
        Assert.Equal(OcspCertificateStatus.Revoked, single.Status);
        Assert.Equal(RevocationReason.KeyCompromise, single.Reason);
        Assert.NotNull(single.RevocationTime);
        Assert.Null(response.ResponderName);
        Assert.True(response.Verify(authority.Issuer).IsIntact);
    }

    [Theory]
    [InlineData("responder", "ocsp.delegated-status", CheckResult.Passed)]
    [InlineData("responderwithstatus", "ocsp.delegated-status", CheckResult.Warning)]
    [InlineData("leaf", "ocsp.delegated-purpose", CheckResult.Failed)]
    public void Responder_must_be_certified_for_it(string profile, string rule, CheckResult result)
    {
        using var authority = new OpenSslRevocation();
        var certificate = authority.Issue("subject");
        authority.Issue("other", profile);

        var response = OcspResponse.Parse(
            authority.Respond(OcspRequest.Create(certificate, authority.Issuer).Encoded.Span, "other"));

        var verification = response.Verify(authority.Issuer);
        Assert.Equal(result, verification.Checks.Single(check => check.Rule == rule).Result);
        Assert.Equal(result != CheckResult.Failed, verification.IsIntact);
    }

    [Fact]
    public void Responder_of_another_issuer_is_refused()
    {
        using var authority = new OpenSslRevocation();
        using var other = new OpenSslRevocation();
        var certificate = authority.Issue("subject");
        other.Issue("responder", "responder");
        var request = OcspRequest.Create(certificate, authority.Issuer);

        var response = OcspResponse.Parse(other.Respond(request.Encoded.Span, "responder"));

        Assert.Equal("ocsp.responder", response.Verify(authority.Issuer).FirstProblem!.Rule);
    }

    [Theory]
    [InlineData("3003 0A0101", OcspResponseStatus.MalformedRequest)]
    [InlineData("3003 0A0106", OcspResponseStatus.Unauthorized)]
    public void Error_without_body_is_a_status(string hex, OcspResponseStatus status)
    {
        var response = OcspResponse.Parse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        Assert.Equal(status, response.Status);
        Assert.Empty(response.Responses);
    }

    [Fact]
    public void Entries_of_a_list_are_found_by_serial_number()
    {
        using var authority = new OpenSslRevocation();
        var kept = authority.Issue("kept");
        var revoked = authority.Issue("revoked");
        authority.Revoke("revoked", "cessationOfOperation");

        var list = CertificateRevocationList.Parse(authority.Crl());

        Assert.Equal(1, list.EntryCount);
        Assert.Equal(5, list.Number);
        Assert.Empty(list.Malformations);
        Assert.Equal(TimeSpan.FromDays(7), list.NextUpdate - list.ThisUpdate);
        Assert.Null(list.Find(kept.SerialNumber, kept.Issuer));
        Assert.Equal(RevocationReason.CessationOfOperation, list.Find(revoked.SerialNumber, revoked.Issuer)!.Reason);
        Assert.Equal(SignatureOutcome.Valid, list.VerifySignature(authority.Issuer.PublicKey!));
        Assert.Equal(SignatureOutcome.Invalid, list.VerifySignature(revoked.PublicKey!));
    }

    [Theory]
    [InlineData(false, "ca", null)]
    [InlineData(false, "responder", null)]
    [InlineData(true, "ca", PathFailure.Revoked)]
    public void Status_decides_on_the_path(bool isRevoked, string signer, PathFailure? failure)
    {
        using var authority = new OpenSslRevocation();
        authority.Issue("responder", "responder");
        var certificate = authority.Issue("leaf");
        if (isRevoked)
        {
            authority.Revoke("leaf", "superseded");
        }

        var response = OcspResponse.Parse(
            authority.Respond(OcspRequest.Create(certificate, authority.Issuer).Encoded.Span, signer));

        var byOcsp = Judge(authority, certificate, response.ProducedAt) with { OcspResponses = [response] };
        Assert.Equal(failure, CertificatePathValidator.Validate(byOcsp).Failure);
        var list = CertificateRevocationList.Parse(authority.Crl());
        var byCrl = Judge(authority, certificate, list.ThisUpdate) with { Crls = [list] };
        Assert.Equal(failure, CertificatePathValidator.Validate(byCrl).Failure);
    }

    [Fact]
    public void Status_is_unknown_without_information_and_after_its_time()
    {
        using var authority = new OpenSslRevocation();
        var certificate = authority.Issue("leaf");
        var list = CertificateRevocationList.Parse(authority.Crl());
        var request = Judge(authority, certificate, list.ThisUpdate);

        Assert.Equal(PathFailure.RevocationUnknown, CertificatePathValidator.Validate(request).Failure);
        Assert.Null(CertificatePathValidator.Validate(request with { Crls = [list], Time = list.NextUpdate!.Value }).Failure);
        Assert.Equal(
            PathFailure.RevocationUnknown,
            CertificatePathValidator.Validate(
                request with { Crls = [list], Time = list.NextUpdate!.Value.AddSeconds(1) }).Failure);
    }

    [Fact]
    public void Revocation_after_the_judged_instant_does_not_count()
    {
        using var authority = new OpenSslRevocation();
        var certificate = authority.Issue("leaf");
        authority.Revoke("leaf", "keyCompromise");
        var list = CertificateRevocationList.Parse(authority.Crl());
        var revokedAt = list.Find(certificate.SerialNumber, certificate.Issuer)!.RevocationDate;

        var request = Judge(authority, certificate, certificate.NotBefore) with { Crls = [list], InformationUntil = list.ThisUpdate };

        Assert.Equal(PathFailure.Revoked, CertificatePathValidator.Validate(request with { Time = revokedAt }).Failure);
        var before = CertificatePathValidator.Validate(request with { Time = revokedAt.AddSeconds(-1) });
        Assert.NotEqual(PathFailure.Revoked, before.Failure);
        Assert.Equal(revokedAt, before.Statuses.Single().RevokedAt);
    }

    [Fact]
    public void Exempt_certificate_needs_no_status()
    {
        using var authority = new OpenSslRevocation();
        var certificate = authority.Issue("responder", "responder");
        var request = Judge(authority, certificate, certificate.NotBefore);

        Assert.Equal(PathFailure.RevocationUnknown, CertificatePathValidator.Validate(request).Failure);
        var policy = request.Policy with { ExtensionsWithoutRevocation = ["1.3.6.1.5.5.7.48.1.5"] };
        Assert.Null(CertificatePathValidator.Validate(request with { Policy = policy }).Failure);
    }

    private static PathValidationRequest Judge(OpenSslRevocation authority, Certificate certificate, DateTimeOffset time) => new()
    {
        Target = certificate,
        TrustAnchors = [authority.Issuer],
        Time = time,
        Policy = new PathPolicy
        {
            Algorithms = new AlgorithmConstraints([new("ECDSA", 256), new("SHA256")]),
            Conformance = ProfileConformance.IssuerRules,
            Revocation = RevocationChecking.Required,
        },
    };
}

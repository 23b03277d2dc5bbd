using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

public sealed class TrustTests
{
    private readonly Lab _lab = new();

    [Fact]
    public async Task Archived_signature_of_a_known_root_is_valid()
    {
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, _lab.Signer()));

        var report = Signing.Validate(file, _lab.Context());

        Assert.Equal((FileVerdict.Valid, null), (report.Verdict, report.Reason));
        var signature = report.Signatures[0];
        Assert.Equal(
            (SignatureIntegrity.Intact, SignatureCoverage.Revision, ChangeClass.LtvOnly, true, BaselineLevel.BLTA),
            (signature.Integrity, signature.Coverage, signature.Changes, signature.Trusted, signature.Level));
        Assert.Equal(_lab.Time, signature.ProvenTime);
        Assert.Equal("Nguyễn Văn Ất", signature.Signer!.Name);
        Assert.Equal(SignatureKind.DocumentTimestamp, report.Signatures[1].Kind);
    }

    [Fact]
    public async Task Archived_signature_stays_valid_after_its_certificate_expired()
    {
        var signer = _lab.Signer(until: _lab.Time.AddDays(30));
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, signer));

        var report = Signing.Validate(file, _lab.Context(_lab.Time.AddYears(3)));

        Assert.Equal(FileVerdict.Valid, report.Verdict);
    }

    [Fact]
    public async Task Unknown_root_is_never_trusted()
    {
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, _lab.Signer()));

        var report = Signing.Validate(file, new Lab().Context() with { Time = _lab.Time.AddHours(1) });

        Assert.Equal(FileVerdict.Indeterminate, report.Verdict);
        Assert.All(report.Signatures, signature => Assert.Equal(
            (Indication.Indeterminate, SubIndication.NoCertificateChainFound, false),
            (signature.Indication, signature.SubIndication, signature.Trusted)));
    }

    [Fact]
    public async Task Expired_certificate_without_a_timestamp_is_undecided()
    {
        var signer = _lab.Signer(until: _lab.Time.AddDays(1));
        var file = await Signing.SignAsync(_lab, signer, timestamp: false);

        var report = Signing.Validate(file, _lab.Context(_lab.Time.AddDays(2)));

        Assert.Equal(FileVerdict.Indeterminate, report.Verdict);
        Assert.Equal((Indication.Indeterminate, SubIndication.OutOfBoundsNoPoe), report.Signatures[0].Conclusion);
        Assert.Null(report.Signatures[0].ProvenTime);
    }

    [Fact]
    public async Task Certificate_not_yet_valid_at_the_proven_time_fails()
    {
        var signer = _lab.Signer(from: _lab.Time.AddDays(1));
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignCarelesslyAsync(_lab, signer));

        var report = Signing.Validate(file, _lab.Context(_lab.Time.AddDays(2)));

        Assert.Equal((Indication.TotalFailed, SubIndication.NotYetValid), report.Signatures[0].Conclusion);
    }

    [Fact]
    public async Task Revocation_after_the_proven_time_does_not_count()
    {
        var signer = _lab.Signer();
        var signed = await Signing.SignAsync(_lab, signer);
        _lab.Revoke(signer.Certificate, _lab.Time.AddHours(2));
        _lab.StatusTime = _lab.Time.AddHours(3);
        var file = await Signing.ArchiveAsync(_lab, signed);

        var report = Signing.Validate(file, _lab.Context(_lab.Time.AddHours(4)));

        Assert.Equal(FileVerdict.Valid, report.Verdict);
        Assert.Contains(report.Signatures[0].Rules, finding => finding is { Rule.Id: "revocation.status", Result: RuleResult.Warn });
    }

    [Theory]
    [InlineData("vn", Indication.TotalFailed, SubIndication.Revoked, FileVerdict.Invalid)]
    [InlineData("eu", Indication.Indeterminate, SubIndication.RevokedNoPoe, FileVerdict.Indeterminate)]
    public async Task Revocation_before_the_proven_time_counts(
        string policy, Indication indication, SubIndication reason, FileVerdict verdict)
    {
        var signer = _lab.Signer();
        _lab.Revoke(signer.Certificate, _lab.Time.AddHours(-1));
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, signer));

        var report = Signing.Validate(
            file, _lab.Context(policy: policy == "vn" ? ValidationPolicy.VietNam : ValidationPolicy.EuropeanUnion));

        Assert.Equal((indication, reason), report.Signatures[0].Conclusion);
        Assert.Equal((verdict, "revocation.status"), (report.Verdict, report.Reason));
    }

    [Fact]
    public async Task Revoked_authority_leaves_the_signature_undecided()
    {
        var signer = _lab.Signer();
        _lab.Revoke(_lab.Issuing.Certificate, _lab.Time.AddHours(-1));
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, signer));

        var report = Signing.Validate(file, _lab.Context());

        Assert.Equal((Indication.Indeterminate, SubIndication.RevokedCaNoPoe), report.Signatures[0].Conclusion);
    }

    [Fact]
    public async Task Unknown_status_is_told_and_undecided()
    {
        var file = await Signing.SignAsync(_lab, _lab.Signer());

        var report = Signing.Validate(file, _lab.Context());

        Assert.Equal((Indication.Indeterminate, SubIndication.TryLater), report.Signatures[0].Conclusion);
        Assert.Equal(BaselineLevel.BT, report.Signatures[0].Level);
    }

    [Fact]
    public async Task Stale_status_is_no_status()
    {
        var signer = _lab.Signer();
        _lab.StatusTime = _lab.Time.AddDays(-10);
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, signer));

        var report = Signing.Validate(file, _lab.Context());

        Assert.Equal((Indication.Indeterminate, SubIndication.TryLater), report.Signatures[0].Conclusion);
    }

    [Fact]
    public async Task Short_term_certificate_needs_no_status_of_its_own()
    {
        var signer = _lab.Signer("Lê Thị Bưởi", _lab.Time.AddMinutes(-5), _lab.Time.AddHours(23), IssuedExtensions.ValidityAssuredShortTerm);
        var file = await Signing.ArchiveAsync(
            _lab, await Signing.SignAsync(_lab, signer), new GivenRevocation(_ => new([], [_lab.Crl(_lab.Root, _lab.Time)])));

        var report = Signing.Validate(file, _lab.Context());

        Assert.Equal(FileVerdict.Valid, report.Verdict);
        Assert.Contains(report.Signatures[0].Rules, finding => finding.Rule.Id == "revocation.short-term");
    }

    [Fact]
    public async Task Short_term_certificate_that_is_revoked_before_the_proven_time_fails()
    {
        var signer = _lab.Signer("Lê Thị Bưởi", _lab.Time.AddMinutes(-5), _lab.Time.AddHours(23), IssuedExtensions.ValidityAssuredShortTerm);
        var answer = _lab.Ocsp(
            signer.Certificate, new OcspStatus.Revoked(_lab.Time.AddMinutes(-1), RevocationReason.KeyCompromise), _lab.Time);
        var file = await Signing.ArchiveAsync(
            _lab, await Signing.SignAsync(_lab, signer), new GivenRevocation(_ => new([answer], [_lab.Crl(_lab.Root, _lab.Time)])));

        var report = Signing.Validate(file, _lab.Context());

        Assert.Equal((Indication.TotalFailed, SubIndication.Revoked), report.Signatures[0].Conclusion);
    }

    [Fact]
    public async Task Timestamp_of_an_unknown_authority_proves_nothing()
    {
        var stranger = new Lab { Time = _lab.Time };
        var file = await Signing.SignAsync(_lab, _lab.Signer(), timestamp: false);
        _lab.Stamper = stranger.Stamper;
        var archived = await Signing.ArchiveAsync(_lab, file);

        var report = Signing.Validate(archived, _lab.Context());

        Assert.Null(report.Signatures[0].ProvenTime);
        Assert.Equal((Indication.Indeterminate, SubIndication.NoCertificateChainFound), report.Signatures[1].Conclusion);
        Assert.Equal(FileVerdict.Indeterminate, report.Verdict);
    }

    [Fact]
    public async Task Expired_timestamp_authority_proves_nothing_without_a_later_timestamp()
    {
        _lab.Stamper = _lab.Issue(
            "CN", "Short TSA", _lab.Issuing, Lab.Begin, _lab.Time.AddDays(5), IssuedExtensions.ExtendedKeyUsage(["1.3.6.1.5.5.7.3.8"], critical: true));
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, _lab.Signer()));

        var report = Signing.Validate(file, _lab.Context(_lab.Time.AddDays(6)));

        Assert.Equal((Indication.Indeterminate, SubIndication.OutOfBoundsNoPoe), report.Signatures[1].Conclusion);
        Assert.Null(report.Signatures[0].ProvenTime);
        Assert.Equal(FileVerdict.Indeterminate, report.Verdict);
    }

    [Fact]
    public async Task Later_timestamp_carries_an_expired_one_on()
    {
        _lab.Stamper = _lab.Issue(
            "CN", "Short TSA", _lab.Issuing, Lab.Begin, _lab.Time.AddDays(5), IssuedExtensions.ExtendedKeyUsage(["1.3.6.1.5.5.7.3.8"], critical: true));
        var first = _lab.Time;
        var archived = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, _lab.Signer(until: first.AddDays(3))));
        _lab.Time = first.AddDays(4);
        _lab.Stamper = new Lab().Stamper;
        _lab.Stamper = _lab.Issue(
            "CN", "Long TSA", _lab.Issuing, Lab.Begin, Lab.End, IssuedExtensions.ExtendedKeyUsage(["1.3.6.1.5.5.7.3.8"], critical: true));
        var renewed = await Signing.ArchiveAsync(_lab, archived);

        var report = Signing.Validate(renewed, _lab.Context(first.AddDays(400)));

        Assert.Equal((FileVerdict.Valid, null), (report.Verdict, report.Reason));
        Assert.Equal(first, report.Signatures[0].ProvenTime);
        Assert.Equal(BaselineLevel.BLTA, report.Signatures[0].Level);
    }

    [Fact]
    public async Task Certificate_outside_of_its_key_usage_is_refused()
    {
        var signer = _lab.Issue(
            "CN", "Encrypting only", _lab.Issuing, Lab.Begin, Lab.End,
            IssuedExtensions.KeyUsage(System.Security.Cryptography.X509Certificates.X509KeyUsageFlags.KeyEncipherment));
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignCarelesslyAsync(_lab, signer));

        var report = Signing.Validate(file, _lab.Context());

        Assert.Equal((Indication.Indeterminate, SubIndication.ChainConstraintsFailure), report.Signatures[0].Conclusion);
    }

    [Theory]
    [InlineData("MST:0100109106", null, SignatureKind.Seal)]
    [InlineData("MST:0100109106", "CCCD:001190000018", SignatureKind.Signature)]
    [InlineData("CCCD:001190000018", null, SignatureKind.Signature)]
    public async Task Kind_follows_the_identifiers_of_the_certificate(string userId, string? second, SignatureKind expected)
    {
        var subject = new List<AttributeTypeAndValue> { new(AttributeTypeAndValue.CommonName, "X"), new(AttributeTypeAndValue.UserId, userId) };
        if (second is not null)
        {
            subject.Add(new(AttributeTypeAndValue.UserId, second));
        }

        var signer = _lab.Issue(subject, _lab.Issuing, Lab.Begin, Lab.End);
        var file = await Signing.SignAsync(_lab, signer);

        var report = Signing.Validate(file, _lab.Context());

        Assert.Equal(expected, report.Signatures[0].Kind);
    }
}

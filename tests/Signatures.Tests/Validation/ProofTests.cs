using System.Security.Cryptography;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Signatures.Tests.Validation.Attacks;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>
/// Proofs of existence over years: what is revoked, expired or weak today and was good when it was used, and what only claims so
/// (EN 319 102-1, 5.5.4, 5.6.2.3, 5.6.2.4).
/// </summary>
public sealed class ProofTests
{
    private static readonly string[] s_timestamping = ["1.3.6.1.5.5.7.3.8"];

    private readonly Lab _lab = new();

    private readonly DateTimeOffset _signed;

    public ProofTests() => _signed = _lab.Time;

    [Theory]
    [InlineData(true, Indication.TotalPassed, null)]
    [InlineData(false, Indication.Indeterminate, SubIndication.NoPoe)]
    public async Task Authority_revoked_later_leaves_what_was_archived_before(bool archivedBefore, Indication indication, SubIndication? reason)
    {
        _lab.Stamper = Stamper("Root's TSA", _lab.Root);
        var file = await Signing.SignAsync(_lab, _lab.Signer());
        var status = Status(_lab.Time);
        var revokedAt = _signed.AddDays(100);
        if (archivedBefore)
        {
            file = await Signing.ArchiveAsync(_lab, file, status);
        }

        // A CRL of the issuing authority, made with its stolen key: dated before the revocation, shown after it.
        _lab.Revoke(_lab.Issuing.Certificate, revokedAt);
        _lab.Time = revokedAt.AddDays(1);
        file = await Signing.ArchiveAsync(_lab, file, Combined(status, RootStatus(_lab.Time)));

        var report = Signing.Validate(file, _lab.Context(_lab.Time.AddHours(1), WithoutTimestampStatus));

        Assert.Equal((indication, reason), report.Signatures[0].Conclusion);
    }

    [Theory]
    [InlineData(true, Indication.TotalPassed)]
    [InlineData(false, Indication.Indeterminate)]
    public async Task Status_by_an_authority_that_expired_needs_a_proof(bool archived, Indication indication)
    {
        var authority = _lab.Authority("Short CA", _lab.Root, Lab.Begin, _signed.AddDays(10));
        var signer = _lab.Issue("CN", "Signer", authority, Lab.Begin, _signed.AddDays(9));
        _lab.Stamper = Stamper("Root's TSA", _lab.Root);
        var file = await SignAsync(signer, authority);
        var material = new GivenRevocation(certificate => new([], [_lab.Crl(certificate.Issuer.Equals(authority.Certificate.Subject) ? authority : _lab.Root, _signed, TimeSpan.FromDays(5))]));
        file = archived ? await Signing.ArchiveAsync(_lab, file, material) : await StoreAsync(file, material);

        var report = Signing.Validate(file, _lab.Context(_signed.AddDays(400), WithoutTimestampStatus));

        Assert.Equal(indication, report.Signatures[0].Indication);
        Assert.Equal(archived ? null : SubIndication.NoPoe, report.Signatures[0].SubIndication);
    }

    [Fact]
    public async Task Weak_hash_of_a_status_counts_at_its_proof()
    {
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, _lab.Signer()));
        var stored = await StoreAsync(await Signing.SignAsync(_lab, _lab.Signer()), Status(_signed));
        var ended = DateOnly.FromDateTime(_signed.AddDays(30).UtcDateTime);
        var policy = ValidationPolicy.VietNam with { Hashes = new Dictionary<string, DateOnly?> { ["SHA256"] = ended } };

        // A year later the archive timestamp itself is weak, so nothing stands; within the month everything does.
        var late = Signing.Validate(file, _lab.Context(_signed.AddYears(1), policy));
        var within = Signing.Validate(file, _lab.Context(_signed.AddDays(20), policy));
        var unproven = Signing.Validate(stored, _lab.Context(_signed.AddYears(1), policy));

        Assert.Equal(FileVerdict.Valid, within.Verdict);
        Assert.Equal(SubIndication.CryptoConstraintsFailureNoPoe, late.Signatures[1].SubIndication);
        Assert.Null(late.Signatures[0].ProvenTime);
        Assert.NotEqual(FileVerdict.Valid, late.Verdict);
        Assert.NotEqual(FileVerdict.Valid, unproven.Verdict);
    }

    [Fact]
    public async Task Weak_hash_is_carried_on_by_an_archive_timestamp_made_in_time()
    {
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, _lab.Signer()));
        var policy = ValidationPolicy.VietNam with
        {
            Hashes = new Dictionary<string, DateOnly?> { ["SHA256"] = DateOnly.FromDateTime(_signed.AddYears(2).UtcDateTime), ["SHA384"] = null },
        };

        // The policy ends the hash in the future of the archive: today it is a warning at most.
        var report = Signing.Validate(file, _lab.Context(_signed.AddYears(1), policy));

        Assert.Equal(FileVerdict.Valid, report.Verdict);
    }

    [Theory]
    [InlineData("authority of timestamps revoked before", -1, false)]
    [InlineData("authority of timestamps revoked after, nothing later proves the token", 1, false)]
    public async Task Revoked_timestamp_authority_proves_nothing(string name, int days, bool proves)
    {
        var file = await Signing.SignAsync(_lab, _lab.Signer());
        _lab.Revoke(_lab.Stamper.Certificate, _signed.AddDays(days));
        var store = await StoreAsync(file, Status(_signed.AddDays(2)));

        var report = Signing.Validate(store, _lab.Context(_signed.AddDays(2).AddHours(1)));

        Assert.Equal((name, proves), (name, report.Signatures[0].ProvenTime is not null));
        Assert.Equal(SubIndication.RevokedNoPoe, report.Signatures[0].SubIndication);
        Assert.NotEqual(FileVerdict.Valid, report.Verdict);
    }

    [Fact]
    public async Task Timestamp_authority_revoked_later_is_carried_by_another()
    {
        var first = _lab.Stamper.Certificate;
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, _lab.Signer()));
        _lab.Time = _signed.AddDays(10);
        _lab.Stamper = Stamper("Second TSA", _lab.Issuing);
        file = await Signing.ArchiveAsync(_lab, file);
        _lab.Revoke(first, _signed.AddDays(20));
        _lab.Time = _signed.AddDays(30);
        file = await StoreAsync(file, Status(_lab.Time));

        var report = Signing.Validate(file, _lab.Context(_lab.Time.AddHours(1)));

        Assert.Equal(_signed, report.Signatures[0].ProvenTime);
        Assert.Equal(FileVerdict.Valid, report.Verdict);
    }

    [Fact]
    public async Task Revoked_authority_above_the_timestamp_proves_nothing()
    {
        var authority = _lab.Authority("TSA CA", _lab.Root, Lab.Begin, Lab.End);
        _lab.Stamper = Stamper("TSA", authority);
        var file = await Signing.SignAsync(_lab, _lab.Signer());
        _lab.Revoke(authority.Certificate, _signed.AddDays(1));
        file = await StoreAsync(file, Combined(Status(_signed.AddDays(2)), RootStatus(_signed.AddDays(2))), authority.Certificate);

        var report = Signing.Validate(file, _lab.Context(_signed.AddDays(2).AddHours(1)));

        Assert.Null(report.Signatures[0].ProvenTime);
        Assert.NotEqual(FileVerdict.Valid, report.Verdict);
    }

    [Fact]
    public async Task Archive_timestamps_out_of_order_contradict_each_other()
    {
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, _lab.Signer()));
        _lab.StatusTime = _signed;
        _lab.Time = _signed.AddHours(-3);
        file = await Signing.ArchiveAsync(_lab, file);

        var report = Signing.Validate(file, _lab.Context(_signed.AddHours(1)));

        Assert.Equal(SubIndication.TimestampOrderFailure, report.Signatures[1].SubIndication);
        Assert.NotEqual(FileVerdict.Valid, report.Verdict);
    }

    [Theory]
    [InlineData("before the signature", 0, 400, 400, Indication.TotalPassed, null)]
    [InlineData("after the certificate's end", 0, -1, 400, Indication.TotalFailed, SubIndication.Expired)]
    [InlineData("after the revocation", 0, 400, -1, Indication.TotalFailed, SubIndication.Revoked)]
    [InlineData("over another document", 0, 400, 400, Indication.TotalPassed, null)]
    public void Content_timestamp_says_when_the_signature_was_made_at_the_earliest(
        string name, int days, int expires, int revoked, Indication indication, SubIndication? reason)
    {
        var signer = _lab.Signer(until: _signed.AddDays(expires));
        _lab.Revoke(signer.Certificate, _signed.AddDays(revoked));
        var issuer = _lab.Issuing.Certificate.RawData.ToArray();
        byte[] Sign(byte[] covered)
        {
            var stamped = name == "over another document" ? [1] : covered;
            return new CmsRecipe(signer)
            {
                Certificates = [signer.Certificate.RawData.ToArray(), issuer],
                Signed =
                [
                    (CmsRecipe.ContentTimestamp, _lab.Stamp(SHA256.HashData(stamped), _signed.AddDays(days)).Encoded.ToArray()),
                    (AdobeRevocation, Archive(_lab.Crl(_lab.Issuing, _signed, TimeSpan.FromDays(2)))),
                ],
            }.Sign(covered);
        }

        var report = Signing.Validate(RawSignature.Document(Sign), _lab.Context(_signed.AddHours(1), ValidationPolicy.EuropeanUnion with
        {
            AuthorityRevocation = Requirement.Warn,
            TimestampRevocation = Requirement.Warn,
        }));

        Assert.Equal((name, indication, reason), (name, report.Signatures[0].Indication, report.Signatures[0].SubIndication));
        Assert.Contains(report.Signatures[0].Rules, finding => finding.Rule.Id is "timestamp.content" or "path.validity" or "revocation.status");
        Assert.Equal(
            name == "over another document",
            report.Signatures[0].Rules.Any(finding => finding is { Rule.Id: "timestamp.content", Result: RuleResult.Warn }));
    }

    [Fact]
    public void Content_timestamp_after_the_signature_timestamp_is_a_contradiction()
    {
        var signer = _lab.Signer();
        byte[] Sign(byte[] covered) => new CmsRecipe(signer)
        {
            Certificates = [signer.Certificate.RawData.ToArray(), _lab.Issuing.Certificate.RawData.ToArray()],
            Signed = [(CmsRecipe.ContentTimestamp, _lab.Stamp(SHA256.HashData(covered), _signed.AddHours(2)).Encoded.ToArray())],
            Unsigned = value => [(CmsRecipe.SignatureTimestamp, _lab.Stamp(SHA256.HashData(value), _signed).Encoded.ToArray())],
        }.Sign(covered);

        var report = Signing.Validate(RawSignature.Document(Sign), _lab.Context(_signed.AddHours(3), ValidationPolicy.TestVectors));

        Assert.Equal((Indication.Indeterminate, SubIndication.TimestampOrderFailure), report.Signatures[0].Conclusion);
    }

    [Theory]
    [InlineData(AnchorPurpose.Signing, 30, 1, false)]
    [InlineData(AnchorPurpose.Timestamping, 30, 1, false)]
    [InlineData(null, 30, 1, true)]
    [InlineData(null, -1, 1, false)]
    public async Task Anchor_counts_for_its_purposes_until_its_end(AnchorPurpose? only, int endsAfterDays, int judgedAfterDays, bool isValid)
    {
        var file = await Signing.ArchiveAsync(_lab, await Signing.SignAsync(_lab, _lab.Signer()));
        var purposes = only is { } one ? [one] : Enum.GetValues<AnchorPurpose>();
        var policy = ValidationPolicy.VietNam with
        {
            Anchors = [new(_lab.Root.Certificate.Thumbprint, purposes, DateOnly.FromDateTime(_signed.AddDays(endsAfterDays).UtcDateTime))],
        };

        var report = Signing.Validate(file, _lab.Context(_signed.AddDays(judgedAfterDays), policy));

        Assert.Equal(isValid, report.Verdict == FileVerdict.Valid);
        Assert.Equal(isValid, report.Signatures.All(signature => signature.SubIndication != SubIndication.NoCertificateChainFound));
    }

    [Fact]
    public async Task Root_for_tests_is_always_labelled()
    {
        var root = _lab.Authority("TrustPlatform THỬ NGHIỆM Root", null, Lab.Begin, Lab.End);
        var signer = _lab.Issue("CN", "Signer", root, Lab.Begin, Lab.End);
        var file = await SignAsync(signer, root, timestamp: false);

        var report = Signing.Validate(file, _lab.Context(policy: ValidationPolicy.TestVectors) with { TrustAnchors = [root.Certificate] });

        Assert.Equal(FileVerdict.Valid, report.Verdict);
        foreach (var language in Enum.GetValues<VerdictLanguage>())
        {
            Assert.Contains("THỬ NGHIỆM", VerdictText.Of(report, language, explain: false).Split('\n')[0], StringComparison.Ordinal);
        }

        Assert.Contains(report.Signatures[0].Rules, finding => finding is { Rule.Id: "path.test-anchor", Result: RuleResult.Warn });
    }

    private const string AdobeRevocation = "1.2.840.113583.1.1.8";

    private static ValidationPolicy WithoutTimestampStatus => ValidationPolicy.VietNam with { TimestampRevocation = Requirement.Inform };

    private static byte[] Archive(byte[] crl) => CmsRecipe.Write(writer =>
    {
        using (writer.PushSequence())
        using (writer.PushSequence(new(System.Formats.Asn1.TagClass.ContextSpecific, 0)))
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(crl);
        }
    });

    private Holder Stamper(string name, Holder issuer) =>
        _lab.Issue("CN", name, issuer, Lab.Begin, Lab.End, IssuedExtensions.ExtendedKeyUsage(s_timestamping, critical: true));

    private GivenRevocation Status(DateTimeOffset at) => new(certificate =>
        new([], [_lab.Crl(certificate.Issuer.Equals(_lab.Root.Certificate.Subject) ? _lab.Root : _lab.Issuing, at, TimeSpan.FromDays(2))]));

    private GivenRevocation RootStatus(DateTimeOffset at) => new(certificate =>
        certificate.Issuer.Equals(_lab.Root.Certificate.Subject) ? new([], [_lab.Crl(_lab.Root, at, TimeSpan.FromDays(2))]) : RevocationMaterial.None);

    private static GivenRevocation Combined(params GivenRevocation[] sources) => new(certificate =>
        new([], [.. sources.SelectMany(source => source.Give(certificate).Crls)]));

    private async Task<byte[]> StoreAsync(byte[] file, IRevocationSource source, params Certificate[] more)
    {
        using var input = new MemoryStream(file);
        using var output = new MemoryStream();
        await Augmentation.PadesAugmenter.AddValidationMaterialAsync(
            input, output, [_lab.Root.Certificate, _lab.Issuing.Certificate, .. more], source, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    private async Task<byte[]> SignAsync(Holder signer, Holder issuer, bool timestamp = true)
    {
        using var source = new MemoryStream((await Pades.Requests.LaidAsync(Pades.Requests.A4())).ToArray());
        using var output = new MemoryStream();
        await Signatures.Pades.PadesSigner.SignAsync(
            source, output,
            new()
            {
                FieldName = "A",
                Key = signer.Key,
                Certificate = signer.Certificate,
                Chain = [issuer.Certificate],
                SigningTime = _signed,
                Timestamps = timestamp ? _lab : null,
            },
            TestContext.Current.CancellationToken);
        return output.ToArray();
    }
}

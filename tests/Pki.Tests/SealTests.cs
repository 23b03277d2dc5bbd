using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Cryptography.Revocation;

namespace TrustPlatform.Pki.Tests;

public sealed class SealTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
    private PlatformPki _pki;

    public SealTests() => _pki = _folder.Open(_time);

    public void Dispose()
    {
        _pki.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_certificate_names_the_organisation_both_ways_and_lives_a_year()
    {
        var certificate = _pki.Seal(Subjects.Organisation()).Certificate;

        Assert.Equal(
            [
                ("2.5.4.6", "VN"), ("2.5.4.10", "CÔNG TY CỔ PHẦN THỬ NGHIỆM ĐẠI DƯƠNG"), ("2.5.4.97", "VATVN-0100109106"),
                ("2.5.4.3", "CÔNG TY CỔ PHẦN THỬ NGHIỆM ĐẠI DƯƠNG"), ("0.9.2342.19200300.100.1.1", "MST:0100109106"),
            ],
            certificate.Subject.Attributes.Select(a => (a.Key, a.Value)));
        Assert.Equal(TimeSpan.FromDays(365), certificate.NotAfter - certificate.NotBefore + TimeSpan.FromSeconds(1));
        Assert.Equal(["http://trust.test:8080/pki/crl/organisations.crl"], certificate.CrlLocations);
        Assert.Equal(["http://trust.test:8080/pki/ocsp/organisations"], certificate.OcspLocations);
        Assert.Equal([Oids.SealPolicy], certificate.PolicyIdentifiers);
    }

    [Fact]
    public void The_key_stays_the_same_over_a_restart_and_signs_often()
    {
        var before = _pki.Seal(Subjects.Organisation());
        _pki.Dispose();
        _pki = _folder.Open(_time);
        var after = _pki.Seal(Subjects.Organisation());

        Assert.Equal(before.Certificate.Thumbprint, after.Certificate.Thumbprint);
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(before.Certificate.SubjectPublicKeyInfo.Span, out _);
        foreach (var digest in new[] { Subjects.Sha256("1"), Subjects.Sha256("2") })
        {
            Assert.True(key.VerifyHash(digest, after.Key.SignHash(digest), DSASignatureFormat.Rfc3279DerSequence));
        }
    }

    [Fact]
    public void Callers_at_once_get_one_key()
    {
        var thumbprints = new string[8];
        Parallel.For(0, 8, i => thumbprints[i] = _pki.Seal(Subjects.Organisation()).Certificate.Thumbprint);

        Assert.Single(thumbprints.Distinct());
        Assert.NotEqual(thumbprints[0], _pki.Seal(Subjects.Organisation("org-2")).Certificate.Thumbprint);
    }

    [Fact]
    public void It_is_renewed_with_a_new_key_thirty_days_before_its_end()
    {
        var first = _pki.Seal(Subjects.Organisation()).Certificate;
        _time.Advance(TimeSpan.FromDays(334));
        Assert.Equal(first.Thumbprint, _pki.Seal(Subjects.Organisation()).Certificate.Thumbprint);
        _time.Advance(TimeSpan.FromDays(2));

        var second = _pki.Seal(Subjects.Organisation()).Certificate;

        Assert.NotEqual(first.SubjectPublicKeyInfo, second.SubjectPublicKeyInfo);
        Assert.True(second.NotAfter > first.NotAfter);
    }

    [Fact]
    public void A_new_name_needs_a_revocation_and_then_gets_a_new_key()
    {
        var first = _pki.Seal(Subjects.Organisation()).Certificate;
        var renamed = Subjects.Organisation() with { LegalName = "CÔNG TY CỔ PHẦN BIỂN ĐÔNG" };

        Assert.Throws<InvalidOperationException>(() => _pki.Seal(renamed));
        _pki.Revoke(first.SerialNumber, RevocationReason.AffiliationChanged);

        var second = _pki.Seal(renamed).Certificate;
        Assert.NotEqual(first.SubjectPublicKeyInfo, second.SubjectPublicKeyInfo);
        Assert.Equal("CÔNG TY CỔ PHẦN BIỂN ĐÔNG", second.Subject.CommonName);
    }

    [Theory]
    [InlineData("010010910")]
    [InlineData("01001091060")]
    [InlineData("010010910A")]
    [InlineData("0100109-106")]
    [InlineData("")]
    public void A_tax_code_is_10_or_13_digits(string taxCode) => Assert.Equal(
        IssuanceRefusal.TaxCodeInvalid,
        Assert.Throws<IssuanceRefusedException>(() => _pki.Seal(Subjects.Organisation() with { TaxCode = taxCode })).Refusal);

    [Theory]
    [InlineData("0100109106001")]
    [InlineData("0100109106-001")]
    public void A_branch_has_13_digits(string taxCode) => Assert.Equal(
        ["MST:" + taxCode],
        _pki.Seal(Subjects.Organisation() with { TaxCode = taxCode }).Certificate.Subject.Values("0.9.2342.19200300.100.1.1"));
}

using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Cryptography.Revocation;

namespace TrustPlatform.Pki.Tests;

public sealed class CrlTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void For_thirty_days_the_CRL_is_in_force_at_every_hour_also_after_a_pause_and_a_restart()
    {
        var pki = _folder.Open(_time);
        BigInteger last = 0;
        var different = 0;
        for (var hour = 0; hour < 30 * 24; hour++)
        {
            if (hour == 300)
            {
                pki.Dispose();
                _time.Advance(TimeSpan.FromDays(3));
                pki = _folder.Open(_time);
            }

            foreach (var authority in pki.AuthorityIds)
            {
                var crl = Read(pki.CurrentCrl(authority)!);
                Assert.True(crl.ThisUpdate <= _time.GetUtcNow() && _time.GetUtcNow() < crl.NextUpdate);
                if (authority == "persons")
                {
                    Assert.True(crl.Number >= last);
                    Assert.True(crl.NextUpdate - _time.GetUtcNow() >= TimeSpan.FromHours(17));
                    different += crl.Number == last ? 0 : 1;
                    last = crl.Number;
                }
            }

            _time.Advance(TimeSpan.FromHours(1));
        }

        pki.Dispose();
        Assert.InRange(different, 119, 122);
    }

    [Fact]
    public void A_revocation_is_in_the_next_CRL_and_stays_until_after_expiry()
    {
        using var pki = _folder.Open(_time);
        var certificate = pki.OneTime(Subjects.Person("a")).Certificate;
        var before = Read(pki.CurrentCrl("persons")!);
        pki.Revoke(certificate.SerialNumber, RevocationReason.KeyCompromise);

        var after = Read(pki.CurrentCrl("persons")!);

        Assert.Empty(before.Serials);
        Assert.Equal([certificate.SerialNumber], after.Serials);
        Assert.True(after.Number > before.Number);
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal([certificate.SerialNumber], Read(pki.CurrentCrl("persons")!).Serials);
        _time.Advance(TimeSpan.FromDays(10));
        Assert.Empty(Read(pki.CurrentCrl("persons")!).Serials);
    }

    [Fact]
    public void No_unexpired_entry_ever_leaves_and_numbers_only_rise_even_when_the_clock_falls()
    {
        using var pki = _folder.Open(_time);
        var certificates = Enumerable.Range(0, 40).Select(i => pki.OneTime(Subjects.Person($"a{i}")).Certificate).ToList();
        List<string> revoked = [];
        BigInteger last = 0;
        for (var i = 0; i < 40; i++)
        {
            var certificate = certificates[i];
            pki.Revoke(certificate.SerialNumber, RevocationReason.Superseded);
            revoked.Add(certificate.SerialNumber);
            _time.AdjustTime(_time.GetUtcNow().AddSeconds(i % 3 == 0 ? -40 : 20));

            var crl = Read(pki.CurrentCrl("persons")!);

            Assert.Equal(revoked.Order(), crl.Serials.Order());
            Assert.True(crl.Number > last);
            Assert.True(crl.ThisUpdate <= _time.GetUtcNow());
            last = crl.Number;
        }
    }

    [Fact]
    public void A_released_certificate_leaves_the_CRL()
    {
        using var pki = _folder.Open(_time);
        var serial = pki.Seal(Subjects.Organisation()).Certificate.SerialNumber;
        pki.Hold(serial);
        Assert.Equal([serial], Read(pki.CurrentCrl("organisations")!).Serials);

        pki.Release(serial);

        Assert.Empty(Read(pki.CurrentCrl("organisations")!).Serials);
    }

    [Fact]
    public async Task OpenSSL_refuses_a_revoked_leaf_and_a_revoked_CA_and_reads_the_reason()
    {
        using var pki = _folder.Open(TimeProvider.System);
        var seal = pki.Seal(Subjects.Organisation());
        var person = pki.OneTime(Subjects.Person("a"));
        pki.Revoke(seal.Certificate.SerialNumber, RevocationReason.CessationOfOperation);

        Assert.Contains("certificate revoked", await Verify(pki, seal), StringComparison.Ordinal);
        Assert.Contains(": OK", await Verify(pki, person), StringComparison.Ordinal);
        pki.Revoke(person.Chain[0].SerialNumber, RevocationReason.CaCompromise);
        Assert.Contains("certificate revoked", await Verify(pki, person), StringComparison.Ordinal);
        var (_, text) = await Tool.Run(
            "openssl", "crl", "-inform", "DER", "-noout", "-text", "-in", _folder.Write("o.crl", pki.CurrentCrl("organisations")!));
        Assert.Contains("Cessation Of Operation", text, StringComparison.Ordinal);
        Assert.Contains("X509v3 CRL Number", text, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_CRL_of_a_CA_that_does_not_exist()
    {
        using var pki = _folder.Open(_time);

        Assert.Null(pki.CurrentCrl("nobody"));
        Assert.Null(pki.AuthorityCertificate("nobody"));
    }

    private async Task<string> Verify(PlatformPki pki, SigningCredential credential)
    {
        var (_, output) = await Tool.Run(
            "openssl", "verify", "-CAfile", _folder.WritePem("root.pem", pki.Roots),
            "-untrusted", _folder.WritePem("ca.pem", credential.Chain),
            "-CRLfile", _folder.WriteCrls("crls.pem", pki.AuthorityIds.Select(id => pki.CurrentCrl(id)!)),
            "-crl_check_all", _folder.WritePem("leaf.pem", credential.Certificate));
        return output;
    }

    /// <summary>Number by the platform's reader; times and entries by ours.</summary>
    private static (BigInteger Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, List<string> Serials) Read(byte[] der)
    {
        CertificateRevocationListBuilder.Load(der, out var number);
        var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        list.ReadInteger();
        list.ReadEncodedValue();
        list.ReadEncodedValue();
        var thisUpdate = list.ReadUtcTime();
        var nextUpdate = list.ReadUtcTime();
        List<string> serials = [];
        if (list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            for (var entries = list.ReadSequence(); entries.HasData;)
            {
                serials.Add(Convert.ToHexString(entries.ReadSequence().ReadIntegerBytes().Span));
            }
        }

        return (number, thisUpdate, nextUpdate, serials);
    }
}

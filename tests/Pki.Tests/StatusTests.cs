using TrustPlatform.Cryptography.Revocation;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki.Tests;

public sealed class StatusTests : IDisposable
{
    private const string Nonce = "1.3.6.1.5.5.7.48.1.2";

    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenSSL_reads_good_then_revoked_with_its_reason_then_nothing_of_a_stranger()
    {
        using var pki = _folder.Open(TimeProvider.System);
        var certificate = pki.OneTime(Subjects.Person("a")).Certificate;

        Assert.Contains("leaf.pem: good", await Ask(pki, certificate), StringComparison.Ordinal);
        Assert.Equal(RevocationOutcome.Done, pki.Revoke(certificate.SerialNumber, RevocationReason.KeyCompromise));
        var revoked = await Ask(pki, certificate);
        Assert.Contains("leaf.pem: revoked", revoked, StringComparison.Ordinal);
        Assert.Contains("Reason: keyCompromise", revoked, StringComparison.Ordinal);
        Assert.Contains("Response verify OK", revoked, StringComparison.Ordinal);

        using var strangers = new TestFolder();
        using var other = strangers.Open(TimeProvider.System);
        Assert.Contains(
            "leaf.pem: unknown", await Ask(pki, other.OneTime(Subjects.Person("a")).Certificate), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-sha1")]
    [InlineData("-sha256")]
    [InlineData("-sha384")]
    [InlineData("-sha512")]
    public async Task A_certificate_may_be_asked_for_by_any_hash(string hash)
    {
        using var pki = _folder.Open(TimeProvider.System);

        Assert.Contains(
            "leaf.pem: good", await Ask(pki, pki.OneTime(Subjects.Person("a")).Certificate, hash), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenSSL_accepts_the_unasked_status()
    {
        using var pki = _folder.Open(TimeProvider.System);
        var unit = pki.Certificates.Single(c => c.ExtendedKeyUsages.Contains("1.3.6.1.5.5.7.3.8"));
        var response = _folder.Write("status.der", pki.StatusOf(unit));
        var (_, output) = await Tool.Run(
            "openssl", "ocsp", "-respin", response, "-issuer", _folder.WritePem("tsa.pem", pki.AuthorityCertificate("tsa")!),
            "-cert", _folder.WritePem("unit.pem", unit), "-CAfile", _folder.WritePem("root.pem", pki.Roots),
            "-verify_other", _folder.WritePem("ca.pem", pki.Certificates), "-no_nonce");

        Assert.Contains("Response verify OK", output, StringComparison.Ordinal);
        Assert.Contains("unit.pem: good", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_serial_number_that_is_only_reserved_or_was_never_given_is_unknown()
    {
        using var pki = _folder.Open(_time);
        var certificate = pki.OneTime(Subjects.Person("a")).Certificate;
        var reserved = RegisterFile.Column(
            _folder, "SELECT hex(substr(serials, 18, 17)) FROM reservation WHERE authority = 'persons' AND length(serials) = 34").Single();
        var never = Convert.FromHexString(certificate.SerialNumber);
        never[^1] ^= 1;

        Assert.Equal(0, StatusIn(Ask(pki, "persons", certificate.SerialNumber)));
        Assert.Equal(2, StatusIn(Ask(pki, "persons", Convert.ToHexString(never))));
        Assert.Equal(2, StatusIn(Ask(pki, "persons", reserved)));
    }

    [Fact]
    public void A_serial_number_of_another_CA_is_unknown()
    {
        using var pki = _folder.Open(_time);
        var seal = pki.Seal(Subjects.Organisation()).Certificate;

        Assert.Equal(0, StatusIn(Ask(pki, "organisations", seal.SerialNumber)));
        Assert.Equal(2, StatusIn(Ask(pki, "persons", seal.SerialNumber)));
        Assert.Equal(2, StatusIn(pki.AnswerOcspRequest("persons", Request(
            pki.AuthorityCertificate("organisations")!, Convert.FromHexString(seal.SerialNumber)))));
    }

    [Fact]
    public void Status_is_ready_the_moment_a_certificate_is()
    {
        using var pki = _folder.Open(_time);

        for (var i = 0; i < 200; i++)
        {
            var certificate = pki.OneTime(Subjects.Person($"a{i}")).Certificate;
            Assert.Equal(0, StatusIn(pki.StatusOf(certificate)));
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(16, true)]
    [InlineData(32, true)]
    [InlineData(33, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(10_000, false)]
    public void A_nonce_of_1_to_128_octets_comes_back_exactly(int length, bool accepted)
    {
        using var pki = _folder.Open(_time);
        var certificate = pki.OneTime(Subjects.Person("a")).Certificate;
        var nonce = RandomNumberGenerator.GetBytes(length);
        var inner = new AsnWriter(AsnEncodingRules.DER);
        inner.WriteOctetString(nonce);

        var response = pki.AnswerOcspRequest("persons", Request(
            pki.AuthorityCertificate("persons")!, Convert.FromHexString(certificate.SerialNumber), inner.Encode()));

        Assert.Equal(accepted ? 0 : 1, ResponseStatus(response));
        Assert.Equal(accepted ? inner.Encode() : null, accepted ? NonceIn(response) : null);
    }

    [Fact]
    public void A_nonce_that_is_no_octet_string_is_malformed_and_no_nonce_brings_none()
    {
        using var pki = _folder.Open(_time);
        var certificate = pki.OneTime(Subjects.Person("a")).Certificate;
        var serial = Convert.FromHexString(certificate.SerialNumber);

        Assert.Equal(1, ResponseStatus(pki.AnswerOcspRequest(
            "persons", Request(pki.AuthorityCertificate("persons")!, serial, [1, 2, 3, 4]))));
        Assert.Null(NonceIn(pki.AnswerOcspRequest("persons", Request(pki.AuthorityCertificate("persons")!, serial))));
        Assert.Null(NonceIn(pki.StatusOf(certificate)));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("3000", 1)]
    [InlineData("30023000", 1)]
    [InlineData("300430023000", 1)]
    [InlineData("FFFFFFFF", 1)]
    public void What_is_no_request_is_malformed(string hex, int status)
    {
        using var pki = _folder.Open(_time);

        var response = pki.AnswerOcspRequest("persons", Convert.FromHexString(hex));

        Assert.Equal(status, ResponseStatus(response));
        Assert.Equal(5, response.Length);
    }

    [Fact]
    public void Nobody_answers_for_a_CA_that_does_not_exist_nor_for_the_root()
    {
        using var pki = _folder.Open(_time);
        var certificate = pki.AuthorityCertificate("persons")!;

        Assert.Equal(6, ResponseStatus(pki.AnswerOcspRequest("nobody", new byte[] { 0x30, 0 })));
        Assert.Equal(6, ResponseStatus(pki.AnswerOcspRequest("root", new byte[] { 0x30, 0 })));
        Assert.Throws<ArgumentException>(() => pki.StatusOf(certificate));
    }

    [Fact]
    public void Suspension_can_be_released_and_revocation_cannot()
    {
        using var pki = _folder.Open(_time);
        var certificate = pki.Seal(Subjects.Organisation()).Certificate;
        var serial = certificate.SerialNumber;

        Assert.Equal(RevocationOutcome.Unchanged, pki.Release(serial));
        Assert.Equal(RevocationOutcome.Done, pki.Hold(serial));
        Assert.Equal(1, StatusIn(pki.StatusOf(certificate)));
        Assert.Equal(IssuanceRefusal.OnHold,
            Assert.Throws<IssuanceRefusedException>(() => pki.Seal(Subjects.Organisation())).Refusal);
        Assert.Equal(RevocationOutcome.Done, pki.Release(serial));
        Assert.Equal(0, StatusIn(pki.StatusOf(certificate)));
        Assert.Equal(RevocationOutcome.Done, pki.Hold(serial));
        Assert.Equal(RevocationOutcome.Done, pki.Revoke(serial, RevocationReason.KeyCompromise));
        Assert.Equal(RevocationOutcome.NotOnHold, pki.Release(serial));
        Assert.Equal(RevocationOutcome.NotOnHold, pki.Hold(serial));
        Assert.Equal(RevocationOutcome.Unchanged, pki.Revoke(serial, RevocationReason.Superseded));
        Assert.Equal(RevocationOutcome.NotIssued, pki.Revoke("21" + new string('0', 32), RevocationReason.Superseded));
        Assert.Equal(1, StatusIn(pki.StatusOf(certificate)));
    }

    [Fact]
    public void Responders_are_renewed_with_a_new_key_before_they_run_out()
    {
        using var pki = _folder.Open(_time);
        List<string> keys = [];

        for (var day = 0; day < 30; day++)
        {
            var responder = pki.Certificates.Single(c =>
                c.ExtendedKeyUsages.Contains("1.3.6.1.5.5.7.3.9") && pki.AuthorityOf(c) == "persons");
            Assert.InRange(responder.NotAfter, _time.GetUtcNow() + TimeSpan.FromDays(1.9), DateTimeOffset.MaxValue);
            Assert.True(responder.NotBefore <= _time.GetUtcNow());
            keys.Add(Convert.ToHexString(responder.SubjectPublicKeyInfo.Span));
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.InRange(keys.Distinct().Count(), 5, 7);
    }

    private async Task<string> Ask(PlatformPki pki, Certificate certificate, string hash = "-sha1")
    {
        var issuer = _folder.WritePem("issuer.pem", pki.AuthorityCertificate("persons")!);
        var leaf = _folder.WritePem("leaf.pem", certificate);
        var request = Path.Combine(_folder.Path, "request.der");
        await Tool.Run("openssl", "ocsp", hash, "-issuer", issuer, "-cert", leaf, "-reqout", request);
        var response = _folder.Write("response.der", pki.AnswerOcspRequest(
            "persons", await File.ReadAllBytesAsync(request, TestContext.Current.CancellationToken)));
        var root = _folder.WritePem("root.pem", pki.Roots);
        var (nonceHolds, _) = await Tool.Run(
            "openssl", "ocsp", "-reqin", request, "-respin", response, "-CAfile", root, "-verify_other", issuer);
        Assert.Equal(0, nonceHolds);
        var (_, output) = await Tool.Run(
            "openssl", "ocsp", hash, "-issuer", issuer, "-cert", leaf, "-no_nonce", "-respin", response, "-CAfile", root,
            "-verify_other", issuer);
        return output;
    }

    private static byte[] Ask(PlatformPki pki, string authority, string serial) => pki.AnswerOcspRequest(
        authority, Request(pki.AuthorityCertificate(authority)!, Convert.FromHexString(serial)));

    internal static byte[] Request(Certificate issuer, byte[] serial, byte[]? nonce = null)
    {
        var certificate = OcspCertificateId.Create(EncodedNames.SubjectOf(issuer.RawData), issuer.SubjectPublicKeyInfo, serial);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(certificate.Encoded.Span);
            }

            if (nonce is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
                using (writer.PushSequence())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Nonce);
                    writer.WriteOctetString(nonce);
                }
            }
        }

        return writer.Encode();
    }

    internal static int ResponseStatus(byte[] response) =>
        new AsnReader(response, AsnEncodingRules.DER).ReadSequence().ReadEnumeratedBytes().Span[0];

    private static AsnReader ResponseData(byte[] response)
    {
        var outer = new AsnReader(response, AsnEncodingRules.DER).ReadSequence();
        outer.ReadEnumeratedBytes();
        var bytes = outer.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        bytes.ReadObjectIdentifier();
        var data = new AsnReader(bytes.ReadOctetString(), AsnEncodingRules.DER).ReadSequence().ReadSequence();
        data.ReadEncodedValue();
        data.ReadGeneralizedTime();
        return data;
    }

    /// <summary>0 good, 1 revoked, 2 unknown (RFC 6960, 4.2.1).</summary>
    internal static int StatusIn(byte[] response)
    {
        var single = ResponseData(response).ReadSequence().ReadSequence();
        single.ReadEncodedValue();
        return single.PeekTag().TagValue;
    }

    private static byte[]? NonceIn(byte[] response)
    {
        var data = ResponseData(response);
        data.ReadEncodedValue();
        if (!data.HasData)
        {
            return null;
        }

        var extension = data.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 1)).ReadSequence().ReadSequence();
        Assert.Equal(Nonce, extension.ReadObjectIdentifier());
        return extension.ReadOctetString();
    }
}

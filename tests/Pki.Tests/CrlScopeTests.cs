using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Cryptography.Revocation;

namespace TrustPlatform.Pki.Tests;

/// <summary>CRLs that say a part (by serial number) or a difference.</summary>
public sealed class CrlScopeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_delta_names_what_changed_and_only_there_a_released_certificate_is_removed()
    {
        using var pki = _folder.Open(_time);
        var seals = Enumerable.Range(0, 3).Select(i => pki.Seal(Subjects.Organisation($"org-{i}")).Certificate.SerialNumber).ToList();
        pki.Hold(seals[0]);
        var start = pki.Crl("organisations")!;
        _time.Advance(TimeSpan.FromHours(1));
        pki.Release(seals[0]);
        pki.Revoke(seals[1], RevocationReason.CessationOfOperation);

        var complete = CertificateRevocationList.Parse(pki.Crl("organisations")!.Der);
        var delta = CertificateRevocationList.Parse(pki.DeltaCrl("organisations")!.Der);

        Assert.Equal((1, 2), (complete.EntryCount, delta.EntryCount));
        Assert.Equal(RevocationReason.CessationOfOperation, complete.Find(seals[1], complete.Issuer)!.Reason);
        Assert.Equal(RevocationReason.CessationOfOperation, delta.Find(seals[1], delta.Issuer)!.Reason);
        Assert.Equal(RevocationReason.RemoveFromCrl, delta.Find(seals[0], delta.Issuer)!.Reason);
        Assert.True(delta.DeltaBaseNumber <= start.Number);
        Assert.Null(complete.DeltaBaseNumber);
        Assert.Equal(complete.Number, delta.Number);
        Assert.True(pki.DeltaCrl("organisations")!.Number > start.Number);
    }

    [Fact]
    public async Task OpenSSL_sees_a_revocation_in_the_delta_that_the_older_complete_CRL_does_not_say()
    {
        using var pki = _folder.Open(TimeProvider.System);
        var seal = pki.Seal(Subjects.Organisation());
        var old = pki.CurrentCrl("organisations")!;

        // OpenSSL wants a delta that is newer than its complete CRL, and revocations count in seconds.
        pki.Revoke(seal.Certificate.SerialNumber, RevocationReason.KeyCompromise);
        var delta = pki.DeltaCrl("organisations")!.Der.ToArray();

        Assert.Contains(": OK", await Verify(pki, seal, [old]), StringComparison.Ordinal);
        Assert.Contains("certificate revoked", await Verify(pki, seal, [old, delta], "-use_deltas"), StringComparison.Ordinal);
        var (_, text) = await Tool.Run("openssl", "crl", "-inform", "DER", "-noout", "-text", "-in", _folder.Write("d.crl", delta));
        Assert.Contains("Delta CRL Indicator: critical", text, StringComparison.Ordinal);
        var (_, complete) = await Tool.Run(
            "openssl", "crl", "-inform", "DER", "-noout", "-text", "-in", _folder.Write("c.crl", pki.CurrentCrl("organisations")!));
        Assert.Contains("X509v3 Freshest CRL", complete, StringComparison.Ordinal);
        Assert.Contains("http://trust.test:8080/pki/crl/organisations/delta.crl", complete, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Divided_CRLs_say_their_part_and_OpenSSL_uses_the_one_that_the_certificate_names()
    {
        using var pki = PlatformPki.Open(_folder.Options with { ProfilesDirectory = Profiles(parts: 4) }, TimeProvider.System);
        var seals = Enumerable.Range(0, 12).Select(i => pki.Seal(Subjects.Organisation($"org-{i}"))).ToList();
        foreach (var seal in seals.Skip(6))
        {
            pki.Revoke(seal.Certificate.SerialNumber, RevocationReason.Superseded);
        }

        var parts = Enumerable.Range(0, 4).Select(part => pki.CrlPartition("organisations", part)!.Der.ToArray()).ToList();

        Assert.Equal(6, parts.Sum(part => CertificateRevocationList.Parse(part).EntryCount));
        foreach (var (seal, index) in seals.Select((seal, index) => (seal, index)).Where(pair => pair.index is 0 or 1 or 10 or 11))
        {
            var part = Convert.FromHexString(seal.Certificate.SerialNumber)[^1] % 4;
            var address = string.Create(CultureInfo.InvariantCulture, $"http://trust.test:8080/pki/crl/organisations/{part}.crl");
            Assert.Equal([address], seal.Certificate.CrlLocations);
            Assert.Contains(
                index < 6 ? ": OK" : "certificate revoked", await Verify(pki, seal, [parts[part]], "-extended_crl"), StringComparison.Ordinal);
            var wrongPart = await Verify(pki, seal, [parts[(part + 1) % 4]], "-extended_crl");
            Assert.Contains("different CRL scope", wrongPart, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(": OK", wrongPart, StringComparison.Ordinal);
        }

        Assert.Null(pki.CrlPartition("organisations", 4));
        Assert.Null(pki.CrlPartition("organisations", -1));
        Assert.Null(pki.CrlPartition("nobody", 0));
    }

    [Fact]
    public void A_CA_keeps_the_division_that_its_certificates_name_and_its_successor_gets_the_new_one()
    {
        PlatformPki.Open(_folder.Options with { ProfilesDirectory = Profiles(parts: 4) }, _time).Dispose();

        using var pki = PlatformPki.Open(_folder.Options with { ProfilesDirectory = Profiles(parts: 8) }, _time);
        pki.Rekey("organisations");

        Assert.NotNull(pki.CrlPartition("organisations", 3));
        Assert.Null(pki.CrlPartition("organisations", 7));
        Assert.NotNull(pki.CrlPartition("organisations-2", 7));
    }

    private string Profiles(int parts)
    {
        var folder = Directory.CreateDirectory(
            Path.Combine(_folder.Path, string.Create(CultureInfo.InvariantCulture, $"profiles-{parts}"))).FullName;
        foreach (var file in Directory.GetFiles(TestFolder.Profiles))
        {
            var profile = JsonNode.Parse(File.ReadAllText(file))!;
            if (Path.GetFileName(file) == "issuing-ca.json")
            {
                profile["certificateAuthority"]!["crlPartitions"] = parts;
            }

            File.WriteAllText(Path.Combine(folder, Path.GetFileName(file)), profile.ToJsonString());
        }

        return folder;
    }

    private async Task<string> Verify(PlatformPki pki, SigningCredential credential, byte[][] crls, params string[] more)
    {
        var (_, output) = await Tool.Run(
            "openssl",
            [
                "verify", "-CAfile", _folder.WritePem("root.pem", pki.Roots), "-untrusted", _folder.WritePem("ca.pem", credential.Chain),
                "-CRLfile", _folder.WriteCrls("crls.pem", crls), "-crl_check", .. more, _folder.WritePem("leaf.pem", credential.Certificate),
            ]);
        return output;
    }
}

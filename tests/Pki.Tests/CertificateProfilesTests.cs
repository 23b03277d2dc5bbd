using System.Text.Json.Nodes;

namespace TrustPlatform.Pki.Tests;

public sealed class CertificateProfilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trust-profiles-").FullName;

    public CertificateProfilesTests()
    {
        foreach (var file in Directory.GetFiles(TestFolder.Profiles))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("ceremony", "unknownKey", "1")]
    [InlineData("ceremony", "validity", "\"1.00:00:00\"")]
    [InlineData("ceremony", "validity", "\"-00:01:00\"")]
    [InlineData("ceremony", "validity", "null")]
    [InlineData("ceremony", "crlDistributionPoint", "true")]
    [InlineData("ceremony", "keyUsage", "[]")]
    [InlineData("ceremony", "keyUsage", "[\"Everything\"]")]
    [InlineData("ceremony", "name", "\"seal\"")]
    [InlineData("ceremony", "ocspNoCheck", "true")]
    [InlineData("seal", "subject", "[{\"attribute\":\"street\",\"pattern\":\".*\"}]")]
    [InlineData("seal", "subject", "[{\"attribute\":\"CN\",\"pattern\":\"(\"}]")]
    [InlineData("seal", "subject", "[{\"attribute\":\"CN\"}]")]
    [InlineData("seal", "renewBefore", "\"365.00:00:00\"")]
    [InlineData("issuing-ca", "extendedKeyUsage", "[\"1.3.6.1.5.5.7.3.9\"]")]
    [InlineData("issuing-ca", "certificateAuthority", "{\"crlLifetime\":\"06:00:00\",\"crlRenewal\":\"06:00:00\"}")]
    public void A_profile_that_says_something_unknown_or_impossible_is_refused_by_name(string profile, string key, string value)
    {
        var path = Path.Combine(_folder, profile + ".json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        json[key] = JsonNode.Parse(value);
        File.WriteAllText(path, json.ToJsonString());

        var refused = Assert.Throws<InvalidDataException>(() => CertificateProfiles.Load(_folder));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_profile_is_refused_by_name()
    {
        File.Delete(Path.Combine(_folder, "tsa-unit.json"));

        Assert.Contains("tsa-unit.json",
            Assert.Throws<InvalidDataException>(() => CertificateProfiles.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_notice_says_that_it_is_a_test()
    {
        var profiles = CertificateProfiles.Load(TestFolder.Profiles);

        Assert.All(
            [profiles.IssuingAuthority, profiles.TimestampAuthority, profiles.TimestampUnit, profiles.OcspResponder,
                profiles.Ceremony, profiles.Seal],
            profile => Assert.StartsWith("THỬ NGHIỆM", profile.Notice, StringComparison.Ordinal));
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using TrustPlatform.Contracts;
using TrustPlatform.Grains.Ceremonies;
using TrustPlatform.Pdf.Tests;
using TrustPlatform.Pki;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Storage;
using Xunit;

namespace TrustPlatform.Grains.Tests;

/// <summary>The time that a signature claims is that of its intent, unless its certificate came later.</summary>
public sealed partial class SigningTimeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trust-grains-");
    private readonly PlatformPki _pki;
    private readonly DocumentFiles _files;
    private readonly SigningCeremony _ceremony;

    public SigningTimeTests()
    {
        _pki = PlatformPki.Open(
            new()
            {
                Directory = Path.Combine(_folder.FullName, "pki"),
                ProfilesDirectory = Path.Combine(AppContext.BaseDirectory, "pki", "profiles"),
                PublicUrl = new("http://trust.test:8080/"),
            }, TimeProvider.System);
        var options = Options.Create(new GrainsOptions
        {
            PublicUrl = new("http://trust.test:8080/"),
            WorkDirectory = Path.Combine(_folder.FullName, "work"),
            FontFile = Path.Combine(AppContext.BaseDirectory, "fonts", "BeVietnamPro-Regular.ttf"),
            SmtpHost = "localhost",
            SmtpPort = 25,
        });
        _files = new(FileDocumentStore.Open(Path.Combine(_folder.FullName, "documents")), options);
        // Neither numbers nor identity answers take part in a seal.
        _ceremony = new(_pki, new(new PlatformTimestamps(_pki)), _files, null!, null!, options);
    }

    public void Dispose()
    {
        _pki.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_signature_claims_the_time_of_its_intent_and_none_before_its_certificate()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var contract = await Sealing();

        var late = await ClaimedTime(contract, now.AddHours(-1)); // the certificate is issued an hour after the intent
        var certificate = _pki.Seal(SigningCeremony.SealSubjectOf(contract)).Certificate;
        var prompt = await ClaimedTime(contract, now);

        Assert.Equal(certificate.NotBefore, late);
        Assert.InRange(late, now.AddMinutes(-6), now);
        Assert.Equal(now, prompt);
    }

    private async Task<Contract> Sealing()
    {
        using var plain = new MemoryStream(Encoding.Latin1.GetBytes(TestFile.Table(TestFile.OnePage)));
        await using var laid = _files.CreateTemporary();
        await PadesSigner.LayFieldsAsync(
            plain, laid, [new(SigningCeremony.SealField, 1, new(50, 50, 250, 120))], TestContext.Current.CancellationToken);
        var frozen = await _files.Keep(laid);
        return Contract.Empty with
        {
            Owner = OrganizationId.For(TaxCode.TryParse("9900000016", out var code) ? code : throw new InvalidOperationException()),
            OwnerName = "Công ty thử",
            Title = "Hợp đồng",
            Frozen = frozen,
            Document = frozen,
        };
    }

    private async Task<DateTimeOffset> ClaimedTime(Contract contract, DateTimeOffset intent)
    {
        var signed = await _ceremony.Seal(contract with { SealIntent = new("", contract.Document!.Value, intent, null) });
        await using var file = await _files.Open(signed.Document);
        using var reader = new StreamReader(file, Encoding.Latin1);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return DateTimeOffset.ParseExact(
            ClaimedTime().Match(text).Groups[1].Value, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    [GeneratedRegex(@"/M ?\(D:(\d{14})")]
    private static partial Regex ClaimedTime();
}

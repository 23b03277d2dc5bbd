using TrustPlatform.Signatures.Pades;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

public sealed class PadesSignerTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static readonly DateTimeOffset Time = new(2026, 11, 25, 1, 3, 12, TimeSpan.Zero);

    [Fact]
    public async Task Try()
    {
        Directory.CreateDirectory("/tmp/signed");
        using var signer = authority.Signer("Nguyễn Văn Ất");
        foreach (var f in Directory.GetFiles(Path.Combine(Corpora.Folder!, "pdf"), "*.pdf", SearchOption.AllDirectories).Order())
        {
            var laid = new MemoryStream();
            var outName = "/tmp/signed/" + Path.GetFileName(f);
            using var output = File.Create(outName);
            try
            {
                using (var input = File.OpenRead(f))
                {
                    await PadesSigner.LayFieldsAsync(input, laid, [new("TP_1", 1, new(20, 20, 160, 60))], TestContext.Current.CancellationToken);
                }

                await PadesSigner.SignAsync(laid, output, new()
                {
                    FieldName = "TP_1",
                    Key = signer,
                    Certificate = signer.Certificate,
                    Chain = [authority.Issuing],
                    SigningTime = Time,
                    SignerName = "Nguyễn Văn Ất",
                    Reason = "Đồng ý",
                    Appearance = new(["Nguyễn Văn Ất", "Ngày ký: 25/11/2026", "Lý do: Đồng ý"], Fonts.Regular),
                    Timestamps = authority,
                }, TestContext.Current.CancellationToken);
            }
            catch (PadesRefusedException e)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(f)}: {e.Reason} {e.Message}");
                File.Delete(outName);
                continue;
            }

            output.Flush();
            var q = await Tool.RunAsync("qpdf", "--check", outName);
            var s = await Tool.RunAsync("pdfsig", "-nocert", outName);
            var last = s.Output[s.Output.LastIndexOf("Signature #", StringComparison.Ordinal)..];
            var ok = last.Contains("Signature is Valid", StringComparison.Ordinal) && s.Output.Contains("Total document signed", StringComparison.Ordinal);
            TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(f)}: qpdf {q.ExitCode} {ok} ");
            if (!ok)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(s.Output);
            }
        }
    }
}

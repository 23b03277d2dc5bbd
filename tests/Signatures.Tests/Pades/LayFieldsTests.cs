using TrustPlatform.Signatures.Pades;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

public sealed class LayFieldsTests
{
    [Fact]
    public async Task Try()
    {
        foreach (var f in Directory.GetFiles(Path.Combine(Corpora.Folder!, "pdf"), "*.pdf", SearchOption.AllDirectories).Order())
        {
            var outName = "/tmp/lay/" + Path.GetFileName(f);
            Directory.CreateDirectory("/tmp/lay");
            using var input = File.OpenRead(f);
            using var output = File.Create(outName);
            try
            {
                await PadesSigner.LayFieldsAsync(input, output, [new("TP_1", 1, new(20, 20, 150, 60)), new("TP_2", 0, default)], TestContext.Current.CancellationToken);
            }
            catch (PadesRefusedException e)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(f)}: {e.Reason} {e.Message}");
                continue;
            }

            output.Flush();
            var q = await Tool.RunAsync("qpdf", "--check", outName);
            var q0 = await Tool.RunAsync("qpdf", "--check", f);
            if (q.ExitCode != q0.ExitCode || q.ExitCode != 0)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(f)}: qpdf {q0.ExitCode} -> {q.ExitCode}" + q.Output);
            }
        }
    }
}

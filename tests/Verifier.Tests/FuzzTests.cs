using System.Globalization;
using System.Text;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Verifier.Tests;

/// <summary>
/// Damaged inputs of every kind through the whole command: there is always a verdict, never a bug's exit code, and never a trace of
/// the stack. TRUST_FUZZ sets the rounds.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly int s_rounds = int.Parse(Environment.GetEnvironmentVariable("TRUST_FUZZ") ?? "250", CultureInfo.InvariantCulture);

    private static readonly string[] s_words =
    [
        "obj", "endobj", "stream", "endstream", "xref", "trailer", "startxref", "%%EOF", "/Prev", "/Root", "/Kids", "/Parent", "/V", "/ByteRange",
        "/Contents", "/Length", "/Type/ObjStm", "/Type/XRef", "/Extends", "/XRefStm", "/Encrypt", "<<", ">>", "[", "]", "(", ")", "<", ">", "R",
        "0 R", "-1", "4294967296", "9223372036854775807", "1e308", "null", "\0", "/DSS", "/VRI", "/Perms", "/DocMDP", "/Reference",
    ];

    private readonly CommandLine _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task Damaged_document_always_gets_a_verdict()
    {
        var inputs = new List<byte[]> { await File.ReadAllBytesAsync(await _here.SignedAsync("s.pdf"), TestContext.Current.CancellationToken) };
        if (Corpora.Folder is { } folder)
        {
            inputs.AddRange(Directory.EnumerateFiles(Path.Combine(folder, "pdf"), "*.pdf", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => new FileInfo(file)).Where(file => file.Length < 100_000).Select(file => File.ReadAllBytes(file.FullName)));
        }

        await RunAsync(inputs, "pdf", "--json");
    }

    [Fact]
    public async Task Damaged_certificate_always_gets_a_verdict() =>
        await RunAsync([_here.Lab.Issuing.Certificate.RawData.ToArray(), Encoding.ASCII.GetBytes(CommandLine.Pem(_here.Lab.Issuing))], "der", "certificate");

    [Fact]
    public async Task Damaged_timestamp_always_gets_a_verdict() =>
        await RunAsync([_here.Lab.Stamp(new byte[32], _here.Lab.Time).Encoded.ToArray()], "tst", "timestamp", "--digest", new string('0', 64));

    [Fact]
    public async Task Damaged_trust_and_policy_end_with_a_sentence()
    {
        var file = await _here.SignedAsync("s.pdf");
        var policy = await File.ReadAllBytesAsync(_here.PathOf("policy.json"), TestContext.Current.CancellationToken);
        for (var round = 0; round < s_rounds / 5; round++)
        {
            var random = new Xorshift((uint)round + 1);
            var trust = _here.Write("t.pem", Damage(_here.Lab.Root.Certificate.RawData.ToArray(), random));
            var changed = _here.Write("p.json", Damage(policy, random));

            foreach (var run in (Run[])[await CommandLine.RunAsync(file, "--trust", trust), await CommandLine.RunAsync(file, "--policy", changed)])
            {
                AssertOrderly(run, $"round {round}");
            }
        }
    }

    private async Task RunAsync(List<byte[]> inputs, string extension, params string[] arguments)
    {
        for (var round = 0; round < s_rounds; round++)
        {
            var random = new Xorshift((uint)round + 1);
            var path = _here.Write($"f.{extension}", Damage(inputs[random.Next(inputs.Count)], random));

            var run = await CommandLine.RunAsync([.. arguments, path, "--trust", _here.PathOf("root.pem"), "--at", "2026-03-01T09:00:00Z"]);

            AssertOrderly(run, $"round {round}");
        }
    }

    private static void AssertOrderly(Run run, string round)
    {
        Assert.True(run.ExitCode is >= 0 and <= 4 or 64, $"{round} ends with {run.ExitCode}: {run.Error}");
        Assert.DoesNotContain("   at ", run.Output + run.Error, StringComparison.Ordinal);
    }

    /// <summary>A few changes of several kinds, one on top of the other.</summary>
    private static byte[] Damage(byte[] original, Xorshift random)
    {
        var bytes = original.ToArray();
        for (var changes = 1 + random.Next(4); changes > 0 && bytes.Length > 0; changes--)
        {
            var at = random.Next(bytes.Length);
            var word = Encoding.Latin1.GetBytes(s_words[random.Next(s_words.Length)]);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes = bytes[..at];
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. word, .. bytes[at..]];
                    break;
                case 3:
                    word.AsSpan(0, Math.Min(word.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
                    break;
                case 4:
                    var length = Math.Min(1 + random.Next(400), bytes.Length - at);
                    bytes = [.. bytes, .. bytes[at..(at + length)]];
                    break;
                default:
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(64))..]];
                    break;
            }
        }

        return bytes;
    }

    /// <summary>The same sequence in every run, so that a failing round can be repeated.</summary>
    private sealed class Xorshift(uint seed)
    {
        private uint _state = (seed * 2654435761) | 1;

        public int Next(int bound)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)Math.Max(1, bound));
        }
    }
}

using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Validation;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>
/// Random damage to signed files. The verdict may be valid only when every covered byte is as it was signed; and whatever the
/// damage, there is a verdict.
/// </summary>
public sealed class MutationTests
{
    private const int Rounds = 1500;

    [Fact]
    public async Task Damaged_file_is_never_valid_unless_the_signed_bytes_are_whole()
    {
        var lab = new Lab();
        var original = await Signing.ArchiveAsync(lab, await Signing.SignAsync(lab, lab.Signer()));
        var context = lab.Context();
        Assert.Equal(FileVerdict.Valid, Signing.Validate(original, context).Verdict);

        for (var round = 0; round < Rounds; round++)
        {
            var mutated = Mutate(original, new Xorshift((uint)round + 1), out var what);
            var report = Signing.Validate(mutated, context);

            Assert.True(
                report.Verdict != FileVerdict.Valid || OnlyPaddingDiffers(original, mutated, report), $"round {round}: {what} was accepted");
        }
    }

    [Fact]
    public void Damaged_corpus_file_always_gets_a_verdict()
    {
        Assert.SkipWhen(Corpora.Folder is null, "The corpora are not here.");
        var context = new Lab().Context();
        foreach (var file in PdfCorpus.Read().Where(file => new FileInfo(file.Path).Length < 200_000))
        {
            var original = File.ReadAllBytes(file.Path);
            for (var round = 0; round < 12; round++)
            {
                var mutated = Mutate(original, new Xorshift((uint)((round * 7919) + original.Length)), out _);
                var report = Signing.Validate(mutated, context);

                Assert.NotEqual(FileVerdict.Valid, report.Verdict);
                foreach (var signature in report.Signatures.Where(signature => signature.Integrity == SignatureIntegrity.Unreadable))
                {
                    Assert.Equal(ChangeClass.NotApplicable, signature.Changes);
                }
            }
        }
    }

    /// <summary>The zeros after a signature inside its own /Contents are the only bytes that nothing signs.</summary>
    private static bool OnlyPaddingDiffers(byte[] original, byte[] mutated, ValidationReport report)
    {
        if (original.Length != mutated.Length)
        {
            return false;
        }

        var holes = report.Signatures.Where(signature => signature.ByteRange.Count == 4)
            .Select(signature => (Start: signature.ByteRange[1], End: signature.ByteRange[2])).ToList();
        return Enumerable.Range(0, original.Length).Where(i => original[i] != mutated[i])
            .All(i => holes.Any(hole => hole.Start < i && i < hole.End - 1));
    }

    private static byte[] Mutate(byte[] original, Xorshift random, out string what)
    {
        var bytes = original.ToArray();
        var kind = random.Next(6);
        var at = random.Next(bytes.Length);
        what = $"kind {kind} at {at}";
        switch (kind)
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                var length = Math.Min(1 + random.Next(200), bytes.Length - at);
                var target = random.Next(bytes.Length - length);
                original.AsSpan(at, length).CopyTo(bytes.AsSpan(target));
                return bytes;
            case 4:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Next(50))..]];
            default:
                return [.. bytes, .. original.AsSpan(at, Math.Min(bytes.Length - at, 1 + random.Next(3000)))];
        }
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

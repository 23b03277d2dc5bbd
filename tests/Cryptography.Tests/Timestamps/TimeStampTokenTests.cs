using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Timestamps;

public sealed class TimeStampTokenTests
{
    public static TheoryData<string> CorpusTokens() => Corpora.Folder is null
        ? ["none"]
        : [.. Directory.EnumerateFiles(Path.Combine(Corpora.Folder, "pki", "timestamps"), "*.tsr").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(CorpusTokens))]
    public void Real_token_keeps_its_bytes_and_its_signature_holds(string file)
    {
        Assert.SkipWhen(Corpora.Folder is null, "no corpora");
        var bytes = File.ReadAllBytes(Path.Combine(Corpora.Folder!, "pki", "timestamps", file));

        var token = ReadToken(bytes);
        var verification = token.Verify(token.MessageImprint.Span);

        Assert.True(bytes.AsSpan().IndexOf(token.Encoded.Span) >= 0);
        var injected = file.Contains("injected", StringComparison.Ordinal);
        Assert.True(verification.IsIntact != injected, string.Join('\n', verification.Checks));
    }

    private static TimeStampToken ReadToken(byte[] bytes)
    {
        try
        {
            return TimeStampToken.Parse(bytes);
        }
        catch (CmsSyntaxException)
        {
            return TimeStampResponse.Parse(bytes).Token!;
        }
    }
}

using System.Security.Cryptography;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

public sealed class DigestPassTests
{
    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 700_000).Select(i => (byte)(i * 31 / 7))];

    [Fact]
    public void Every_digest_is_that_of_its_two_ranges()
    {
        var requests = new List<DigestRequest>();
        foreach (var (hole, after, end) in ((long, long, long)[])[(0, 0, 0), (1, 1, 1), (10, 20, 30), (10, 131_072, 131_073), (131_072, 140_000, 700_000), (300_000, 400_000, 650_000), (690, 690, 690), (699_999, 700_000, 700_000)])
        {
            requests.Add(new(HashAlgorithmName.SHA256, hole, after, end));
            requests.Add(new(HashAlgorithmName.SHA512, hole, after, end));
        }

        DigestPass.Run(new MemoryStream(s_bytes), requests, TestContext.Current.CancellationToken);

        Assert.All(requests, request => Assert.Equal(Expected(request), request.Digest));
    }

    [Fact]
    public void File_is_read_once_for_many_signatures()
    {
        using var counting = new CountingStream(s_bytes);
        var requests = Enumerable.Range(1, 100)
            .Select(i => new DigestRequest(HashAlgorithmName.SHA256, i * 6000, (i * 6000) + 100, (i * 6000) + 500)).ToList();

        DigestPass.Run(counting, requests, TestContext.Current.CancellationToken);

        Assert.All(requests, request => Assert.Equal(Expected(request), request.Digest));
        Assert.InRange(counting.BytesRead, 1, s_bytes.Length);
    }

    [Fact]
    public void Overlapping_ends_beyond_the_limit_get_no_digest()
    {
        var file = new MemoryStream(new byte[2 * 1024 * 1024]);
        var requests = Enumerable.Range(1, 200).Select(i => new DigestRequest(HashAlgorithmName.SHA256, i, i + 1, file.Length)).ToList();

        DigestPass.Run(file, requests, TestContext.Current.CancellationToken);

        Assert.Equal((64, 136), (requests.Count(request => request.Digest is not null), requests.Count(request => request.Digest is null)));
    }

    [Fact]
    public void Hash_that_the_platform_lacks_is_computed_all_the_same()
    {
        var request = new DigestRequest(new("SHA224"), 3, 5, 8);

        DigestPass.Run(new MemoryStream("abcXXdef"u8.ToArray()), [request], TestContext.Current.CancellationToken);

        // openssl dgst -sha224 over "abcdef".
        Assert.Equal("7043631CB415556A275A4EBECB802C74EE9F6153908E1792A90B6A98", Convert.ToHexString(request.Digest!));
    }

    private static byte[] Expected(DigestRequest request)
    {
        byte[] covered = [.. s_bytes[..(int)request.HoleStart], .. s_bytes[(int)request.HoleEnd..(int)request.End]];
        return request.Hash == HashAlgorithmName.SHA256 ? SHA256.HashData(covered) : SHA512.HashData(covered);
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public long BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            BytesRead += read;
            return read;
        }
    }
}

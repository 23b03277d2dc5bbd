using CsCheck;
using TrustPlatform.Contracts;

namespace TrustPlatform.Storage.Tests;

public sealed class FileDocumentStoreTests : IDisposable
{
    // FIPS 180-2, appendix B.1: the digest of "abc".
    private const string DigestOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TemporaryFolder _folder = new();
    private readonly FileDocumentStore _store;

    public FileDocumentStoreTests() => _store = FileDocumentStore.Open(_folder.File("documents"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string StoredAbc => _folder.File($"documents/ba/{DigestOfAbc}");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Document_is_kept_under_its_digest()
    {
        var digest = await _store.PutAsync(new MemoryStream("abc"u8.ToArray()), 3, Token);

        Assert.Equal(DigestOfAbc, digest.ToString());
        Assert.Equal("abc", await File.ReadAllTextAsync(StoredAbc, Token));
        Assert.Equal([StoredAbc], Files());
        await using var stream = (await _store.OpenAsync(digest, Token))!;
        Assert.Equal((true, 3L), (stream.CanSeek, stream.Length));
        Assert.Equal("abc", await new StreamReader(stream).ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Stored_file_is_readable_for_its_owner_alone_and_not_writable()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix modes.");
        await _store.PutAsync(new MemoryStream("abc"u8.ToArray()), 3, Token);

        Assert.Equal(UnixFileMode.UserRead, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(StoredAbc));
    }

    [Fact]
    public Task Any_bytes_come_back() => Gen.Byte.Array[0, 300_000].SampleAsync(
        async bytes =>
        {
            var digest = await _store.PutAsync(new MemoryStream(bytes), bytes.Length, Token);
            await using var stream = (await _store.OpenAsync(digest, Token))!;
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Token);
            Assert.Equal(bytes, copy.ToArray());
        },
        iter: 20);

    [Fact]
    public async Task Unknown_document_is_null()
    {
        Assert.True(DocumentDigest.TryParse(DigestOfAbc, out var digest));

        Assert.Null(await _store.OpenAsync(digest, Token));
    }

    [Fact]
    public async Task Document_beyond_the_bound_leaves_nothing()
    {
        var error = await Assert.ThrowsAsync<DocumentTooLargeException>(
            () => _store.PutAsync(new MemoryStream(new byte[500_001]), 500_000, Token));

        Assert.Equal(500_000, error.MaxLengthInBytes);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Same_document_many_times_is_one_file()
    {
        var digests = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Task.Run(() => _store.PutAsync(new MemoryStream("abc"u8.ToArray()), 3, Token))));

        Assert.All(digests, digest => Assert.Equal(DigestOfAbc, digest.ToString()));
        Assert.Equal([StoredAbc], Files());
    }

    [Fact]
    public async Task Error_of_the_callers_stream_stays_and_leaves_nothing()
    {
        await using var content = new StoppingStream(() => throw new IOException("connection reset"));

        var error = await Assert.ThrowsAsync<IOException>(() => _store.PutAsync(content, 1_000_000, Token));

        Assert.Equal("connection reset", error.Message);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Cancelled_upload_leaves_nothing()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var content = new StoppingStream(cancellation.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.PutAsync(content, 1_000_000, cancellation.Token));

        Assert.Empty(Files());
    }

    [Fact]
    public async Task Opening_removes_what_a_crash_left_but_not_what_another_process_writes()
    {
        var orphan = _folder.File("documents/tmp/left");
        await File.WriteAllTextAsync(orphan, "half a docum", Token);
        await using var content = new StoppingStream(() =>
        {
            Assert.Equal(2, Files().Count);
            FileDocumentStore.Open(_folder.File("documents"));
            Assert.Single(Files());
        });

        var digest = await _store.PutAsync(content, 1_000_000, Token);

        Assert.False(File.Exists(orphan));
        Assert.NotNull(await OpenAndCloseAsync(digest));
    }

    [Fact]
    public async Task Document_that_lost_bytes_on_disk_is_reported_not_replaced()
    {
        await _store.PutAsync(new MemoryStream("abc"u8.ToArray()), 3, Token);
        File.Delete(StoredAbc);
        await File.WriteAllTextAsync(StoredAbc, "a", Token);

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => _store.PutAsync(new MemoryStream("abc"u8.ToArray()), 3, Token));

        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
        Assert.Equal("a", await File.ReadAllTextAsync(StoredAbc, Token));
    }

    [Theory]
    [InlineData("/proc/no", "a folder that cannot be made")]
    [InlineData("/etc/hostname", "a file where a folder should be")]
    public void Place_that_cannot_hold_documents_is_refused(string path, string why)
    {
        var error = Record.Exception(() => FileDocumentStore.Open(path));

        Assert.True(error is StorageUnavailableException, why);
    }

    private List<string> Files() =>
        [.. Directory.EnumerateFiles(_folder.File("documents"), "*", SearchOption.AllDirectories)];

    private async Task<long?> OpenAndCloseAsync(DocumentDigest digest)
    {
        await using var stream = await _store.OpenAsync(digest, Token);
        return stream?.Length;
    }

    /// <summary>Gives one block, then does something, then ends.</summary>
    private sealed class StoppingStream(Action then) : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            switch (_reads++)
            {
                case 0:
                    buffer.Span[..1000].Fill(7);
                    return ValueTask.FromResult(1000);
                case 1:
                    then();
                    cancellationToken.ThrowIfCancellationRequested();
                    return ValueTask.FromResult(0);
                default:
                    return ValueTask.FromResult(0);
            }
        }
    }
}

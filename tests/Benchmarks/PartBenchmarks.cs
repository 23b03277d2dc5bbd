using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Pades;

namespace TrustPlatform.Benchmarks;

/// <summary>The parts of one signature on a document of 100 KiB, beside what no signer can do without.</summary>
[MemoryDiagnoser]
public class PartBenchmarks : IDisposable
{
    private readonly Sample _sample = new();
    private readonly byte[] _digest = new byte[32];
    private readonly MemoryStream _output = new();
    private MemoryStream _document = new();

    [GlobalSetup]
    public async Task Setup() => _document = await Sample.InMemoryAsync(100 * 1024, 1);

    [GlobalCleanup]
    public void Dispose()
    {
        _sample.Dispose();
        _document.Dispose();
        _output.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public byte[] Hash_and_raw_signature() => _sample.Key.SignHash(SHA256.HashData(_document.GetBuffer().AsSpan(0, (int)_document.Length)));

    [Benchmark]
    public CmsSignedData Cms_over_a_digest() => CmsSignedData.Sign(new()
    {
        ContentDigest = _digest,
        Key = _sample.Key,
        Certificate = _sample.Certificate,
    });

    [Benchmark]
    public int Open_and_read_pages()
    {
        using var document = PdfDocument.Open(_document, PdfLimits.Default);
        return document.Current.Pages.Count;
    }

    /// <summary>The output is used again: making room for a copy of the file is the caller's and not the signer's.</summary>
    [Benchmark]
    public Task<PadesSigningResult> Sign() => PadesSigner.SignAsync(_document, _output, _sample.Request(), CancellationToken.None);
}

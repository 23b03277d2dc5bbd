using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Pades;

namespace TrustPlatform.Benchmarks;

/// <summary>A key with a certificate of its own, and files of any size with fields laid.</summary>
internal sealed class Sample : IDisposable
{
    private const int StreamLength = 1024 * 1024;

    public Sample()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Benchmark", ecdsa, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.NonRepudiation, critical: true));
        var issued = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2044, 1, 1, 0, 0, 0, TimeSpan.Zero));
        PfxCertificate = issued;
        Certificate = Certificate.Parse(issued.RawData);
        Key = SoftwareSigningKey.Import(ecdsa.ExportPkcs8PrivateKey(), SignatureAlgorithm.EcdsaP256Sha256);
    }

    public X509Certificate2 PfxCertificate { get; }

    public SoftwareSigningKey Key { get; }

    public Certificate Certificate { get; }

    public PadesSigningRequest Request(string field = "F1") => new()
    {
        FieldName = field,
        Key = Key,
        Certificate = Certificate,
        SigningTime = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero),
    };

    /// <summary>A one-page document of about this many bytes, most of them in streams, with invisible fields F1, F2, ….</summary>
    public static async Task WriteAsync(Stream output, long length, int fields)
    {
        using var plain = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        WritePlain(plain, length);
        await PadesSigner.LayFieldsAsync(
            plain, output, [.. Enumerable.Range(1, fields).Select(i => new SignatureFieldPlacement($"F{i}", 0, default))],
            CancellationToken.None);
    }

    public static async Task<MemoryStream> InMemoryAsync(long length, int fields)
    {
        var output = new MemoryStream();
        await WriteAsync(output, length, fields);
        return output;
    }

    public void Dispose()
    {
        Key.Dispose();
        PfxCertificate.Dispose();
    }

    private static void WritePlain(Stream output, long length)
    {
        var offsets = new List<long>();
        Write("%PDF-1.7\n");
        Object("<</Type/Catalog/Pages 2 0 R>>");
        Object("<</Type/Pages/Count 1/Kids[3 0 R]>>");
        Object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>");
        var bytes = new byte[StreamLength];
        for (var left = length - output.Position - 1024; left > 0; left -= StreamLength)
        {
            RandomNumberGenerator.Fill(bytes);
            var part = (int)Math.Min(left, StreamLength);
            offsets.Add(output.Position);
            Write(Invariant($"{offsets.Count} 0 obj\n<</Length {part}>>stream\n"));
            output.Write(bytes, 0, part);
            Write("\nendstream\nendobj\n");
        }

        var start = output.Position;
        Write(Invariant($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n"));
        offsets.ForEach(offset => Write(Invariant($"{offset:D10} 00000 n \n")));
        Write(Invariant($"trailer\n<</Size {offsets.Count + 1}/Root 1 0 R/ID[<00><00>]>>\nstartxref\n{start}\n%%EOF\n"));

        void Object(string value)
        {
            offsets.Add(output.Position);
            Write(Invariant($"{offsets.Count} 0 obj\n{value}\nendobj\n"));
        }

        void Write(string text) => output.Write(Encoding.ASCII.GetBytes(text));

        static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}

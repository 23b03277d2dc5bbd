using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki.Tests;

/// <summary>A PKI in a folder of its own, with files for other programs; gone after the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public static string Profiles { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "pki", "profiles");

    public string Path { get; } = Directory.CreateTempSubdirectory("trust-pki-").FullName;

    public PkiOptions Options => new()
    {
        Directory = System.IO.Path.Combine(Path, "pki"),
        ProfilesDirectory = Profiles,
        PublicUrl = new Uri("http://trust.test:8080/"),
    };

    public PlatformPki Open(TimeProvider time) => PlatformPki.Open(Options, time);

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes certificates as PEM and returns the path.</summary>
    public string WritePem(string name, params IEnumerable<Certificate> certificates) => Write(
        name,
        Encoding.ASCII.GetBytes(string.Join('\n', certificates.Select(c => PemEncoding.WriteString("CERTIFICATE", c.RawData.Span)))));

    public string WriteCrls(string name, params IEnumerable<byte[]> crls) => Write(
        name, Encoding.ASCII.GetBytes(string.Join('\n', crls.Select(crl => PemEncoding.WriteString("X509 CRL", crl)))));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Subjects that are nobody: numbers with the place of birth 999.</summary>
internal static class Subjects
{
    public static CeremonySubject Person(string authorisation, string name = "Nguyễn Thị Ánh Đào", string number = "999199000018") => new(
        authorisation, name, number, 2, Sha256("assertion of " + authorisation), Sha256("contract"));

    public static SealSubject Organisation(string id = "org-1") => new(id, "CÔNG TY CỔ PHẦN THỬ NGHIỆM ĐẠI DƯƠNG", "0100109106");

    /// <summary>For tests whose subject is not who waits.</summary>
    public static SigningCredential OneTime(this PlatformPki pki, CeremonySubject subject) =>
        pki.OneTimeAsync(subject).GetAwaiter().GetResult();

    public static byte[] Sha256(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Pki;

namespace TrustPlatform.Benchmarks;

/// <summary>A PKI in a folder of its own, and subjects that are nobody.</summary>
internal sealed class PkiFolder : IDisposable
{
    private readonly Folder _folder = new();

    public PkiFolder() => Pki = PlatformPki.Open(Options, TimeProvider.System);

    public PlatformPki Pki { get; }

    public PkiOptions Options => OptionsOf(_folder.PathOf("pki"));

    public string Register => Path.Combine(Options.Directory, "register.db");

    public static PkiOptions OptionsOf(string directory) => new()
    {
        Directory = directory,
        ProfilesDirectory = Path.Combine(AppContext.BaseDirectory, "pki", "profiles"),
        PublicUrl = new Uri("http://trust.test:8080/"),
    };

    public static CeremonySubject Person(string authorisation) => new(
        authorisation, "Nguyễn Thị Ánh Đào", "999199000018", 2, Digest("assertion of " + authorisation), Digest("contract"));

    public static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        Pki.Dispose();
        _folder.Dispose();
    }
}

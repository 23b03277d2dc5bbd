using System.Globalization;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Verifier;

/// <summary>Reads what the options name. Every refusal is one sentence.</summary>
internal static class Inputs
{
    private const long MaxSmallFile = 64 * 1024 * 1024;

    /// <summary>Certificates of a PEM or DER file, or of every file of a folder.</summary>
    public static IReadOnlyList<Certificate> Certificates(IEnumerable<string> places) =>
        places.SelectMany(place => Files(place).SelectMany(file => CertificatesOf(file))).ToList();

    /// <summary>A file, or the files of a folder in order of their names.</summary>
    public static IEnumerable<string> Files(string place)
    {
        if (Directory.Exists(place))
        {
            var files = Directory.EnumerateFiles(place).Order(StringComparer.Ordinal).ToList();
            return files.Count > 0 ? files : throw new UsageException($"The folder '{place}' is empty.");
        }

        return File.Exists(place) ? [place] : throw new UsageException($"There is no file or folder '{place}'.");
    }

    public static byte[] ReadSmall(string file)
    {
        try
        {
            return new FileInfo(file).Length <= MaxSmallFile
                ? File.ReadAllBytes(file)
                : throw new InputException($"'{file}' is too large to be what it should be.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{file}' cannot be read: {exception.Message}", exception);
        }
    }

    public static ValidationPolicy Policy(string? file)
    {
        if (file is null)
        {
            return ValidationPolicy.VietNam;
        }

        switch (file)
        {
            case "vn":
                return ValidationPolicy.VietNam;
            case "eu":
                return ValidationPolicy.EuropeanUnion;
            case "test-vectors":
                return ValidationPolicy.TestVectors;
            default:
                break;
        }

        try
        {
            return ValidationPolicy.Parse(File.ReadAllBytes(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new UsageException($"The policy '{file}' cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>An RFC 3339 instant, or now.</summary>
    public static DateTimeOffset Instant(string? text, TimeProvider time)
    {
        if (text is null)
        {
            return time.GetUtcNow();
        }

        // RFC 3339, 5.6: an offset is required, fractions are optional.
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
        return hasOffset && DateTimeOffset.TryParseExact(
            text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant : throw new UsageException($"'{text}' is no RFC 3339 time such as 2026-01-31T08:00:00Z.");
    }

    private static IReadOnlyList<Certificate> CertificatesOf(string file)
    {
        try
        {
            var found = Certificate.ParseAll(ReadSmall(file));
            return found.Count > 0 ? found : throw new UsageException($"'{file}' holds no certificate.");
        }
        catch (CmsSyntaxException exception)
        {
            throw new UsageException($"'{file}' holds no certificate that can be read: {exception.Message}", exception);
        }
        catch (InputException exception)
        {
            throw new UsageException(exception.Message, exception);
        }
    }
}

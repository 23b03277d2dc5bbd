using System.Security.Cryptography;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Timestamps;

/// <summary>An RFC 3161 TimeStampToken; BER is accepted, the bytes are kept as they came.</summary>
public sealed class TimeStampToken
{
    private TimeStampToken() { }

    /// <summary>Parses a token. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static TimeStampToken Parse(ReadOnlyMemory<byte> encoded) => throw new NotImplementedException();

    /// <summary>The encoding as it came.</summary>
    public ReadOnlyMemory<byte> Encoded => throw new NotImplementedException();

    /// <summary>The time that the token proves.</summary>
    public DateTimeOffset GenTime => throw new NotImplementedException();

    /// <summary>Serial number, upper-case hexadecimal.</summary>
    public string SerialNumber => throw new NotImplementedException();

    /// <summary>Object identifier of the TSA's policy.</summary>
    public string Policy => throw new NotImplementedException();

    /// <summary>Hash of the imprint.</summary>
    public HashAlgorithmName HashAlgorithm => throw new NotImplementedException();

    /// <summary>The hashed message.</summary>
    public ReadOnlyMemory<byte> MessageImprint => throw new NotImplementedException();

    /// <summary>Certificates carried in the token.</summary>
    public IReadOnlyList<Certificate> Certificates => throw new NotImplementedException();
}

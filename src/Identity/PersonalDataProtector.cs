using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Contracts;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Identity;

/// <summary>
/// Personal data at rest: AES-256-GCM with a versioned key and the purpose as associated data; a keyed hash to find it again
/// (ADR on personal data). Thread-safe. The key lives in a file of its own with mode 0600, made at the first start.
/// </summary>
/// <remarks>
/// The file holds one key a line: <c>seal VERSION BASE64</c> (the highest version encrypts, the others decrypt) and
/// <c>pseudonym 1 BASE64</c>, which can never change because citizens are named by it. Nonces are random, so a version may seal
/// 2³² times (NIST SP 800-38D, 8.3).
/// </remarks>
public sealed class PersonalDataProtector : IDisposable
{
    private const byte Format = 1;
    private const int HeaderLength = 5;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int KeyLength = 32;
    private const int PseudonymLength = 20;
    private const int MaxPurposeLength = 200;

    private readonly Dictionary<uint, byte[]> _sealKeys;
    private readonly uint _current;
    private readonly byte[] _pseudonymKey;

    private PersonalDataProtector(Dictionary<uint, byte[]> sealKeys, byte[] pseudonymKey) =>
        (_sealKeys, _current, _pseudonymKey) = (sealKeys, sealKeys.Keys.Max(), pseudonymKey);

    /// <summary>
    /// Opens the key file, or makes one. Throws <see cref="InvalidDataException"/> for a file that holds no keys or that others
    /// than its owner can read.
    /// </summary>
    public static PersonalDataProtector Open(string keyFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyFile);
        if (!File.Exists(keyFile))
        {
            Create(keyFile);
        }

        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(keyFile) & others) != 0)
        {
            throw new InvalidDataException("The key file of personal data can be read by others: give it mode 0600.");
        }

        var seal = new Dictionary<uint, byte[]>();
        byte[]? pseudonym = null;
        foreach (var line in File.ReadLines(keyFile).Where(line => line.Length > 0))
        {
            if (line.Split(' ') is not [var use, var number, var text] || !uint.TryParse(number, out var version)
                || Key(text) is not { } key)
            {
                throw new InvalidDataException("The key file of personal data has a line that is no key.");
            }

            switch (use)
            {
                case "seal" when seal.TryAdd(version, key):
                    break;
                case "pseudonym" when pseudonym is null:
                    pseudonym = key;
                    break;
                default:
                    throw new InvalidDataException("The key file of personal data has a line of unknown use.");
            }
        }

        return seal.Count > 0 && pseudonym is not null
            ? new(seal, pseudonym)
            : throw new InvalidDataException("The key file of personal data lacks a key.");
    }

    /// <summary>Encrypts; the result names the key's version.</summary>
    public byte[] Protect(string purpose, ReadOnlySpan<byte> plaintext)
    {
        var result = new byte[HeaderLength + NonceLength + TagLength + plaintext.Length];
        result[0] = Format;
        BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(1), _current);
        var nonce = result.AsSpan(HeaderLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_sealKeys[_current], TagLength);
        aes.Encrypt(nonce, plaintext, result.AsSpan(HeaderLength + NonceLength + TagLength),
            result.AsSpan(HeaderLength + NonceLength, TagLength), Associated(result, purpose));
        return result;
    }

    /// <summary>Decrypts. Throws <see cref="CryptographicException"/> for changed bytes, another purpose or an unknown key version.</summary>
    public byte[] Unprotect(string purpose, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < HeaderLength + NonceLength + TagLength || sealedBytes[0] != Format
            || !_sealKeys.TryGetValue(BinaryPrimitives.ReadUInt32BigEndian(sealedBytes[1..]), out var key))
        {
            throw new CryptographicException("These bytes were not sealed with a key of this platform.");
        }

        var plaintext = new byte[sealedBytes.Length - HeaderLength - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(sealedBytes.Slice(HeaderLength, NonceLength), sealedBytes[(HeaderLength + NonceLength + TagLength)..],
            sealedBytes.Slice(HeaderLength + NonceLength, TagLength), plaintext, Associated(sealedBytes, purpose));
        return plaintext;
    }

    /// <summary>The pseudonym of a personal number: HMAC-SHA-256 (160 bits of it), base32 in lower case, 32 characters.</summary>
    public string Pseudonym(string personalNumber)
    {
        ArgumentException.ThrowIfNullOrEmpty(personalNumber);
        var mac = HMACSHA256.HashData(_pseudonymKey, Encoding.UTF8.GetBytes("trust.pseudonym.v1\0" + personalNumber));
        return Keys.Base32(mac.AsSpan(0, PseudonymLength));
    }

    /// <summary>
    /// 32 secret bytes that only this platform can make again from the same purpose and text: a repeated command can repeat its
    /// answer although nothing secret was kept.
    /// </summary>
    public byte[] DeriveSecret(string purpose, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentException.ThrowIfNullOrEmpty(text);
        return HMACSHA256.HashData(_pseudonymKey, Encoding.UTF8.GetBytes($"trust.secret.v1\0{purpose}\0{text}"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in _sealKeys.Values.Append(_pseudonymKey))
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Format and version are authenticated too, so that a value cannot be relabelled.</summary>
    private static byte[] Associated(ReadOnlySpan<byte> sealedBytes, string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(purpose.Length, MaxPurposeLength, nameof(purpose));
        return [.. sealedBytes[..HeaderLength], .. Encoding.UTF8.GetBytes(purpose)];
    }

    private static byte[]? Key(string text)
    {
        var key = new byte[KeyLength];
        return text.Length == 44 && Convert.TryFromBase64String(text, key, out var length) && length == KeyLength ? key : null;
    }

    /// <summary>Two processes that start together end with one key.</summary>
    private static void Create(string keyFile)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(keyFile))!); // a full path of a file has a folder
        _ = KeyFile.TryCreate(keyFile, Encoding.ASCII.GetBytes($"{Line("seal")}{Line("pseudonym")}"));

        static string Line(string use) => $"{use} 1 {Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength))}\n";
    }
}

using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using TrustPlatform.Contracts;

namespace TrustPlatform.Identity.Tests;

public sealed class PersonalDataProtectorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("protector-");

    private string KeyFile => Path.Combine(_folder.FullName, "keys", "personal-data.key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Whatever_is_sealed_is_read_again_after_a_restart()
    {
        Gen.Byte.Array[0, 300].Sample(
            plaintext =>
            {
                byte[] bytes;
                using (var protector = PersonalDataProtector.Open(KeyFile))
                {
                    bytes = protector.Protect("party.number", plaintext);
                }

                using var again = PersonalDataProtector.Open(KeyFile);
                return again.Unprotect("party.number", bytes).AsSpan().SequenceEqual(plaintext);
            },
            iter: 50);
    }

    [Fact]
    public void Each_changed_bit_and_each_other_purpose_is_refused()
    {
        using var protector = PersonalDataProtector.Open(KeyFile);
        var bytes = protector.Protect("party.number", "999090000001"u8);

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect("party.number", changed));
        }

        Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect("party.contact", bytes));
        Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect("party.number", bytes.AsSpan(0, 20)));
        Assert.Equal("999090000001", Encoding.UTF8.GetString(protector.Unprotect("party.number", bytes)));
    }

    [Fact]
    public void The_same_text_is_never_sealed_to_the_same_bytes()
    {
        using var protector = PersonalDataProtector.Open(KeyFile);

        Assert.NotEqual(protector.Protect("a", "x"u8), protector.Protect("a", "x"u8));
    }

    [Fact]
    public void A_newer_key_seals_and_the_older_still_opens()
    {
        byte[] old;
        using (var before = PersonalDataProtector.Open(KeyFile))
        {
            old = before.Protect("a", "x"u8);
        }

        File.AppendAllText(KeyFile, $"seal 7 {Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n");
        using var after = PersonalDataProtector.Open(KeyFile);

        Assert.Equal("x"u8, after.Unprotect("a", old));
        Assert.Equal((byte)7, after.Protect("a", "x"u8)[4]);
    }

    [Fact]
    public void A_pseudonym_is_the_keyed_hash_and_names_a_citizen()
    {
        using var protector = PersonalDataProtector.Open(KeyFile);
        var key = Convert.FromBase64String(File.ReadLines(KeyFile).Single(line => line.StartsWith("pseudonym", StringComparison.Ordinal)).Split(' ')[2]);

        var pseudonym = protector.Pseudonym("999090000001");

        var expected = HMACSHA256.HashData(key, "trust.pseudonym.v1\0999090000001"u8)[..20];
        Assert.Equal(Keys.Base32(expected), pseudonym);
        Assert.Equal($"ctz-{pseudonym}", CitizenId.FromPseudonym(pseudonym).ToString());
        Assert.NotEqual(pseudonym, protector.Pseudonym("999090000002"));
    }

    [Fact]
    public void Two_starts_at_once_end_with_one_key()
    {
        var pseudonyms = new string[8];

        Parallel.For(0, pseudonyms.Length, i =>
        {
            using var protector = PersonalDataProtector.Open(KeyFile);
            pseudonyms[i] = protector.Pseudonym("999090000001");
        });

        Assert.Single(pseudonyms.Distinct());
        Assert.Equal([KeyFile], Directory.GetFiles(Path.GetDirectoryName(KeyFile)!));
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public void The_key_file_is_the_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are a matter of Unix.");
        PersonalDataProtector.Open(KeyFile).Dispose();
        var made = File.GetUnixFileMode(KeyFile);
        File.SetUnixFileMode(KeyFile, made | UnixFileMode.GroupRead);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, made);
        Assert.Throws<InvalidDataException>(() => PersonalDataProtector.Open(KeyFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("seal 1 AAAA")]
    [InlineData("seal 1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void A_damaged_key_file_is_refused_and_left_alone(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Throws<InvalidDataException>(() => PersonalDataProtector.Open(KeyFile));
        Assert.Equal(content, File.ReadAllText(KeyFile));
    }
}

using System.Runtime.Versioning;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Keys;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Keys;

public sealed class KeyWrappingTests : IDisposable
{
    private static readonly byte[] s_secret = [1, 2, 3, 4, 5];

    private readonly string _folder = Directory.CreateTempSubdirectory("trust-keys-").FullName;

    public static bool HasModes => !OperatingSystem.IsWindows();

    private string MasterKey => Path.Combine(_folder, "master.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_wrapped_opens_again_also_in_another_process()
    {
        byte[] wrapped;
        using (var wrapping = KeyWrapping.OpenOrCreate(MasterKey))
        {
            wrapped = wrapping.Wrap(s_secret, "key", "purpose");
        }

        using var again = KeyWrapping.OpenOrCreate(MasterKey);
        Assert.Equal(s_secret, again.Unwrap(wrapped, "key", "purpose"));
    }

    [Theory]
    [InlineData("another id", "kez", "purpose")]
    [InlineData("another purpose", "key", "purposf")]
    [InlineData("letters moved from id to purpose", "ke", "ypurpose")]
    public void It_does_not_open_in_another_place(string what, string id, string purpose)
    {
        using var wrapping = KeyWrapping.OpenOrCreate(MasterKey);
        var wrapped = wrapping.Wrap(s_secret, "key", "purpose");

        var refused = Record.Exception(() => wrapping.Unwrap(wrapped, id, purpose));

        Assert.True(refused is CryptographicException, what);
    }

    [Fact]
    public void No_octet_may_change_nor_be_cut_off()
    {
        using var wrapping = KeyWrapping.OpenOrCreate(MasterKey);
        var wrapped = wrapping.Wrap(s_secret, "key", "purpose");
        for (var i = 0; i < wrapped.Length; i++)
        {
            var changed = wrapped.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => wrapping.Unwrap(changed, "key", "purpose"));
            Assert.ThrowsAny<CryptographicException>(() => wrapping.Unwrap(wrapped.AsSpan(0, i), "key", "purpose"));
        }
    }

    [Fact]
    public void No_key_and_nonce_are_used_twice()
    {
        const int Count = 20_000;
        using var wrapping = KeyWrapping.OpenOrCreate(MasterKey);
        var heads = new string[Count];

        // A salt names the derived key, the counter after it is the nonce.
        Parallel.For(0, Count, i => heads[i] = Convert.ToHexString(wrapping.Wrap(s_secret, "key", "purpose").AsSpan(1, 24)));

        Assert.Equal(Count, heads.Distinct().Count());
        Assert.True(heads.Select(head => head[..32]).Distinct().Count() < Count / 10, "a derived key serves many");
    }

    [Fact]
    public void Another_master_key_does_not_open_it_and_no_two_wrappings_are_alike()
    {
        using var wrapping = KeyWrapping.OpenOrCreate(MasterKey);
        using var other = KeyWrapping.OpenOrCreate(MasterKey + "2");
        var wrapped = wrapping.Wrap(s_secret, "key", "purpose");

        Assert.ThrowsAny<CryptographicException>(() => other.Unwrap(wrapped, "key", "purpose"));
        Assert.NotEqual(wrapped, wrapping.Wrap(s_secret, "key", "purpose"));
    }

    [Fact]
    public void Many_that_make_the_file_at_once_use_the_same_key()
    {
        for (var round = 1; round <= 50; round++)
        {
            var path = $"{MasterKey}.{round}";
            var wrapped = new byte[16][];
            Together(wrapped.Length, i =>
            {
                using var wrapping = KeyWrapping.OpenOrCreate(path);
                wrapped[i] = wrapping.Wrap(s_secret, "key", "purpose");
            });

            using var one = KeyWrapping.OpenOrCreate(path);
            Assert.All(wrapped, bytes => Assert.Equal(s_secret, one.Unwrap(bytes, "key", "purpose")));
            Assert.Equal(round, Directory.GetFiles(_folder).Length);
        }
    }

    [Fact]
    public void Of_many_that_create_a_key_file_one_does()
    {
        for (var round = 1; round <= 50; round++)
        {
            var path = $"{MasterKey}.{round}";
            var created = new bool[16];
            Together(created.Length, i => created[i] = KeyFile.TryCreate(path, [(byte)i]));

            Assert.Equal([(byte)Array.IndexOf(created, true)], File.ReadAllBytes(path));
            Assert.Single(created, one => one);
            Assert.Equal(round, Directory.GetFiles(_folder).Length);
        }
    }

    private static void Together(int count, Action<int> act)
    {
        using var start = new Barrier(count);
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            act(i);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    [Fact(SkipUnless = nameof(HasModes), Skip = "file modes are Unix")]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_others_may_read_or_of_another_length_is_refused()
    {
        KeyWrapping.OpenOrCreate(MasterKey).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(MasterKey));
        File.SetUnixFileMode(MasterKey, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("0600", Assert.Throws<IOException>(() => KeyWrapping.OpenOrCreate(MasterKey)).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(MasterKey, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(MasterKey, new byte[31]);
        Assert.Contains("31", Assert.Throws<IOException>(() => KeyWrapping.OpenOrCreate(MasterKey)).Message, StringComparison.Ordinal);
    }
}

using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki.Tests;

/// <summary>A real PKCS#11 module, SoftHSM2. One after the other: a process has one configuration of it.</summary>
public sealed class Pkcs11Tests : IAsyncLifetime
{
    private Softoken _token = null!; // set before each test

    public static bool HasSoftHsm => Softoken.IsThere;

    public async ValueTask InitializeAsync() => _token = await Softoken.Create();

    public ValueTask DisposeAsync()
    {
        _token.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory(SkipUnless = nameof(HasSoftHsm), Skip = "SoftHSM2 is not installed")]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256, 32)]
    [InlineData(SignatureAlgorithm.EcdsaP384Sha384, 48)]
    public void A_key_on_the_token_signs_what_the_platform_verifies_also_when_opened_again(SignatureAlgorithm algorithm, int length)
    {
        var hash = RandomNumberGenerator.GetBytes(length);
        byte[] reference;
        ReadOnlyMemory<byte> publicKey;
        using (var store = Pkcs11KeyStore.Open(Softoken.Options))
        using (var key = store.Create(algorithm, KeyLife.Lasting))
        {
            publicKey = key.SubjectPublicKeyInfo;
            Assert.True(Verifies(publicKey, hash, key.SignHash(hash)));
            reference = store.Keep(key, "k", "p")!;
        }

        using var again = Pkcs11KeyStore.Open(Softoken.Options);
        using var opened = again.Open(reference, "k", "p", algorithm);
        Assert.Equal(publicKey, opened.SubjectPublicKeyInfo);
        Assert.True(Verifies(publicKey, hash, opened.SignHash(hash)));
        again.Destroy(reference);
        Assert.Equal(
            KeyStoreFailure.KeyLost,
            Assert.Throws<KeyStoreException>(() => again.Open(reference, "k", "p", algorithm)).Failure);
    }

    [Fact(SkipUnless = nameof(HasSoftHsm), Skip = "SoftHSM2 is not installed")]
    public void The_private_half_cannot_be_read()
    {
        using var store = Pkcs11KeyStore.Open(Softoken.Options);
        using var key = store.Create(SignatureAlgorithm.EcdsaP256Sha256, KeyLife.Lasting);

        var attributes = AsStranger(session => session
            .FindAllObjects([session.Factories.ObjectAttributeFactory.Create(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY)])
            .Select(handle => session.GetAttributeValue(handle, [CKA.CKA_SENSITIVE, CKA.CKA_EXTRACTABLE, CKA.CKA_VALUE])).Single());

        Assert.True(attributes[0].GetValueAsBool());
        Assert.False(attributes[1].GetValueAsBool());
        Assert.True(attributes[2].CannotBeRead);
    }

    [Fact(SkipUnless = nameof(HasSoftHsm), Skip = "SoftHSM2 is not installed")]
    public void After_a_restart_of_the_token_lasting_keys_sign_again_and_one_time_keys_are_gone()
    {
        using var store = Pkcs11KeyStore.Open(Softoken.Options);
        using var lasting = store.Create(SignatureAlgorithm.EcdsaP256Sha256, KeyLife.Lasting);
        using var oneTime = store.Create(SignatureAlgorithm.EcdsaP256Sha256, KeyLife.OneTime);
        var hash = RandomNumberGenerator.GetBytes(32);
        Assert.True(Verifies(oneTime.SubjectPublicKeyInfo, hash, oneTime.SignHash(hash)));

        Restart();

        Assert.True(Verifies(lasting.SubjectPublicKeyInfo, hash, lasting.SignHash(hash)));
        Assert.Equal(
            KeyStoreFailure.KeyLost, Assert.Throws<KeyStoreException>(() => oneTime.SignHash(hash)).Failure);
    }

    [Fact(SkipUnless = nameof(HasSoftHsm), Skip = "SoftHSM2 is not installed")]
    public void A_wrong_PIN_is_tried_once_and_never_again()
    {
        var wrong = Softoken.Options with { Pin = "000000" };

        Assert.Equal(
            KeyStoreFailure.WrongPassphrase, Assert.Throws<KeyStoreException>(() => Pkcs11KeyStore.Open(wrong)).Failure);
        using var right = Pkcs11KeyStore.Open(Softoken.Options);
        using var key = right.Create(SignatureAlgorithm.EcdsaP256Sha256, KeyLife.OneTime);
        Assert.Equal(65, key.SubjectPublicKeyInfo.Length - 26);
    }

    [Fact(SkipUnless = nameof(HasSoftHsm), Skip = "SoftHSM2 is not installed")]
    public void A_token_that_is_not_there_and_a_module_that_is_none_are_said_so()
    {
        Assert.Contains("no such", Assert.Throws<KeyStoreException>(
            () => Pkcs11KeyStore.Open(Softoken.Options with { Label = "no such" })).Message, StringComparison.Ordinal);
        Assert.Equal(KeyStoreFailure.Unavailable, Assert.Throws<KeyStoreException>(
            () => Pkcs11KeyStore.Open(Softoken.Options with { Module = "/nonexistent.so" })).Failure);
    }

    [Fact(SkipUnless = nameof(HasSoftHsm), Skip = "SoftHSM2 is not installed")]
    public void Many_callers_share_few_sessions()
    {
        using var store = Pkcs11KeyStore.Open(Softoken.Options with { MaxSessions = 3 });
        using var key = store.Create(SignatureAlgorithm.EcdsaP256Sha256, KeyLife.Lasting);
        var verified = 0;

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 12 }, _ =>
        {
            var hash = RandomNumberGenerator.GetBytes(32);
            if (Verifies(key.SubjectPublicKeyInfo, hash, key.SignHash(hash)))
            {
                Interlocked.Increment(ref verified);
            }
        });

        Assert.Equal(200, verified);
    }

    [Fact(SkipUnless = nameof(HasSoftHsm), Skip = "SoftHSM2 is not installed")]
    public async Task When_every_session_is_taken_the_next_caller_is_told_and_the_one_after_is_served()
    {
        using var connection = Pkcs11Connection.Open(Softoken.Options with { MaxSessions = 1, Patience = TimeSpan.FromMilliseconds(200) });
        using var taken = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var cancelled = TestContext.Current.CancellationToken;
        var holder = Task.Run(() => connection.Use((_, _) =>
        {
            taken.Set();
            return release.Wait(TimeSpan.FromSeconds(30), cancelled);
        }), cancelled);
        Assert.True(taken.Wait(TimeSpan.FromSeconds(30), cancelled));

        var refused = Assert.Throws<KeyStoreException>(() => connection.Use((_, _) => 1));
        release.Set();

        Assert.True(await holder);
        Assert.Equal(KeyStoreFailure.Unavailable, refused.Failure);
        Assert.Equal("All sessions of the token trust-test are taken.", refused.Message);
        Assert.Equal(2, connection.Use((_, _) => 2));
    }

    [Fact(SkipUnless = nameof(HasSoftHsm), Skip = "SoftHSM2 is not installed")]
    public async Task The_whole_PKI_runs_on_the_token_and_OpenSSL_accepts_what_it_signs()
    {
        using var folder = new TestFolder();
        var options = folder.Options with { Token = Softoken.Options };
        byte[] signature;
        SigningCredential person;
        var digest = Subjects.Sha256("document");
        using (var pki = PlatformPki.Open(options, TimeProvider.System))
        {
            person = pki.OneTime(Subjects.Person("a"));
            signature = person.Key.SignHash(digest);
            Assert.Equal(signature, pki.OneTime(Subjects.Person("a")).Key.SignHash(digest));
            Assert.Throws<InvalidOperationException>(() => person.Key.SignHash(Subjects.Sha256("other")));
            pki.OneTime(Subjects.Person("unused"));
        }

        Assert.True(Verifies(person.Certificate.SubjectPublicKeyInfo, digest, signature));
        Assert.Equal(0, RegisterFile.Scalar(folder, "SELECT count(*) FROM one_time_key WHERE wrapped_key IS NOT NULL"));
        using var again = PlatformPki.Open(options, TimeProvider.System);
        Assert.Equal(IssuanceRefusal.KeyExpired, Assert.Throws<IssuanceRefusedException>(
            () => again.OneTime(Subjects.Person("unused"))).Refusal);
        var (code, output) = await Tool.Run(
            "openssl", "verify", "-CAfile", folder.WritePem("root.pem", again.Roots),
            "-untrusted", folder.WritePem("ca.pem", person.Chain),
            "-CRLfile", folder.WriteCrls("crls.pem", again.AuthorityIds.Select(id => again.CurrentCrl(id)!)), "-crl_check_all",
            folder.WritePem("leaf.pem", person.Certificate));
        Assert.True(code == 0, output);
        Assert.Equal("PKCS#11 token trust-test", again.Status().KeyStore);
    }

    [Fact(SkipUnless = nameof(HasSoftHsm), Skip = "SoftHSM2 is not installed")]
    public void Without_its_token_the_PKI_refuses_in_each_protocols_own_words_and_recovers()
    {
        using var folder = new TestFolder();
        using var pki = PlatformPki.Open(folder.Options with { Token = Softoken.Options }, TimeProvider.System);
        var request = TimestampTests.Query("2.16.840.1.101.3.4.2.1", 32);
        const int rejection = 2;
        const int systemFailure = 25;
        var issued = RegisterFile.Scalar(folder, "SELECT count(*) FROM certificate");
        using (_token.TakeAway())
        {
            Restart();

            Assert.Throws<KeyStoreException>(() => pki.OneTime(Subjects.Person("a")));
            Assert.Equal((rejection, systemFailure), TimestampTests.Read(pki.AnswerTimestampRequest(request)));
            Assert.Equal(issued, RegisterFile.Scalar(folder, "SELECT count(*) FROM certificate"));
        }

        Restart();
        Assert.Equal(0, TimestampTests.Read(pki.AnswerTimestampRequest(request)).Status);
        Assert.Equal(64, pki.OneTime(Subjects.Person("a")).Certificate.Thumbprint.Length);
    }

    /// <summary>Another program's use of the same token; ending it finalises the module for this process.</summary>
    private static T AsStranger<T>(Func<ISession, T> action)
    {
        var factories = new Pkcs11InteropFactories();
        using var library = factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, Softoken.Options.Module, AppType.MultiThreaded);
        var slot = library.GetSlotList(SlotsType.WithTokenPresent)[0];
        var session = slot.OpenSession(SessionType.ReadOnly);
        return action(session);
    }

    /// <summary>The module is finalised: every session and the login are gone, as after a restart of the token.</summary>
    private static void Restart()
    {
        var factories = new Pkcs11InteropFactories();
        factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, Softoken.Options.Module, AppType.MultiThreaded).Dispose();
    }

    private static bool Verifies(ReadOnlyMemory<byte> publicKeyInfo, byte[] hash, byte[] signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKeyInfo.Span, out _);
        return key.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
    }
}

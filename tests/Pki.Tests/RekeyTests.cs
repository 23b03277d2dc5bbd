using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Revocation;

namespace TrustPlatform.Pki.Tests;

/// <summary>CAs of several generations: side by side, one after the other, and a root whose key is elsewhere.</summary>
public sealed class RekeyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Parties_of_two_CAs_sign_and_OpenSSL_accepts_both()
    {
        using var pki = PlatformPki.Open(_folder.Options with { PersonAuthorities = 2 }, TimeProvider.System);
        var people = Enumerable.Range(0, 16).Select(i => pki.OneTime(Subjects.Person($"a{i}"))).ToList();

        Assert.Equal(
            ["persons", "persons-2"],
            people.Select(person => pki.AuthorityOf(person.Certificate)!).Distinct().Order(StringComparer.Ordinal));
        foreach (var person in people.DistinctBy(person => pki.AuthorityOf(person.Certificate)))
        {
            await AssertAccepted(pki, person);
        }

        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(
            people[i].Certificate.Thumbprint, pki.OneTime(Subjects.Person($"a{i}")).Certificate.Thumbprint));
    }

    [Fact]
    public async Task A_renewed_CA_issues_and_the_old_one_answers_for_what_it_issued_also_after_a_restart()
    {
        SigningCredential before, after;
        using (var pki = _folder.Open(TimeProvider.System))
        {
            before = pki.OneTime(Subjects.Person("before"));
            Assert.Equal("persons-2", pki.Rekey("persons"));
            after = pki.OneTime(Subjects.Person("after"));
        }

        using var again = _folder.Open(TimeProvider.System);
        Assert.Equal(before.Certificate.Thumbprint, again.OneTime(Subjects.Person("before")).Certificate.Thumbprint);
        Assert.Equal("persons-2", again.AuthorityOf(again.OneTime(Subjects.Person("later")).Certificate));
        Assert.Equal(["http://trust.test:8080/pki/ca/persons-2.cer"], after.Certificate.IssuerLocations);
        Assert.Equal(after.Chain[0].SubjectKeyIdentifier, after.Certificate.AuthorityKeyIdentifier!.KeyIdentifier);
        Assert.NotEqual(before.Certificate.SerialNumber[..2], after.Certificate.SerialNumber[..2]);
        await AssertAccepted(again, before);
        await AssertAccepted(again, after);
        again.Revoke(before.Certificate.SerialNumber, RevocationReason.KeyCompromise);
        Assert.Contains("certificate revoked", await Verify(again, before), StringComparison.Ordinal);
        Assert.Equal(1, StatusTests.StatusIn(again.StatusOf(before.Certificate)));
        Assert.Equal(0, StatusTests.StatusIn(again.StatusOf(after.Certificate)));
        Assert.Contains("renewed already", Assert.Throws<ArgumentException>(() => again.Rekey("persons")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renewed_TSA_CA_brings_a_new_unit_and_old_tokens_keep_their_chain()
    {
        using var pki = _folder.Open(TimeProvider.System);
        var old = pki.Certificates.Single(certificate => certificate.ExtendedKeyUsages.Contains("1.3.6.1.5.5.7.3.8"));

        pki.Rekey("tsa");

        var unit = pki.Certificates.Single(certificate => certificate.ExtendedKeyUsages.Contains("1.3.6.1.5.5.7.3.8"));
        Assert.Equal("tsa-2", pki.AuthorityOf(unit));
        Assert.Equal("tsa", pki.AuthorityOf(old));
        Assert.Equal(0, StatusTests.StatusIn(pki.StatusOf(old)));
        Assert.Equal(0, TimestampTests.Read(pki.AnswerTimestampRequest(TimestampTests.Query("2.16.840.1.101.3.4.2.1", 32))).Status);
    }

    [Fact]
    public void Another_process_takes_up_a_renewed_CA_at_its_next_upkeep()
    {
        using var server = _folder.Open(TimeProvider.System);
        using (var command = _folder.Open(TimeProvider.System))
        {
            command.Rekey("persons", beside: true);
            command.Rekey("organisations");
        }

        Assert.DoesNotContain("persons-2", server.AuthorityIds);
        server.Maintain();

        Assert.Equal(
            ["root", "persons", "persons-2", "organisations", "organisations-2", "tsa"], server.AuthorityIds);
        Assert.Equal("organisations-2", server.AuthorityOf(server.Seal(Subjects.Organisation()).Certificate));
    }

    [Fact]
    public async Task The_root_key_leaves_encrypted_and_comes_back_for_an_act()
    {
        var ceremony = new EncryptedKeyFile(Path.Combine(_folder.Path, "root.pem"), "correct horse battery");
        using (var pki = PlatformPki.Open(_folder.Options with { RootKey = ceremony }, TimeProvider.System))
        {
            Assert.False(pki.Status().RootKeyIsHere);
            pki.Crl("root");
        }

        Assert.DoesNotContain(Directory.GetFiles(_folder.Options.Directory), file => Path.GetFileName(file).StartsWith("root", StringComparison.Ordinal));
        var passphrase = _folder.Write("passphrase", "correct horse battery"u8);
        var (code, key) = await Tool.Run("openssl", "pkey", "-in", ceremony.Path, "-passin", "file:" + passphrase, "-pubout");
        Assert.Equal(0, code);

        // Daily work goes on without it; an act of the root says what it lacks, and works when it is brought.
        using (var pki = _folder.Open(TimeProvider.System))
        {
            var (_, certified) = await Tool.Run(
                "openssl", "x509", "-in", _folder.WritePem("root-certificate.pem", pki.Roots), "-noout", "-pubkey");
            Assert.Equal(key, certified);
            await AssertAccepted(pki, pki.OneTime(Subjects.Person("a")));
            Assert.Contains(
                "--root-key", Assert.Throws<InvalidOperationException>(() => pki.Rekey("persons")).Message, StringComparison.Ordinal);
            Assert.Equal(["root", "persons", "organisations", "tsa"], pki.AuthorityIds);
        }

        using var act = PlatformPki.Open(_folder.Options with { RootKey = ceremony }, TimeProvider.System);
        Assert.Equal("persons-2", act.Rekey("persons"));
        await AssertAccepted(act, act.OneTime(Subjects.Person("b")));
    }

    [Fact]
    public async Task A_new_root_signs_the_CAs_made_after_it()
    {
        var old = new EncryptedKeyFile(Path.Combine(_folder.Path, "g1.pem"), "correct horse battery");
        var next = new EncryptedKeyFile(Path.Combine(_folder.Path, "g2.pem"), "another long passphrase");
        using (var pki = PlatformPki.Open(_folder.Options with { RootKey = old }, TimeProvider.System))
        {
            pki.Crl("root");
            Assert.Equal("root-2", pki.Rekey("root", newRootKey: next));
        }

        using var renewed = PlatformPki.Open(_folder.Options with { RootKey = next }, TimeProvider.System);
        var before = renewed.OneTime(Subjects.Person("before"));
        renewed.Rekey("persons");
        var after = renewed.OneTime(Subjects.Person("after"));

        Assert.Equal(2, renewed.Roots.Count);
        Assert.Equal([renewed.Roots[0].Thumbprint, renewed.Roots[1].Thumbprint], [before.Chain[^1].Thumbprint, after.Chain[^1].Thumbprint]);
        await AssertAccepted(renewed, before);
        await AssertAccepted(renewed, after);
    }

    [Fact]
    public void An_interrupted_ceremony_goes_on_with_the_same_root_key()
    {
        var ceremony = new EncryptedKeyFile(Path.Combine(_folder.Path, "root.pem"), "correct horse battery");
        using var key = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP384Sha384);
        ceremony.Write(key);

        using var pki = PlatformPki.Open(_folder.Options with { RootKey = ceremony }, TimeProvider.System);

        Assert.Equal(key.SubjectPublicKeyInfo, pki.Roots.Single().SubjectPublicKeyInfo);
        Assert.Throws<IOException>(() => ceremony.Write(key));
    }

    [Fact]
    public void A_wrong_passphrase_of_the_root_key_is_counted_and_delayed()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
        var right = new EncryptedKeyFile(Path.Combine(_folder.Path, "root.pem"), "correct horse battery");
        PlatformPki.Open(_folder.Options with { RootKey = right }, time).Dispose();
        using var pki = PlatformPki.Open(_folder.Options with { RootKey = right with { Passphrase = "wrong horse battery" } }, time);
        KeyStoreFailure Try() => Assert.Throws<KeyStoreException>(() => pki.Rekey("persons")).Failure;

        Assert.Equal(KeyStoreFailure.WrongPassphrase, Try());
        Assert.Equal(KeyStoreFailure.Locked, Try());
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(KeyStoreFailure.WrongPassphrase, Try());
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(KeyStoreFailure.Locked, Try());
        using var another = PlatformPki.Open(_folder.Options with { RootKey = right }, time);
        Assert.Equal(KeyStoreFailure.Locked, Assert.Throws<KeyStoreException>(() => another.Rekey("persons")).Failure);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("persons-2", another.Rekey("persons"));
    }

    [Fact]
    public void A_master_key_with_a_passphrase_opens_with_it_only()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
        var options = _folder.Options with { Passphrase = "correct horse battery" };
        string root;
        using (var pki = PlatformPki.Open(options, time))
        {
            root = pki.Roots.Single().Thumbprint;
        }

        KeyStoreFailure Try(PkiOptions wrong) => Assert.Throws<KeyStoreException>(() => PlatformPki.Open(wrong, time)).Failure;
        Assert.Equal(KeyStoreFailure.WrongPassphrase, Try(_folder.Options));
        Assert.Equal(KeyStoreFailure.WrongPassphrase, Try(options with { Passphrase = "correct horse batterz" }));
        Assert.Equal(KeyStoreFailure.Locked, Try(options));
        time.Advance(TimeSpan.FromSeconds(2));
        using var again = PlatformPki.Open(options, time);
        Assert.Equal(root, again.Roots.Single().Thumbprint);
    }

    [Fact]
    public void The_alarm_is_raised_before_a_certificate_ends_and_for_one_that_was_revoked()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
        using var pki = _folder.Open(time);
        Assert.Equal(PkiAlarm.None, pki.Status().Alarm);

        time.Advance(TimeSpan.FromDays(365 * 9.5));
        pki.Maintain();
        var status = pki.Status();
        Assert.Equal(PkiAlarm.Soon, status.Alarm);
        Assert.Equal(
            ["persons", "organisations"],
            status.Certificates.Where(own => own.Alarm == PkiAlarm.Soon).Select(own => own.Name));

        pki.Rekey("persons");
        pki.Rekey("organisations");
        Assert.Equal(PkiAlarm.None, pki.Status().Alarm);
        pki.Revoke(pki.AuthorityCertificate("persons-2")!.SerialNumber, RevocationReason.CaCompromise);
        Assert.Equal(PkiAlarm.Over, pki.Status().Certificates.Single(own => own.Name == "persons-2").Alarm);
    }

    private async Task AssertAccepted(PlatformPki pki, SigningCredential credential) =>
        Assert.Contains(": OK", await Verify(pki, credential), StringComparison.Ordinal);

    private async Task<string> Verify(PlatformPki pki, SigningCredential credential)
    {
        // The status of the CA above comes from its root's CRL, where that one's key is at hand.
        var root = pki.AuthorityOf(credential.Chain[0])!;
        var (_, output) = await Tool.Run(
            "openssl", "verify", "-x509_strict", "-CAfile", _folder.WritePem("trusted.pem", credential.Chain[^1]),
            "-untrusted", _folder.WritePem("ca.pem", pki.Certificates.Where(certificate => certificate.IsCertificateAuthority)),
            "-CRLfile", _folder.WriteCrls("crls.pem", pki.CurrentCrl(pki.AuthorityOf(credential.Certificate)!)!, pki.CurrentCrl(root)!),
            "-crl_check_all", _folder.WritePem("leaf.pem", credential.Certificate));
        return output;
    }
}

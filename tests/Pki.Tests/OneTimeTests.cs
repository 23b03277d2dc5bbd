using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace TrustPlatform.Pki.Tests;

public sealed class OneTimeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
    private PlatformPki _pki;

    public OneTimeTests() => _pki = _folder.Open(_time);

    public void Dispose()
    {
        _pki.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_signature_verifies_with_the_certificate_and_is_the_same_when_asked_again()
    {
        var first = _pki.OneTime(Subjects.Person("a"));
        var digest = Subjects.Sha256("document");

        var signature = first.Key.SignHash(digest);

        Assert.True(Verify(first, digest, signature));
        Assert.Equal(signature, first.Key.SignHash(digest));
        Assert.Equal(signature, _pki.OneTime(Subjects.Person("a")).Key.SignHash(digest));
        Reopen();
        var later = _pki.OneTime(Subjects.Person("a"));
        Assert.Equal(first.Certificate.Thumbprint, later.Certificate.Thumbprint);
        Assert.Equal(signature, later.Key.SignHash(digest));
    }

    [Fact]
    public void A_key_that_has_signed_is_given_until_its_certificate_ends_and_not_after()
    {
        var credential = _pki.OneTime(Subjects.Person("a"));
        credential.Key.SignHash(Subjects.Sha256("document"));

        _time.SetUtcNow(credential.Certificate.NotAfter - TimeSpan.FromSeconds(1));
        Assert.Equal(credential.Certificate.Thumbprint, _pki.OneTime(Subjects.Person("a")).Certificate.Thumbprint);
        _time.SetUtcNow(credential.Certificate.NotAfter);
        var refused = Assert.Throws<IssuanceRefusedException>(() => _pki.OneTime(Subjects.Person("a")));

        Assert.Equal(IssuanceRefusal.KeyExpired, refused.Refusal);
    }

    [Fact]
    public void Another_digest_is_refused_in_every_handle_and_after_a_restart()
    {
        var first = _pki.OneTime(Subjects.Person("a"));
        var second = _pki.OneTime(Subjects.Person("a"));
        first.Key.SignHash(Subjects.Sha256("document"));

        Assert.Throws<InvalidOperationException>(() => first.Key.SignHash(Subjects.Sha256("other")));
        Assert.Throws<InvalidOperationException>(() => second.Key.SignHash(Subjects.Sha256("other")));
        Reopen();
        Assert.Throws<InvalidOperationException>(
            () => _pki.OneTime(Subjects.Person("a")).Key.SignHash(Subjects.Sha256("other")));
    }

    [Fact]
    public void A_key_made_before_a_restart_signs_after_it()
    {
        var before = _pki.OneTime(Subjects.Person("a"));
        Reopen();
        var after = _pki.OneTime(Subjects.Person("a"));
        var digest = Subjects.Sha256("document");

        Assert.Equal(before.Certificate.Thumbprint, after.Certificate.Thumbprint);
        Assert.True(Verify(before, digest, after.Key.SignHash(digest)));
    }

    [Fact]
    public void An_issuance_that_could_not_be_stored_leaves_a_spent_serial_number_and_nothing_else()
    {
        RegisterFile.Execute(
            _folder, "CREATE TRIGGER full BEFORE INSERT ON certificate BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
        Assert.Throws<SqliteException>(() => _pki.OneTime(Subjects.Person("a")));
        RegisterFile.Execute(_folder, "DROP TRIGGER full");
        Assert.Equal(0, Count("SELECT count(*) FROM one_time_key"));

        var made = _pki.OneTime(Subjects.Person("a"));

        var reserved = RegisterFile.Column(_folder, "SELECT hex(serials) FROM reservation WHERE authority = 'persons' ORDER BY rowid").Last();
        Assert.Equal(2 * SerialNumbers.LengthInBytes, reserved.Length / 2);
        Assert.EndsWith(made.Certificate.SerialNumber, reserved, StringComparison.Ordinal);
        Assert.Empty(_pki.Lint().Findings);
        var digest = Subjects.Sha256("document");
        Assert.True(Verify(made, digest, made.Key.SignHash(digest)));
    }

    [Fact]
    public void Authorisations_do_not_share_a_key()
    {
        var keys = Enumerable.Range(0, 20).Select(i => _pki.OneTime(Subjects.Person($"a{i}")).Certificate).ToList();

        Assert.Equal(20, keys.Select(c => Convert.ToHexString(c.SubjectPublicKeyInfo.Span)).Distinct().Count());
        Assert.Equal(20, keys.Select(c => c.SerialNumber).Distinct().Count());
    }

    [Fact]
    public void Many_callers_of_one_authorisation_get_one_certificate_and_one_signature()
    {
        var digests = Enumerable.Range(0, 8).Select(i => Subjects.Sha256($"document {i}")).ToArray();
        var certificates = new string[8];
        var signed = new byte[]?[8];

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var credential = _pki.OneTime(Subjects.Person("a"));
            certificates[i] = credential.Certificate.Thumbprint;
            try
            {
                signed[i] = credential.Key.SignHash(digests[i]);
            }
            catch (InvalidOperationException)
            {
                signed[i] = null;
            }
        });

        Assert.Single(certificates.Distinct());
        Assert.Single(signed, signature => signature is not null);
    }

    [Fact]
    public async Task Two_processes_that_are_asked_for_one_authorisation_hand_out_one_certificate()
    {
        using var other = _folder.Open(_time);
        for (var i = 0; i < 30; i++)
        {
            var person = Subjects.Person($"a{i}");
            var both = await Task.WhenAll(Task.Run(() => _pki.OneTimeAsync(person)), Task.Run(() => other.OneTimeAsync(person)));

            Assert.Equal(both[0].Certificate.Thumbprint, both[1].Certificate.Thumbprint);
        }

        Assert.Equal(30, Count("SELECT count(*) FROM certificate WHERE profile = 'ceremony'"));
        Assert.Empty(_pki.Lint().Findings);
    }

    [Fact]
    public void A_reader_that_stays_does_not_hold_up_the_upkeep()
    {
        using var reader = new SqliteConnection(
            $"Data Source={Path.Combine(_folder.Options.Directory, "register.db")};Pooling=False");
        reader.Open();
        using var command = reader.CreateCommand();
        command.CommandText = "BEGIN; SELECT count(*) FROM certificate";
        command.ExecuteScalar();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        _pki.OneTime(Subjects.Person("a"));
        _pki.Maintain();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), "it waited for the reader");
    }

    [Fact]
    public void Another_subject_for_the_same_authorisation_is_refused()
    {
        _pki.OneTime(Subjects.Person("a"));

        Assert.Throws<InvalidOperationException>(() => _pki.OneTime(Subjects.Person("a", name: "Trần Văn Bình")));
    }

    [Fact]
    public void A_key_not_used_in_time_is_destroyed()
    {
        var late = _pki.OneTime(Subjects.Person("a"));
        _time.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal(IssuanceRefusal.KeyExpired,
            Assert.Throws<IssuanceRefusedException>(() => late.Key.SignHash(Subjects.Sha256("document"))).Refusal);
        Assert.Equal(IssuanceRefusal.KeyExpired,
            Assert.Throws<IssuanceRefusedException>(() => _pki.OneTime(Subjects.Person("a"))).Refusal);
        _pki.OneTime(Subjects.Person("b"));
        Assert.Equal(1, Count("SELECT count(*) FROM one_time_key WHERE wrapped_key IS NOT NULL"));
    }

    [Fact]
    public void A_used_key_is_gone_from_the_register()
    {
        var credential = _pki.OneTime(Subjects.Person("a"));
        Assert.Equal(1, Count("SELECT count(*) FROM one_time_key WHERE wrapped_key IS NOT NULL"));

        credential.Key.SignHash(Subjects.Sha256("document"));

        Assert.Equal(0, Count("SELECT count(*) FROM one_time_key WHERE wrapped_key IS NOT NULL"));
    }

    [Theory]
    [InlineData("level 1", "Nguyễn Văn An", "999099000018", 1, IssuanceRefusal.LevelTooLow)]
    [InlineData("11 digits", "Nguyễn Văn An", "99909900001", 2, IssuanceRefusal.PersonalNumberInvalid)]
    [InlineData("a letter", "Nguyễn Văn An", "99909900001A", 2, IssuanceRefusal.PersonalNumberInvalid)]
    [InlineData("Arabic digits", "Nguyễn Văn An", "٩٩٩٠٩٩٠٠٠٠١٨", 2, IssuanceRefusal.PersonalNumberInvalid)]
    [InlineData("born 2099", "Nguyễn Văn An", "999299000018", 2, IssuanceRefusal.PersonalNumberInvalid)]
    [InlineData("NFD", "Nguye\u0302\u0303n Va\u0306n An", "999099000018", 2, IssuanceRefusal.NameInvalid)]
    [InlineData("two spaces", "Nguyễn  Văn An", "999099000018", 2, IssuanceRefusal.NameInvalid)]
    [InlineData("trailing space", "Nguyễn Văn An ", "999099000018", 2, IssuanceRefusal.NameInvalid)]
    [InlineData("line feed", "Nguyễn Văn An\n", "999099000018", 2, IssuanceRefusal.NameInvalid)]
    [InlineData("empty", "", "999099000018", 2, IssuanceRefusal.NameInvalid)]
    [InlineData("digits in the name", "Nguyễn Văn 7", "999099000018", 2, IssuanceRefusal.OutsideProfile)]
    public void A_subject_that_may_not_sign_is_refused(
        string why, string name, string number, int level, IssuanceRefusal expected)
    {
        var subject = Subjects.Person("a", name, number) with { EidLevel = level };

        var refused = Assert.Throws<IssuanceRefusedException>(() => _pki.OneTime(subject));

        Assert.True(refused.Refusal == expected, $"{why}: {refused.Refusal}");
        Assert.Equal(0, Count("SELECT count(*) FROM one_time_key"));
        Assert.DoesNotContain("Nguy", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_certificate_says_what_the_profile_says()
    {
        var subject = Subjects.Person("a");

        var certificate = _pki.OneTime(subject).Certificate;

        Assert.Equal(
            [
                ("2.5.4.6", "VN"), ("2.5.4.3", "Nguyễn Thị Ánh Đào"), ("2.5.4.4", "Nguyễn"), ("2.5.4.42", "Thị Ánh Đào"),
                ("2.5.4.5", "PNOVN-999199000018"), ("0.9.2342.19200300.100.1.1", "CCCD:999199000018"),
            ],
            certificate.Subject.Attributes.Select(a => (a.Key, a.Value)));
        Assert.Equal(_time.GetUtcNow() - TimeSpan.FromMinutes(5), certificate.NotBefore);
        Assert.Equal(new TimeSpan(23, 55, 0), certificate.NotAfter - certificate.NotBefore + TimeSpan.FromSeconds(1));
        Assert.Equal(["http://trust.test:8080/pki/ocsp/persons"], certificate.OcspLocations);
        Assert.Equal(["http://trust.test:8080/pki/ca/persons.cer"], certificate.IssuerLocations);
        Assert.Empty(certificate.CrlLocations);
        Assert.Equal([Oids.CeremonyPolicy], certificate.PolicyIdentifiers);
        using var platform = X509CertificateLoader.LoadCertificate(certificate.RawData.Span);
        var usage = Assert.Single(platform.Extensions.OfType<X509KeyUsageExtension>());
        Assert.True(usage.Critical);
        Assert.Equal(X509KeyUsageFlags.NonRepudiation, usage.KeyUsages);
        var shortTerm = platform.Extensions.Single(e => e.Oid!.Value == "0.4.0.194121.2.1");
        Assert.False(shortTerm.Critical);
        Assert.Equal(new byte[] { 5, 0 }, shortTerm.RawData);
        var binding = platform.Extensions.Single(e => e.Oid!.Value == Oids.CeremonyBinding);
        Assert.Equal(
            (byte[])[0x30, 0x44, 4, 32, .. subject.AssertionDigest.Span, 4, 32, .. subject.ContractDigest.Span], binding.RawData);
    }

    [Fact]
    public void A_name_of_one_word_has_no_given_name()
    {
        var certificate = _pki.OneTime(Subjects.Person("a", name: "Xuân")).Certificate;

        Assert.Equal(["Xuân"], certificate.Subject.Values("2.5.4.4"));
        Assert.Empty(certificate.Subject.Values("2.5.4.42"));
    }

    [Fact]
    public void A_revoked_CA_issues_nothing()
    {
        _pki.OneTime(Subjects.Person("a"));
        Assert.Equal(RevocationOutcome.Done, _pki.Revoke(
            _pki.AuthorityCertificate("persons")!.SerialNumber, Cryptography.Revocation.RevocationReason.CaCompromise));

        Assert.Equal(IssuanceRefusal.AuthorityUnusable,
            Assert.Throws<IssuanceRefusedException>(() => _pki.OneTime(Subjects.Person("b"))).Refusal);
        Reopen();
        Assert.Equal(IssuanceRefusal.AuthorityUnusable,
            Assert.Throws<IssuanceRefusedException>(() => _pki.OneTime(Subjects.Person("b"))).Refusal);
    }

    [Theory]
    [InlineData(-3600, "before the CA's life")]
    [InlineData(4000L * 86400, "after it")]
    public void A_CA_that_is_not_valid_now_issues_nothing(long seconds, string when)
    {
        _pki.Dispose();
        _pki = _folder.Open(new FakeTimeProvider(_time.GetUtcNow().AddSeconds(seconds)));

        var refused = Assert.Throws<IssuanceRefusedException>(() => _pki.OneTime(Subjects.Person("a")));

        Assert.True(refused.Refusal == IssuanceRefusal.AuthorityUnusable, when);
    }

    private static bool Verify(SigningCredential credential, byte[] digest, byte[] signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(credential.Certificate.SubjectPublicKeyInfo.Span, out _);
        return key.VerifyHash(digest, signature, DSASignatureFormat.Rfc3279DerSequence);
    }

    private void Reopen()
    {
        _pki.Dispose();
        _pki = _folder.Open(_time);
    }

    private long Count(string sql) => RegisterFile.Scalar(_folder, sql);
}

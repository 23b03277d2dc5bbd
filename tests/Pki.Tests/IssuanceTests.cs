using TrustPlatform.Cryptography.Revocation;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki.Tests;

public sealed class IssuanceTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();
    private readonly PkiStore _store;
    private readonly Authorities _authorities;

    public IssuanceTests()
    {
        _store = PkiStore.Open(_folder.Options, new FakeTimeProvider(s_start));
        _authorities = Authorities.Open(_store);
    }

    public void Dispose()
    {
        _authorities.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_key_gets_one_certificate_and_after_its_revocation_none()
    {
        using var key = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        var first = Issue(key)!;
        _store.Register.Write(session =>
        {
            var row = Register.FindCertificate(session, Convert.FromHexString(first.SerialNumber))!;
            Register.SetRevocation(session, row, s_start, RevocationReason.KeyCompromise, s_start);
            return true;
        });

        Assert.Equal(IssuanceRefusal.KeyInUse, Assert.Throws<IssuanceRefusedException>(() => Issue(key)).Refusal);
    }

    [Fact]
    public void The_serial_number_is_on_the_disk_before_the_CA_signs()
    {
        var persons = _authorities.Find("persons")!.Authority;
        using var key = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        HashSet<string> reserved = [];
        using var watched = CertificateAuthority.Open(
            persons.Plan, _store.Addresses, persons.Key.Algorithm,
            () => new WatchedKey(persons.Key, () => reserved.UnionWith(RegisterFile.Column(_folder, "SELECT hex(serials) FROM reservation"))),
            persons.Certificate!);

        var certificate = _store.Issuance.Issue(watched, _store.Profiles.Ceremony, Request(key), (_, _) => true)!;

        Assert.Contains(reserved, serials => serials.Contains(certificate.SerialNumber, StringComparison.Ordinal));
    }

    [Fact]
    public void A_prepared_certificate_is_signed_once()
    {
        using var key = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        var prepared = _authorities.Find("persons")!.Authority.Prepare(_store.Profiles.Ceremony, Request(key), Serial(), s_start);

        Assert.True(prepared.Redeem().IsSignedBy(_authorities.Find("persons")!.Authority.Certificate!));
        Assert.Throws<InvalidOperationException>(prepared.Redeem);
    }

    [Theory]
    [InlineData("another curve")]
    [InlineData("no binding")]
    [InlineData("an attribute too many")]
    [InlineData("an attribute too few")]
    public void What_the_profile_does_not_say_is_not_issued(string fault)
    {
        using var key = SoftwareSigningKey.Create(
            fault == "another curve" ? SignatureAlgorithm.EcdsaP384Sha384 : SignatureAlgorithm.EcdsaP256Sha256);
        var right = Request(key);
        var wrong = fault switch
        {
            "no binding" => right with { Binding = [] },
            "an attribute too many" => right with
            {
                Subject = [.. right.Subject, new(AttributeTypeAndValue.UserId, "MST:0100109106")],
            },
            "an attribute too few" => right with { Subject = [.. right.Subject.Skip(1)] },
            _ => right,
        };

        Assert.Equal(IssuanceRefusal.OutsideProfile, Assert.Throws<IssuanceRefusedException>(
            () => _authorities.Find("persons")!.Authority.Prepare(_store.Profiles.Ceremony, wrong, Serial(), s_start)).Refusal);
    }

    [Fact]
    public void An_operation_that_throws_leaves_nothing_and_does_not_disturb_the_others()
    {
        var written = 0;
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            var thrown = Record.Exception(() => _store.Register.Write(session =>
            {
                session.Execute(
                    "INSERT INTO crl (authority, scope, number, this_update, next_update, stale, der) VALUES (?1, 'x', 1, 1, 1, 0, x'00')",
                    $"test-{i}");
                return i % 3 == 0 ? throw new InvalidOperationException("no") : i;
            }));
            Assert.Equal(i % 3 == 0, thrown is InvalidOperationException);
            Interlocked.Add(ref written, thrown is null ? 1 : 0);
        });

        Assert.Equal(133, written);
        Assert.Equal(133, RegisterFile.Scalar(_folder, "SELECT count(*) FROM crl WHERE authority LIKE 'test-%'"));
        Assert.Throws<SqliteException>(() => _store.Register.Write(session => session.Execute("INSERT INTO nothing VALUES (1)")));
    }

    [Fact]
    public async Task An_operation_that_is_alone_sees_only_what_is_committed()
    {
        using var gathered = new ManualResetEventSlim();
        var first = _store.Register.WriteAsync(_ =>
        {
            gathered.Wait(TestContext.Current.CancellationToken);
            return true;
        });
        var row = _store.Register.WriteAsync(session =>
            session.Execute("INSERT INTO clock (name, last) VALUES ('test', 1)"));
        var alone = Task.Run(
            () => _store.Register.WriteAlone(session => (
                session.Number("SELECT count(*) FROM clock"), RegisterFile.Scalar(_folder, "SELECT count(*) FROM clock"))),
            TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        gathered.Set();

        var (seen, committed) = await alone;

        Assert.True(await first);
        Assert.Equal(1, await row);
        Assert.Equal(committed, seen);
    }

    private static IssuanceRequest Request(ISigningKey key) => new(
        SubjectNames.Of(Subjects.Person("a"), s_start), key, [Subjects.Sha256("x"), Subjects.Sha256("y")]);

    private Cryptography.X509.Certificate? Issue(ISigningKey key) => _store.Issuance.Issue(
        _authorities.Find("persons")!.Authority, _store.Profiles.Ceremony, Request(key), (_, _) => true);

    private byte[] Serial() => SerialNumbers.Create(_authorities.Find("persons")!.Plan.SerialPrefix);

    /// <summary>Tells when it is about to sign.</summary>
    private sealed class WatchedKey(ISigningKey key, Action signs) : ISigningKey
    {
        public SignatureAlgorithm Algorithm => key.Algorithm;

        public ReadOnlyMemory<byte> SubjectPublicKeyInfo => key.SubjectPublicKeyInfo;

        public byte[] SignHash(ReadOnlySpan<byte> hash)
        {
            signs();
            return key.SignHash(hash);
        }

        public void Dispose() { }
    }
}

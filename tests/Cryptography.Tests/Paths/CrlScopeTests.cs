using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Paths;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;
using Xunit;
using static TrustPlatform.Cryptography.Tests.Paths.TestExtensions;
using X509Extension = TrustPlatform.Cryptography.X509.X509Extension;

namespace TrustPlatform.Cryptography.Tests.Paths;

/// <summary>
/// RFC 5280, 6.3.3: which CRLs tell the status of which certificate. Each verdict is also asked of openssl.
/// </summary>
public sealed class CrlScopeTests : IDisposable
{
    private const int KeyCompromise = 1;
    private const int RemoveFromCrl = 8;

    private static readonly DateTimeOffset _time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] _here = Uri("http://crl.test/here");
    private static readonly byte[] _elsewhere = Uri("http://crl.test/elsewhere");
    private static readonly int[] _someReasons = [1, 2, 3, 4];
    private static readonly int[] _otherReasons = [5, 6, 7, 8];

    private readonly OpenSsl _openSsl = new();
    private readonly TestAuthority _root = new("O=Test,CN=Root");
    private readonly TestAuthority _crlIssuer = new("O=Test,CN=CRL Issuer");
    private readonly TestAuthority _subject = new("O=Test,CN=Subject");
    private readonly TestAuthority _subordinate = new("O=Test,CN=Subordinate");
    private readonly Certificate _anchor;

    public CrlScopeTests() => _anchor = _root.SelfSigned();

    public void Dispose()
    {
        foreach (var authority in new[] { _root, _crlIssuer, _subject, _subordinate })
        {
            authority.Dispose();
        }

        _openSsl.Dispose();
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, PathFailure.Revoked)]
    public void Complete_list_of_the_issuer(bool isRevoked, PathFailure? failure)
    {
        var target = _root.Issue(_subject);

        Expect(failure, target, _root.Crl(1, isRevoked ? Entry(target) : []));
    }

    [Fact]
    public void List_of_another_point_tells_nothing()
    {
        var target = _root.Issue(_subject, DistributionPoint(_here, null, null));

        Expect(null, target, _root.Crl(1, [], IssuingDistributionPoint(_here)));
        Expect(PathFailure.RevocationUnknown, target, _root.Crl(1, [], IssuingDistributionPoint(_elsewhere)));
    }

    [Fact]
    public void Point_named_relative_to_the_issuer_is_the_full_name()
    {
        var fullName = Directory(TestAuthority.NameOf("O=Test,CN=Root,CN=Point"));
        var relative = new X509Extension("2.5.29.31", false, RelativePoint("Point"));
        var target = _root.Issue(_subject, relative);

        Expect(null, target, _root.Crl(1, [], IssuingDistributionPoint(fullName)));
    }

    [Fact]
    public void List_of_user_certificates_tells_nothing_of_an_authority()
    {
        var target = _root.IssueAuthority(_subordinate, null);
        var user = _root.Issue(_subject);

        Expect(PathFailure.RevocationUnknown, target, _root.Crl(1, [], IssuingDistributionPoint(onlyUser: true)));
        Expect(null, target, _root.Crl(1, [], IssuingDistributionPoint(onlyAuthority: true)));
        Expect(null, user, _root.Crl(1, [], IssuingDistributionPoint(onlyUser: true)));
        Expect(PathFailure.RevocationUnknown, user, _root.Crl(1, [], IssuingDistributionPoint(onlyAuthority: true)));
    }

    [Fact]
    public void Every_reason_must_be_covered()
    {
        var target = _root.Issue(_subject);
        var some = _root.Crl(1, [], IssuingDistributionPoint(reasons: _someReasons));
        var others = _root.Crl(2, [], IssuingDistributionPoint(reasons: _otherReasons));
        var revoked = _root.Crl(3, Entry(target), IssuingDistributionPoint(reasons: _someReasons));

        Expect(PathFailure.RevocationUnknown, target, some);
        Expect(null, target, some, others);
        Expect(PathFailure.Revoked, target, revoked, others);
        Expect(PathFailure.Revoked, target, revoked);
    }

    [Fact]
    public void Indirect_list_tells_under_the_name_of_the_certificates_issuer()
    {
        var crlIssuer = _root.IssueAuthority(_crlIssuer, null);
        var ownList = _root.Crl(1, [], IssuingDistributionPoint(onlyAuthority: true));
        var target = _root.Issue(_subject, DistributionPoint(null, null, _crlIssuer.Name));
        var isIndirect = IssuingDistributionPoint(isIndirect: true);

        // The entry is under the CRL issuer's own name until an entry names another issuer (5.3.3).
        var unrelated = _crlIssuer.Crl(1, Entry(target), isIndirect);
        var named = _crlIssuer.Crl(2, [(target.SerialNumber, KeyCompromise, _root.Name)], isIndirect);
        var inherited = _crlIssuer.Crl(3, [("7001", null, _root.Name), (target.SerialNumber, null, null)], isIndirect);

        ExpectIndirect(null, target, crlIssuer, unrelated, ownList);
        ExpectIndirect(PathFailure.Revoked, target, crlIssuer, named, ownList);
        ExpectIndirect(PathFailure.Revoked, target, crlIssuer, inherited, ownList);
        ExpectIndirect(PathFailure.RevocationUnknown, target, crlIssuer, _crlIssuer.Crl(4, []));
    }

    [Fact]
    public void Issuer_of_an_indirect_list_may_be_covered_by_it()
    {
        var point = DistributionPoint(null, null, _crlIssuer.Name);
        var crlIssuer = _root.IssueAuthority(_crlIssuer, null, point);
        var target = _root.Issue(_subject, point);
        var isIndirect = IssuingDistributionPoint(isIndirect: true);

        ExpectIndirect(null, target, crlIssuer, _crlIssuer.Crl(1, [], isIndirect));
        var ofItself = _crlIssuer.Crl(2, [(crlIssuer.SerialNumber, KeyCompromise, _root.Name)], isIndirect);
        Assert.Equal(PathFailure.RevocationUnknown, Report(target, [crlIssuer], [ofItself]).Failure);
    }

    [Fact]
    public void Revoked_issuer_of_a_list_is_not_believed()
    {
        var crlIssuer = _root.IssueAuthority(_crlIssuer, null);
        var target = _root.Issue(_subject, DistributionPoint(null, null, _crlIssuer.Name));
        var list = _crlIssuer.Crl(1, [], IssuingDistributionPoint(isIndirect: true));

        var rootList = _root.Crl(1, Entry(crlIssuer), IssuingDistributionPoint(onlyAuthority: true));

        // Not asked of openssl: with -crl_check it does not look for the status of a list's issuer.
        Assert.Equal(PathFailure.RevocationUnknown, Report(target, [crlIssuer], [list, rootList]).Failure);
    }

    [Fact]
    public void Delta_list_speaks_before_the_complete_one()
    {
        var target = _root.Issue(_subject, new X509Extension("2.5.29.46", false, DistributionPoint(_here, null, null).Value));
        var complete = _root.Crl(5, []);
        var completeRevoked = _root.Crl(5, [(target.SerialNumber, 6, null)]);

        Expect(PathFailure.Revoked, target, complete, _root.Crl(6, Entry(target), DeltaIndicator(4)));
        Expect(null, target, completeRevoked, _root.Crl(6, [(target.SerialNumber, RemoveFromCrl, null)], DeltaIndicator(5)));
        Expect(PathFailure.OnHold, target, completeRevoked, _root.Crl(6, [], DeltaIndicator(5)));
        Expect(null, target, complete, _root.Crl(9, Entry(target), DeltaIndicator(6)));
        Expect(PathFailure.RevocationUnknown, target, _root.Crl(6, [], DeltaIndicator(5)));
    }

    private static IEnumerable<(string Serial, int? Reason, X500DistinguishedName? Issuer)> Entry(Certificate certificate) =>
        [(certificate.SerialNumber, KeyCompromise, null)];

    /// <summary>A point with nameRelativeToCRLIssuer: one common name.</summary>
    private static byte[] RelativePoint(string commonName) => TestAuthority.Write(writer =>
    {
        var context = new System.Formats.Asn1.Asn1Tag(System.Formats.Asn1.TagClass.ContextSpecific, 0);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence(context))
        using (writer.PushSetOf(new System.Formats.Asn1.Asn1Tag(System.Formats.Asn1.TagClass.ContextSpecific, 1)))
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.5.4.3");
            writer.WriteCharacterString(System.Formats.Asn1.UniversalTagNumber.UTF8String, commonName);
        }
    });

    private void Expect(PathFailure? failure, Certificate target, params byte[][] lists) => Judge(failure, target, [], lists);

    private void ExpectIndirect(PathFailure? failure, Certificate target, Certificate crlIssuer, params byte[][] lists) =>
        Judge(failure, target, [crlIssuer], lists);

    private void Judge(PathFailure? failure, Certificate target, List<Certificate> others, byte[][] lists)
    {
        var report = Report(target, others, lists);

        Assert.True(report.Failure == failure, $"{report.Decisive}");
        var (exitCode, output) = VerifyByOpenSsl(target, others, lists);
        Assert.True((exitCode == 0) == (failure is null), output);
    }

    private PathReport Report(Certificate target, List<Certificate> others, byte[][] lists) =>
        CertificatePathValidator.Validate(new PathValidationRequest
        {
            Target = target,
            TrustAnchors = [_anchor],
            Intermediates = others,
            Crls = [.. lists.Select(list => CertificateRevocationList.Parse(list))],
            Time = _time,
            Policy = new PathPolicy
            {
                Algorithms = AlgorithmConstraints.UnconstrainedUnsafe,
                Conformance = ProfileConformance.IssuerRules,
                Revocation = RevocationChecking.Required,
            },
        });

    private (int ExitCode, string Output) VerifyByOpenSsl(Certificate target, List<Certificate> others, byte[][] lists)
    {
        string Pem(string label, IEnumerable<ReadOnlyMemory<byte>> items) =>
            string.Join('\n', items.Select(item => System.Security.Cryptography.PemEncoding.WriteString(label, item.Span)));
        _openSsl.Write("root.pem", Pem("CERTIFICATE", [_anchor.RawData]));
        _openSsl.Write("others.pem", Pem("CERTIFICATE", others.Select(other => other.RawData)));
        _openSsl.Write("target.pem", Pem("CERTIFICATE", [target.RawData]));
        _openSsl.Write("lists.pem", Pem("X509 CRL", lists.Select(list => (ReadOnlyMemory<byte>)list)));
        var untrusted = others.Count > 0 ? "-untrusted others.pem" : "";
        return _openSsl.Try($"verify -attime {_time.ToUnixTimeSeconds()} -crl_check -extended_crl -use_deltas -CAfile root.pem "
            + $"{untrusted} -CRLfile lists.pem target.pem");
    }
}

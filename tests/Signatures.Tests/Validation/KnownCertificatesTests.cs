using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

public sealed class KnownCertificatesTests
{
    private static readonly Lab s_lab = new();

    [Fact]
    public void Same_octets_are_one_object_and_others_are_not()
    {
        var known = new KnownCertificates();
        var first = known.FirstOf(s_lab.Issuing.Certificate);
        var changed = first.RawData.ToArray();
        changed[^1] ^= 1; // the same name, number and key, with a signature that nobody made

        Assert.Same(first, known.FirstOf(Certificate.Parse(first.RawData.Span)));
        Assert.Same(first, known.Find(first.Thumbprint));
        Assert.NotSame(first, known.FirstOf(Certificate.Parse(changed)));
        Assert.False(known.FirstOf(Certificate.Parse(changed)).IsSignedBy(s_lab.Root.Certificate));
        Assert.True(first.IsSignedBy(s_lab.Root.Certificate));
    }

    [Fact]
    public void Outcome_for_one_key_is_not_that_for_another()
    {
        var certificate = Certificate.Parse(s_lab.Issuing.Certificate.RawData.Span);

        Assert.True(certificate.IsSignedBy(s_lab.Root.Certificate));
        Assert.False(certificate.IsSignedBy(s_lab.Issuing.Certificate));
        Assert.True(certificate.IsSignedBy(Certificate.Parse(s_lab.Root.Certificate.RawData.Span)));
    }

    [Fact]
    public void What_is_known_has_a_bound()
    {
        var known = new KnownCertificates();
        var first = known.FirstOf(s_lab.Root.Certificate);
        var octets = s_lab.Issuing.Certificate.RawData.ToArray();
        for (var i = 0; i < 1024; i++)
        {
            // Another value of the last two octets is another certificate.
            (octets[^1], octets[^2]) = ((byte)i, (byte)(i >> 8));
            known.FirstOf(Certificate.Parse(octets));
        }

        Assert.Null(known.Find(first.Thumbprint));
    }
}

using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.X509;
using X509Extension = TrustPlatform.Cryptography.X509.X509Extension;

namespace TrustPlatform.Cryptography.Tests.Paths;

/// <summary>A name with a key that issues certificates and CRLs with whatever extensions a test wants.</summary>
internal sealed class TestAuthority : IDisposable
{
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _lastSerial;

    public TestAuthority(string name) => Name = NameOf(name);

    public X500DistinguishedName Name { get; }

    public byte[] KeyIdentifier => new X509SubjectKeyIdentifierExtension(Request(Name, _key).PublicKey, false)
        .SubjectKeyIdentifierBytes.ToArray();

    /// <summary>The name in the order of the text; the platform's default turns it round.</summary>
    public static X500DistinguishedName NameOf(string text) => new(text, X500DistinguishedNameFlags.None);

    public Certificate SelfSigned(params IEnumerable<X509Extension> extensions) => IssueAuthority(this, null, extensions);

    /// <summary>A CA certificate for another authority.</summary>
    public Certificate IssueAuthority(TestAuthority subject, int? pathLength, params IEnumerable<X509Extension> extensions) => Issue(
        subject.Name, subject._key,
        [
            Extension(new X509BasicConstraintsExtension(true, pathLength.HasValue, pathLength ?? 0, true)),
            Extension(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true)),
            .. extensions,
        ]);

    /// <summary>
    /// A certificate for somebody who issues nothing, with the key of the authority that stands for him.
    /// </summary>
    public Certificate Issue(TestAuthority subject, params IEnumerable<X509Extension> extensions) =>
        Issue(subject.Name, subject._key, extensions);

    /// <summary>
    /// A CRL: entries are serial number, reason or null, and the certificate's issuer for an indirect one.
    /// </summary>
    public byte[] Crl(
        int? number, IEnumerable<(string Serial, int? Reason, X500DistinguishedName? Issuer)> entries, params IEnumerable<X509Extension> extensions)
    {
        var tbs = Write(writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                WriteAlgorithm(writer);
                writer.WriteEncodedValue(Name.RawData);
                writer.WriteUtcTime(Start);
                writer.WriteUtcTime(End);
                WriteEntries(writer, [.. entries]);
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                using (writer.PushSequence())
                {
                    IEnumerable<X509Extension> all =
                    [
                        new("2.5.29.35", false, Write(value => WriteKeyIdentifier(value))),
                        .. number is { } given ? [new X509Extension("2.5.29.20", false, Write(value => value.WriteInteger(given)))] : Array.Empty<X509Extension>(),
                        .. extensions,
                    ];
                    foreach (var extension in all)
                    {
                        WriteExtension(writer, extension);
                    }
                }
            }
        });
        return Write(writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(tbs);
                WriteAlgorithm(writer);
                writer.WriteBitString(_key.SignData(tbs, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
            }
        });
    }

    public static byte[] Write(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }

    public void Dispose() => _key.Dispose();

    private static CertificateRequest Request(X500DistinguishedName name, ECDsa key) => new(name, key, HashAlgorithmName.SHA256);

    private static X509Extension Extension(System.Security.Cryptography.X509Certificates.X509Extension extension) =>
        new(extension.Oid!.Value!, extension.Critical, extension.RawData);

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
        }
    }

    private static void WriteExtension(AsnWriter writer, X509Extension extension)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(extension.ObjectIdentifier);
            if (extension.IsCritical)
            {
                writer.WriteBoolean(true);
            }

            writer.WriteOctetString(extension.Value.Span);
        }
    }

    private static void WriteEntries(AsnWriter writer, List<(string Serial, int? Reason, X500DistinguishedName? Issuer)> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        using (writer.PushSequence())
        {
            foreach (var (serial, reason, issuer) in entries)
            {
                using (writer.PushSequence())
                {
                    writer.WriteInteger(Convert.FromHexString(serial));
                    writer.WriteUtcTime(Start);
                    List<X509Extension> extensions = [];
                    if (reason is { } code)
                    {
                        extensions.Add(new("2.5.29.21", false, new byte[] { 0x0A, 0x01, (byte)code }));
                    }

                    if (issuer is not null)
                    {
                        extensions.Add(new("2.5.29.29", true, TestExtensions.GeneralNames(TestExtensions.Directory(issuer))));
                    }

                    if (extensions.Count > 0)
                    {
                        using (writer.PushSequence())
                        {
                            extensions.ForEach(extension => WriteExtension(writer, extension));
                        }
                    }
                }
            }
        }
    }

    private void WriteKeyIdentifier(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString(KeyIdentifier, new Asn1Tag(TagClass.ContextSpecific, 0));
        }
    }

    private Certificate Issue(X500DistinguishedName name, ECDsa key, params IEnumerable<X509Extension> extensions)
    {
        var request = Request(name, key);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(KeyIdentifier));
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(new System.Security.Cryptography.X509Certificates.X509Extension(
                extension.ObjectIdentifier, extension.Value.Span, extension.IsCritical));
        }

        using var certificate = request.Create(
            Name, X509SignatureGenerator.CreateForECDsa(_key), Start, End, [(byte)(1 + ++_lastSerial / 100), (byte)(_lastSerial % 100)]);
        return Certificate.Parse(certificate.RawData);
    }
}

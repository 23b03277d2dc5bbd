using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using X509Extension = TrustPlatform.Cryptography.X509.X509Extension;

namespace TrustPlatform.Cryptography.Tests.Paths;

/// <summary>Extension values written from the ASN.1 of RFC 5280, A.2, apart from the product's reader.</summary>
internal static class TestExtensions
{
    public static X509Extension Policies(params IEnumerable<string> policies) => new("2.5.29.32", false, Sequence(writer =>
    {
        foreach (var policy in policies)
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(policy);
            }
        }
    }));

    public static X509Extension PolicyMappings(params IEnumerable<(string Issuer, string Subject)> mappings) => new("2.5.29.33", true, Sequence(writer =>
    {
        foreach (var (issuer, subject) in mappings)
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(issuer);
                writer.WriteObjectIdentifier(subject);
            }
        }
    }));

    public static X509Extension PolicyConstraints(int? requireExplicit, int? inhibitMapping) => new("2.5.29.36", true, Sequence(writer =>
    {
        if (requireExplicit is { } explicitPolicy)
        {
            writer.WriteInteger(explicitPolicy, Context(0));
        }

        if (inhibitMapping is { } mapping)
        {
            writer.WriteInteger(mapping, Context(1));
        }
    }));

    public static X509Extension InhibitAnyPolicy(int skip) =>
        new("2.5.29.54", true, TestAuthority.Write(writer => writer.WriteInteger(skip)));

    public static X509Extension AlternativeNames(params byte[][] names) => new("2.5.29.17", false, GeneralNames(names));

    public static X509Extension NameConstraints(byte[][] permitted, byte[][] excluded) => new("2.5.29.30", true, Sequence(writer =>
    {
        WriteSubtrees(writer, permitted, 0);
        WriteSubtrees(writer, excluded, 1);
    }));

    /// <summary>One distribution point: full name, reasons as bit numbers, CRL issuer.</summary>
    public static X509Extension DistributionPoint(byte[]? fullName, int[]? reasons, X500DistinguishedName? crlIssuer) => new("2.5.29.31", false, Sequence(writer =>
    {
        using (writer.PushSequence())
        {
            WriteDistributionPointName(writer, fullName);
            if (reasons is not null)
            {
                WriteReasons(writer, reasons, 1);
            }

            if (crlIssuer is not null)
            {
                using (writer.PushSequence(Context(2)))
                {
                    writer.WriteEncodedValue(Directory(crlIssuer));
                }
            }
        }
    }));

    public static X509Extension IssuingDistributionPoint(
        byte[]? fullName = null, bool onlyUser = false, bool onlyAuthority = false, int[]? reasons = null, bool isIndirect = false) =>
        new("2.5.29.28", true, Sequence(writer =>
        {
            WriteDistributionPointName(writer, fullName);
            WriteFlag(writer, onlyUser, 1);
            WriteFlag(writer, onlyAuthority, 2);
            if (reasons is not null)
            {
                WriteReasons(writer, reasons, 3);
            }

            WriteFlag(writer, isIndirect, 4);
        }));

    public static X509Extension DeltaIndicator(int baseNumber) =>
        new("2.5.29.27", true, TestAuthority.Write(writer => writer.WriteInteger(baseNumber)));

    public static byte[] GeneralNames(params byte[][] names) => Sequence(writer =>
    {
        foreach (var name in names)
        {
            writer.WriteEncodedValue(name);
        }
    });

    public static byte[] Dns(string name) => Text(2, name);

    public static byte[] Mailbox(string name) => Text(1, name);

    public static byte[] Uri(string name) => Text(6, name);

    public static byte[] Address(params byte[] octets) =>
        TestAuthority.Write(writer => writer.WriteOctetString(octets, Context(7)));

    public static byte[] Directory(X500DistinguishedName name) => TestAuthority.Write(writer =>
    {
        using (writer.PushSequence(Context(4)))
        {
            writer.WriteEncodedValue(name.RawData);
        }
    });

    private static byte[] Text(int tag, string text) =>
        TestAuthority.Write(writer => writer.WriteOctetString(Encoding.Latin1.GetBytes(text), Context(tag)));

    private static byte[] Sequence(Action<AsnWriter> write) => TestAuthority.Write(writer =>
    {
        using (writer.PushSequence())
        {
            write(writer);
        }
    });

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);

    private static void WriteSubtrees(AsnWriter writer, byte[][] names, int tag)
    {
        if (names.Length == 0)
        {
            return;
        }

        using (writer.PushSequence(Context(tag)))
        {
            foreach (var name in names)
            {
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue(name);
                }
            }
        }
    }

    private static void WriteDistributionPointName(AsnWriter writer, byte[]? fullName)
    {
        if (fullName is null)
        {
            return;
        }

        using (writer.PushSequence(Context(0)))
        using (writer.PushSequence(Context(0)))
        {
            writer.WriteEncodedValue(fullName);
        }
    }

    private static void WriteReasons(AsnWriter writer, int[] reasons, int tag)
    {
        var bits = new byte[(reasons.Max() / 8) + 1];
        foreach (var reason in reasons)
        {
            bits[reason / 8] |= (byte)(0x80 >> (reason % 8));
        }

        writer.WriteBitString(bits, 7 - (reasons.Max() % 8), Context(tag));
    }

    private static void WriteFlag(AsnWriter writer, bool flag, int tag)
    {
        if (flag)
        {
            writer.WriteBoolean(true, Context(tag));
        }
    }
}

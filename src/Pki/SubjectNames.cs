using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>From verified persons and organisations to the attributes of a subject, with the checks that come before.</summary>
internal static class SubjectNames
{
    private const int PersonalNumberLength = 12;

    /// <summary>
    /// A person: common name as asserted; the first word is the surname (họ), everything after it the given name (tên đệm and
    /// tên); the number both ways (EN 319 412-1, 5.1.3; DOMAIN 7). A name of one word has no given name.
    /// </summary>
    public static List<AttributeTypeAndValue> Of(CeremonySubject subject, DateTimeOffset now)
    {
        if (subject.EidLevel < 2)
        {
            throw new IssuanceRefusedException(
                IssuanceRefusal.LevelTooLow, "A signature needs an electronic identity of level 2.");
        }

        CheckPersonalNumber(subject.PersonalNumber, now);
        CheckName(subject.FullName);
        if (subject.AssertionDigest.Length != SHA256.HashSizeInBytes || subject.ContractDigest.Length != SHA256.HashSizeInBytes)
        {
            throw new IssuanceRefusedException(IssuanceRefusal.DigestInvalid, "A digest is not a SHA-256.");
        }

        var words = subject.FullName.Split(' ', 2);
        List<AttributeTypeAndValue> attributes =
        [
            new(AttributeTypeAndValue.Country, "VN"),
            new(AttributeTypeAndValue.CommonName, subject.FullName),
            new(AttributeTypeAndValue.Surname, words[0]),
            new(AttributeTypeAndValue.SerialNumber, $"PNOVN-{subject.PersonalNumber}"),
            new(AttributeTypeAndValue.UserId, $"CCCD:{subject.PersonalNumber}"),
        ];
        if (words.Length == 2)
        {
            attributes.Add(new(AttributeTypeAndValue.GivenName, words[1]));
        }

        return attributes;
    }

    /// <summary>An organisation by its legal name and tax code (EN 319 412-3, 4.2; EN 319 412-1, 5.1.4).</summary>
    public static List<AttributeTypeAndValue> Of(SealSubject subject)
    {
        CheckName(subject.LegalName);
        var digits = subject.TaxCode.Where(char.IsAsciiDigit).Count();
        var isForm = subject.TaxCode.Length == digits || (subject.TaxCode.Length == 14 && subject.TaxCode[10] == '-');
        if (!isForm || digits is not (10 or 13))
        {
            throw new IssuanceRefusedException(IssuanceRefusal.TaxCodeInvalid, "The tax code is not 10 or 13 digits.");
        }

        return
        [
            new(AttributeTypeAndValue.Country, "VN"),
            new(AttributeTypeAndValue.Organization, subject.LegalName),
            new(AttributeTypeAndValue.OrganizationIdentifier, $"VATVN-{subject.TaxCode}"),
            new(AttributeTypeAndValue.CommonName, subject.LegalName),
            new(AttributeTypeAndValue.UserId, $"MST:{subject.TaxCode}"),
        ];
    }

    /// <summary>SHA-256 over every field with its length, so that no two subjects read the same.</summary>
    public static byte[] Digest(CeremonySubject subject)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(Encoding.UTF8.GetBytes(subject.FullName));
        Append(Encoding.UTF8.GetBytes(subject.PersonalNumber));
        Append(Encoding.UTF8.GetBytes(subject.EidLevel.ToString(CultureInfo.InvariantCulture)));
        Append(subject.AssertionDigest.Span);
        Append(subject.ContractDigest.Span);
        return hash.GetHashAndReset();

        void Append(ReadOnlySpan<byte> field)
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
            hash.AppendData(length);
            hash.AppendData(field);
        }
    }

    /// <summary>
    /// 12 digits; the fourth says century and sex, the next two the year of birth (Decree 137/2015, Art. 13). Only what cannot
    /// be is refused: there is no check digit, and unknown places of birth exist.
    /// </summary>
    private static void CheckPersonalNumber(string number, DateTimeOffset now)
    {
        var isNumber = number.Length == PersonalNumberLength && number.All(char.IsAsciiDigit);
        if (!isNumber || YearOfBirth(number) > now.Year)
        {
            throw new IssuanceRefusedException(
                IssuanceRefusal.PersonalNumberInvalid, "The personal number is not 12 digits of a person already born.");
        }
    }

    private static int YearOfBirth(string number) =>
        1900 + (100 * ((number[3] - '0') / 2)) + int.Parse(number.AsSpan(4, 2), CultureInfo.InvariantCulture);

    private static void CheckName(string name)
    {
        var isClean = name.Length > 0 && name.IsNormalized(NormalizationForm.FormC) && name == name.Trim()
            && !name.Contains("  ", StringComparison.Ordinal)
            && !name.Any(c => char.IsControl(c) || (c != ' ' && char.IsWhiteSpace(c)));
        if (!isClean)
        {
            throw new IssuanceRefusedException(
                IssuanceRefusal.NameInvalid, "The name is not in Unicode form NFC with single spaces.");
        }
    }
}

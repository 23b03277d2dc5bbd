using System.Formats.Asn1;

namespace TrustPlatform.Cryptography.Asn1;

/// <summary>
/// Time of RFC 5280: UTCTime until 2049, GeneralizedTime from 2050, Zulu, with seconds, without fractions (4.1.2.5).
/// </summary>
internal readonly record struct ProfileTime(DateTimeOffset Instant, bool FollowsProfile)
{
    private const int LastYearOfUtcTime = 2049;

    public static ProfileTime Read(AsnReader reader)
    {
        var content = reader.PeekContentBytes().Span;
        if (reader.NextIs(Asn1Tag.UtcTime))
        {
            var followsUtc = content is [.., (byte)'Z'] && content.Length == "yyMMddHHmmssZ".Length;
            return new ProfileTime(reader.ReadUtcTime(LastYearOfUtcTime).ToUniversalTime(), followsUtc);
        }

        var follows = content is [.., (byte)'Z'] && content.Length == "yyyyMMddHHmmssZ".Length;
        var instant = reader.ReadGeneralizedTime().ToUniversalTime();
        return new ProfileTime(instant, follows && instant.Year > LastYearOfUtcTime);
    }
}

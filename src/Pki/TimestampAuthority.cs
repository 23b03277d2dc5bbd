using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>
/// A timestamping authority (RFC 3161; EN 319 421): fails closed on its clock, its times never fall, its serial numbers are
/// random. Thread-safe.
/// </summary>
internal sealed class TimestampAuthority(Register register, TimestampClock clock, Func<HeldKey> unit, Certificate authority)
{
    private static readonly TimeSpan s_accuracy = TimeSpan.FromSeconds(1);

    /// <summary>The TimeStampResp to a TimeStampReq; a refusal says why, in the standard's words.</summary>
    public byte[] Answer(ReadOnlyMemory<byte> request)
    {
        TimeStampQuery query;
        try
        {
            query = TimeStampQuery.Parse(request);
        }
        catch (CmsSyntaxException)
        {
            return TimeStampResponseBuilder.Refuse(TimeStampRefusal.BadDataFormat);
        }

        if (Refusal(query) is { } refusal)
        {
            return TimeStampResponseBuilder.Refuse(refusal);
        }

        if (clock.TryRead(register) is not { } genTime)
        {
            return TimeStampResponseBuilder.Refuse(TimeStampRefusal.TimeNotAvailable);
        }

        try
        {
            var signer = unit();
            var statement = new TimeStampStatement
            {
                SerialNumber = SerialNumbers.Create(Hierarchy.TimestampSerialPrefix),
                GenTime = genTime,
                Policy = Oids.TimestampPolicy,
                Accuracy = s_accuracy,
            };
            return TimeStampResponseBuilder.Build(query, statement, signer.Key, signer.Certificate, [authority]);
        }
        catch (IssuanceRefusedException)
        {
            // The unit's certificate is suspended, or its CA can no longer certify a new one.
            return TimeStampResponseBuilder.Refuse(TimeStampRefusal.SystemFailure);
        }
    }

    private static TimeStampRefusal? Refusal(TimeStampQuery query) => query switch
    {
        { HashAlgorithm: null } => TimeStampRefusal.BadAlgorithm,
        { HasFittingImprint: false } => TimeStampRefusal.BadDataFormat,
        { Policy: { } policy } when policy != Oids.TimestampPolicy => TimeStampRefusal.UnacceptedPolicy,
        { HasExtensions: true } => TimeStampRefusal.UnacceptedExtension,
        _ => null,
    };
}

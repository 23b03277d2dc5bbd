using TrustPlatform.Cryptography.Timestamps;
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
            return TimeStampResponseBuilder.Refuse(TimeStampFailure.BadDataFormat);
        }

        if (Refusal(query) is { } refusal)
        {
            return TimeStampResponseBuilder.Refuse(refusal);
        }

        if (clock.TryRead(register) is not { } genTime)
        {
            return TimeStampResponseBuilder.Refuse(TimeStampFailure.TimeNotAvailable);
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
            return TimeStampResponseBuilder.Refuse(TimeStampFailure.SystemFailure);
        }
    }

    private static TimeStampFailure? Refusal(TimeStampQuery query) => query switch
    {
        { HashAlgorithm: null } => TimeStampFailure.BadAlgorithm,
        { HasFittingImprint: false } => TimeStampFailure.BadDataFormat,
        { Policy: { } policy } when policy != Oids.TimestampPolicy => TimeStampFailure.UnacceptedPolicy,
        { HasExtensions: true } => TimeStampFailure.UnacceptedExtension,
        _ => null,
    };
}

using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>
/// A timestamping authority (RFC 3161; EN 319 421): fails closed on its clock, its times never fall, its serial numbers are
/// random. Thread-safe.
/// </summary>
internal sealed class TimestampAuthority(
    Register register, TimestampClock clock, Func<(HeldKey Unit, Member Authority)> unit, TimeProvider time)
{
    private static readonly TimeSpan s_accuracy = TimeSpan.FromSeconds(1);

    /// <summary>The TimeStampResp to a TimeStampReq; a refusal says why, in the standard's words.</summary>
    public byte[] Answer(ReadOnlyMemory<byte> request)
    {
        var watch = time.GetTimestamp();
        var (response, outcome) = Decide(request);
        PkiMetrics.Timestamped(outcome, time.GetElapsedTime(watch));
        return response;
    }

    private (byte[] Response, string Outcome) Decide(ReadOnlyMemory<byte> request)
    {
        TimeStampQuery query;
        try
        {
            query = TimeStampQuery.Parse(request);
        }
        catch (CmsSyntaxException)
        {
            return Refuse(TimeStampFailure.BadDataFormat);
        }

        if (Refusal(query) is { } refusal)
        {
            return Refuse(refusal);
        }

        try
        {
            if (clock.TryRead(register) is not { } genTime)
            {
                return Refuse(TimeStampFailure.TimeNotAvailable);
            }

            var (signer, authority) = unit();
            var statement = new TimeStampStatement
            {
                SerialNumber = SerialNumbers.Create(Hierarchy.TimestampSerialPrefix),
                GenTime = genTime,
                Policy = Oids.TimestampPolicy,
                Accuracy = s_accuracy,
            };
            return (TimeStampResponseBuilder.Build(
                query, statement, signer.Key, signer.Certificate, [authority.Authority.Certificate!]), "granted");
        }
        catch (Exception outage) when (Outages.IsOutage(outage))
        {
            // The unit's certificate is suspended, its key out of reach, or the register cannot keep the time.
            return Refuse(TimeStampFailure.SystemFailure);
        }
    }

    private static (byte[] Response, string Outcome) Refuse(TimeStampFailure failure) =>
        (TimeStampResponseBuilder.Refuse(failure), failure.ToString());

    private static TimeStampFailure? Refusal(TimeStampQuery query) => query switch
    {
        { HashAlgorithm: null } => TimeStampFailure.BadAlgorithm,
        { HasFittingImprint: false } => TimeStampFailure.BadDataFormat,
        { Policy: { } policy } when policy != Oids.TimestampPolicy => TimeStampFailure.UnacceptedPolicy,
        { HasExtensions: true } => TimeStampFailure.UnacceptedExtension,
        _ => null,
    };
}

using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>
/// A timestamping authority (RFC 3161; EN 319 421): fails closed on its clock, its times never fall, its serial numbers are
/// random. Thread-safe.
/// </summary>
internal sealed class TimestampAuthority(
    Register register, TimestampClock clock, Func<(HeldKey Unit, Member Authority)> unit, TimeProvider time)
{
    private static readonly TimeSpan s_accuracy = TimeSpan.FromSeconds(1);

    /// <summary>A reading of the clock serves the requests of a batch for this long; far inside the stated accuracy.</summary>
    private static readonly TimeSpan s_reading = TimeSpan.FromMilliseconds(100);

    /// <summary>The TimeStampResp to a TimeStampReq; a refusal says why, in the standard's words.</summary>
    public byte[] Answer(ReadOnlyMemory<byte> request) => AnswerAll([request])[0];

    /// <summary>The answers to many requests, in their order; the clock is read and the unit fetched once for those of an instant.</summary>
    public IReadOnlyList<byte[]> AnswerAll(IReadOnlyList<ReadOnlyMemory<byte>> requests)
    {
        var answers = new byte[requests.Count][];
        Reading? reading = null;
        for (var i = 0; i < answers.Length; i++)
        {
            var watch = time.GetTimestamp();
            (answers[i], var outcome) = Decide(requests[i], ref reading);
            PkiMetrics.Timestamped(outcome, time.GetElapsedTime(watch));
        }

        return answers;
    }

    private (byte[] Response, string Outcome) Decide(ReadOnlyMemory<byte> request, ref Reading? reading)
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
            if (reading is null || time.GetElapsedTime(reading.At) > s_reading)
            {
                reading = Read();
            }

            return reading is null ? Refuse(TimeStampFailure.TimeNotAvailable) : Stamp(query, reading);
        }
        catch (Exception outage) when (Outages.IsOutage(outage))
        {
            // The unit's certificate is suspended, its key out of reach, or the register cannot keep the time.
            return Refuse(TimeStampFailure.SystemFailure);
        }
    }

    private Reading? Read()
    {
        var at = time.GetTimestamp();
        if (clock.TryRead(register) is not { } genTime)
        {
            return null;
        }

        var (signer, authority) = unit();
        return new(at, genTime, signer, authority.Authority.Certificate!);
    }

    private static (byte[] Response, string Outcome) Stamp(TimeStampQuery query, Reading reading)
    {
        var statement = new TimeStampStatement
        {
            SerialNumber = SerialNumbers.Create(Hierarchy.TimestampSerialPrefix),
            GenTime = reading.GenTime,
            Policy = Oids.TimestampPolicy,
            Accuracy = s_accuracy,
        };
        return (TimeStampResponseBuilder.Build(query, statement, reading.Signer.Key, reading.Signer.Certificate, [reading.Issuer]), "granted");
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

    private sealed record Reading(long At, DateTimeOffset GenTime, HeldKey Signer, Certificate Issuer);
}

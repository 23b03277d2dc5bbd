using System.Collections.Concurrent;
using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>
/// The OCSP responder of one CA: what is not in the register as issued is unknown, whatever the serial number. The status is
/// read for each request; an answer without a nonce that was signed within the last minutes is given again as long as the
/// status is the same (RFC 5019, 2.2), so a revocation is told at once. Thread-safe.
/// </summary>
internal sealed class OcspResponder(
    Register register, CertificateAuthority authority, Func<HeldKey> responder, TimeProvider time)
{
    /// <summary>From thisUpdate to nextUpdate.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_reuse = TimeSpan.FromMinutes(5);
    private const int MaxKept = 50_000;

    private readonly ConcurrentDictionary<string, Answered> _kept = new(StringComparer.Ordinal);

    /// <summary>The OCSPResponse to an OCSPRequest.</summary>
    public OcspAnswer Answer(ReadOnlyMemory<byte> request)
    {
        OcspQuery query;
        try
        {
            query = OcspQuery.Parse(request);
        }
        catch (CmsSyntaxException)
        {
            return Refuse(OcspRefusal.MalformedRequest, "malformed");
        }

        try
        {
            return query is { Nonce: null, Certificates: [var only] }
                ? Reuse(only)
                : Sign([.. query.Certificates.Select(certificate => (certificate, StatusOf(certificate)))], query.Nonce);
        }
        catch (Exception outage) when (Outages.IsOutage(outage))
        {
            // The responder's key or certificate is out of reach; asking again later may help (RFC 6960, 2.3).
            return Refuse(OcspRefusal.TryLater, "outage");
        }
    }

    /// <summary>An answer that nobody asked for, about one of the CA's certificates, made now; it carries no nonce.</summary>
    public byte[] StatusOf(byte[] serial)
    {
        var certificate = OcspCertificateId.Create(authority.Name, authority.PublicKeyInfo, serial);
        return Sign([(certificate, StatusOf(certificate))], nonce: null).Der;
    }

    private OcspAnswer Reuse(OcspCertificateId certificate)
    {
        var status = StatusOf(certificate);
        var name = Convert.ToHexString(certificate.Encoded.Span);
        var now = time.GetUtcSecond();
        var held = responder();
        if (_kept.TryGetValue(name, out var kept) && kept.Status == status && kept.Responder == held.Certificate
            && kept.Answer.ProducedAt <= now && now - kept.Answer.ProducedAt < s_reuse)
        {
            PkiMetrics.StatusAnswered(authority.Plan.Id, Outcome(status));
            return kept.Answer;
        }

        var answer = Sign([(certificate, status)], nonce: null);
        if (_kept.Count >= MaxKept)
        {
            _kept.Clear();
        }

        // Serial numbers that were never issued are without number; keeping answers for them would only serve a guesser.
        if (status is not OcspStatus.Unknown)
        {
            _kept[name] = new(status, held.Certificate, answer);
        }

        return answer;
    }

    private OcspAnswer Sign(
        IReadOnlyList<(OcspCertificateId Certificate, OcspStatus Status)> answers, ReadOnlyMemory<byte>? nonce)
    {
        var held = responder();
        var now = time.GetUtcSecond();
        foreach (var (_, status) in answers)
        {
            PkiMetrics.StatusAnswered(authority.Plan.Id, Outcome(status));
        }

        return new(
            OcspResponseBuilder.Build(answers, now, Validity, nonce, held.Key, held.Certificate), now, now + Validity,
            IsCacheable: nonce is null);
    }

    private OcspAnswer Refuse(OcspRefusal refusal, string outcome)
    {
        PkiMetrics.StatusAnswered(authority.Plan.Id, outcome);
        return OcspAnswer.Refused(refusal);
    }

    private OcspStatus StatusOf(OcspCertificateId certificate)
    {
        if (!certificate.IsIssuedBy(authority.Name, authority.PublicKeyInfo))
        {
            return new OcspStatus.Unknown();
        }

        var serial = certificate.SerialNumber.ToArray();
        var row = register.Read(session => Register.FindCertificate(session, serial));
        return row?.Authority != authority.Plan.Id ? new OcspStatus.Unknown()
            : row.RevokedAt is { } at ? new OcspStatus.Revoked(DateTimeOffset.FromUnixTimeSeconds(at), row.Reason)
            : new OcspStatus.Good();
    }

    private static string Outcome(OcspStatus status) => status switch
    {
        OcspStatus.Good => "good",
        OcspStatus.Revoked => "revoked",
        OcspStatus.Unknown => "unknown",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private sealed record Answered(OcspStatus Status, Certificate Responder, OcspAnswer Answer);
}

/// <summary>An OCSP response and how long it may be kept.</summary>
/// <param name="Der">The OCSPResponse.</param>
/// <param name="ProducedAt">thisUpdate and producedAt.</param>
/// <param name="NextUpdate">Until when it holds.</param>
/// <param name="IsCacheable">It answers no nonce, so that others may be given it too (RFC 5019, 6).</param>
public sealed record OcspAnswer(byte[] Der, DateTimeOffset ProducedAt, DateTimeOffset NextUpdate, bool IsCacheable)
{
    private string? _entityTag;

    /// <summary>The answer's ETag, quoted; computed once for an answer that is given often.</summary>
    public string EntityTag => _entityTag ??= $"\"{Convert.ToHexStringLower(SHA256.HashData(Der).AsSpan(0, 16))}\"";

    internal static OcspAnswer Refused(OcspRefusal refusal) =>
        new(OcspResponseBuilder.Refuse(refusal), default, default, IsCacheable: false);
}

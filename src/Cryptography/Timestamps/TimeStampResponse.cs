using System.Formats.Asn1;
using TrustPlatform.Cryptography.Asn1;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Timestamps;

/// <summary>PKIStatus (RFC 3161, 2.4.2).</summary>
public enum TimeStampStatus
{
    /// <summary>The token is there as asked for.</summary>
    Granted = 0,

    /// <summary>The token is there with modifications.</summary>
    GrantedWithMods = 1,

    /// <summary>No token.</summary>
    Rejection = 2,

    /// <summary>No token yet.</summary>
    Waiting = 3,

    /// <summary>A revocation is imminent.</summary>
    RevocationWarning = 4,

    /// <summary>A revocation has happened.</summary>
    RevocationNotification = 5,
}

/// <summary>PKIFailureInfo: bits by their number (RFC 3161, 2.4.2).</summary>
public enum TimeStampFailure
{
    /// <summary>Unrecognised or unsupported algorithm.</summary>
    BadAlgorithm = 0,

    /// <summary>Transaction not permitted or supported.</summary>
    BadRequest = 2,

    /// <summary>The data has the wrong format.</summary>
    BadDataFormat = 5,

    /// <summary>The time source is not available.</summary>
    TimeNotAvailable = 14,

    /// <summary>The policy is not supported.</summary>
    UnacceptedPolicy = 15,

    /// <summary>An extension is not supported.</summary>
    UnacceptedExtension = 16,

    /// <summary>Additional information is not understood or not available.</summary>
    AdditionalInformationNotAvailable = 17,

    /// <summary>System failure.</summary>
    SystemFailure = 25,
}

/// <summary>A TimeStampResp (RFC 3161, 2.4.2).</summary>
public sealed class TimeStampResponse
{
    private const string Clause = "RFC 3161, 2.4.2";

    private TimeStampResponse(TimeStampStatus status) => Status = status;

    /// <summary>The status.</summary>
    public TimeStampStatus Status { get; }

    /// <summary>statusString, joined by spaces; null where absent.</summary>
    public string? StatusText { get; private init; }

    /// <summary>The first failure bit, or null.</summary>
    public TimeStampFailure? Failure { get; private init; }

    /// <summary>The token; null where there is none.</summary>
    public TimeStampToken? Token { get; private init; }

    /// <summary>A token is there and the status says that it was granted.</summary>
    public bool IsGranted => Token is not null && Status is TimeStampStatus.Granted or TimeStampStatus.GrantedWithMods;

    /// <summary>Parses a response. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static TimeStampResponse Parse(ReadOnlyMemory<byte> encoded) => Asn.ReadWhole(encoded, Clause, reader =>
    {
        var response = reader.ReadSequence();
        var statusInfo = response.ReadSequence();
        if (!statusInfo.TryReadInt32(out var status) || status is < 0 or > (int)TimeStampStatus.RevocationNotification)
        {
            throw new CmsSyntaxException(Clause, "The status is out of range.");
        }

        var text = statusInfo.NextIs(Asn1Tag.Sequence) ? ReadText(statusInfo.ReadSequence()) : null;
        var failure = statusInfo.NextIs(Asn1Tag.PrimitiveBitString) ? ReadFailure(statusInfo) : null;
        statusInfo.ThrowIfNotEmpty();
        var token = response.HasData ? TimeStampToken.Parse(response.ReadEncodedValue()) : null;
        response.ThrowIfNotEmpty();
        return new TimeStampResponse((TimeStampStatus)status) { StatusText = text, Failure = failure, Token = token };
    });

    /// <summary>
    /// Checks the answer against what was asked: status, imprint, nonce, policy, and the token itself. Never throws for
    /// content.
    /// </summary>
    public SignatureVerification Verify(TimeStampRequest request, IReadOnlyList<Certificate>? others = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var granted = new Check("tsp.status", Clause, IsGranted ? CheckResult.Passed : CheckResult.Failed,
            $"Status {Status}{(Failure is null ? "" : $", {Failure}")}{(StatusText is null ? "" : $": {StatusText}")}.");
        if (Token is not { } token || !IsGranted)
        {
            return new SignatureVerification([granted], null);
        }

        var hashHolds = token.HashAlgorithm == request.HashAlgorithm;
        var nonceHolds = token.Nonce == request.Nonce;
        var policyHolds = request.Policy is null || token.Policy == request.Policy;
        var verification = token.Verify(request.MessageImprint.Span, others);
        return verification with
        {
            Checks =
            [
                granted,
                new Check("tsp.hash", Clause, hashHolds ? CheckResult.Passed : CheckResult.Failed,
                    $"Asked for {request.HashAlgorithm.Name}, got {token.HashAlgorithm.Name}."),
                new Check("tsp.nonce", Clause, nonceHolds ? CheckResult.Passed : CheckResult.Failed,
                    nonceHolds ? "The nonce came back." : "The nonce did not come back."),
                new Check("tsp.policy", Clause, policyHolds ? CheckResult.Passed : CheckResult.Failed,
                    $"Policy {token.Policy}."),
                .. verification.Checks,
            ],
        };
    }

    private static string ReadText(AsnReader texts)
    {
        var parts = new List<string>();
        while (texts.HasData)
        {
            parts.Add(texts.ReadAnyString() ?? throw new CmsSyntaxException(Clause, "A status text is not UTF-8."));
        }

        return string.Join(' ', parts);
    }

    private static TimeStampFailure? ReadFailure(AsnReader statusInfo)
    {
        var bits = statusInfo.ReadBitString(out _);
        for (var i = 0; i < bits.Length * 8; i++)
        {
            if ((bits[i / 8] & (0x80 >> (i % 8))) != 0)
            {
                return (TimeStampFailure)i;
            }
        }

        return null;
    }
}

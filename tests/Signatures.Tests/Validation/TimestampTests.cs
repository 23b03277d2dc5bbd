using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>Signature timestamps that are none, that are over something else, or that contradict others.</summary>
public sealed class TimestampTests
{
    private const string TstInfo = "060B2A864886F70D0109100104";

    private readonly Lab _lab = new();

    [Fact]
    public async Task Attribute_that_is_no_token_is_told_and_proves_nothing()
    {
        var file = await Signing.SignAsync(_lab, _lab.Signer());

        var report = Signing.Validate(Replace(file, TstInfo, "060B2A864886F70D0109100105"), _lab.Context(policy: ValidationPolicy.TestVectors));

        var signature = report.Signatures.Single();
        Assert.Equal((SignatureIntegrity.Intact, null), (signature.Integrity, signature.ProvenTime));
        Assert.Equal((Indication.Indeterminate, SubIndication.SigConstraintsFailure), signature.Conclusion);
        Assert.Contains(signature.Rules, finding => finding is { Rule.Id: "timestamp.token", Result: RuleResult.Fail });
    }

    [Fact]
    public async Task Token_over_other_data_is_told_and_proves_nothing()
    {
        var file = await Signing.SignAsync(_lab, _lab.Signer());
        var cms = Contents(file);
        var token = cms.Signers[0].SignatureTimestamps[0];
        var other = token;
        for (var i = 0; other.Span.SequenceEqual(token.Span) || other.Length != token.Length; i++)
        {
            other = _lab.Stamp(SHA256.HashData([(byte)i]), _lab.Time).Encoded;
        }

        var report = Signing.Validate(
            Replace(file, Convert.ToHexString(token.Span), Convert.ToHexString(other.Span)), _lab.Context(policy: ValidationPolicy.TestVectors));

        var signature = report.Signatures.Single();
        Assert.Null(signature.ProvenTime);
        Assert.Equal((Indication.Indeterminate, SubIndication.SigConstraintsFailure), signature.Conclusion);
        Assert.Contains(signature.Rules, finding => finding is { Rule.Id: "timestamp.imprint", Result: RuleResult.Fail });
    }

    [Fact]
    public async Task Document_timestamp_before_the_signature_timestamp_is_a_contradiction()
    {
        var signed = await Signing.SignAsync(_lab, _lab.Signer());
        _lab.StatusTime = _lab.Time;
        _lab.Time = _lab.Time.AddHours(-2);

        var report = Signing.Validate(await Signing.ArchiveAsync(_lab, signed), _lab.Context(_lab.Time.AddHours(3)));

        Assert.Contains(report.Signatures[0].Rules, finding => finding is { Rule.Id: "timestamp.order", Result: RuleResult.Fail });
        Assert.NotEqual(FileVerdict.Valid, report.Verdict);
    }

    [Fact]
    public async Task Claimed_time_after_the_proven_one_is_warned_of()
    {
        var proven = _lab.Time;
        _lab.Time = proven.AddDays(2);
        var late = await SignClaimingAsync(proven);

        var report = Signing.Validate(late, _lab.Context(proven.AddDays(3), ValidationPolicy.TestVectors));

        Assert.Equal(proven, report.Signatures[0].ProvenTime);
        Assert.Contains(report.Signatures[0].Rules, finding => finding is { Rule.Id: "time.claimed", Result: RuleResult.Warn });
    }

    private async Task<byte[]> SignClaimingAsync(DateTimeOffset stamped)
    {
        // The signer claims the lab's time, the timestamps are made earlier.
        var claimed = _lab.Time;
        _lab.Time = stamped;
        var file = await Signing.SignAsync(_lab, _lab.Signer(), claimed: claimed);
        return file;
    }

    private static CmsSignedData Contents(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var start = text.LastIndexOf("/Contents", StringComparison.Ordinal);
        start = text.IndexOf('<', start) + 1;
        return CmsSignedData.Parse(Convert.FromHexString(text[start..text.IndexOf('>', start)]));
    }

    private static byte[] Replace(byte[] file, string hexadecimal, string replacement)
    {
        var text = Encoding.Latin1.GetString(file);
        var at = text.LastIndexOf(hexadecimal, StringComparison.OrdinalIgnoreCase);
        Assert.True(at > 0, "The file holds what is to be replaced.");
        return Encoding.Latin1.GetBytes(text[..at] + replacement + text[(at + hexadecimal.Length)..]);
    }
}

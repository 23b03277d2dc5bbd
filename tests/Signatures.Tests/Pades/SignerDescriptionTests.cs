using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Signatures.Pades;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>What a signer says of itself beside its certificate: commitment and claimed roles.</summary>
public sealed class SignerDescriptionTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Commitment.ProofOfOrigin, "1.2.840.113549.1.9.16.6.1")]
    [InlineData(Commitment.ProofOfReceipt, "1.2.840.113549.1.9.16.6.2")]
    [InlineData(Commitment.ProofOfDelivery, "1.2.840.113549.1.9.16.6.3")]
    [InlineData(Commitment.ProofOfSender, "1.2.840.113549.1.9.16.6.4")]
    [InlineData(Commitment.ProofOfApproval, "1.2.840.113549.1.9.16.6.5")]
    [InlineData(Commitment.ProofOfCreation, "1.2.840.113549.1.9.16.6.6")]
    public void Each_commitment_has_its_identifier(Commitment commitment, string identifier)
    {
        using var signer = authority.Signer("Ký");
        var request = Requests.Of(signer, "A", authority) with { Commitment = commitment };

        var signed = request.Sign(signer, new byte[32]).Signers[0];

        Assert.Equal((identifier, commitment), (signed.CommitmentType, signed.Commitment!.Value));
    }

    [Fact]
    public async Task Openssl_finds_both_attributes_among_the_signed_ones_and_inspection_tells_them()
    {
        using var signer = authority.Signer("Ký");
        using var signed = new MemoryStream();
        var request = Requests.Of(signer, "A", authority) with
        {
            Reason = null,
            Commitment = Commitment.ProofOfApproval,
            ClaimedRoles = ["Giám đốc", "Chairwoman"],
        };

        var result = await PadesSigner.SignAsync(await Requests.LaidAsync(Requests.A4()), signed, request, Cancel);

        var file = authority.PathOf("described.cms");
        await File.WriteAllBytesAsync(file, result.Cms, Cancel);
        var (_, printed) = await Tool.RunAsync("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", file);
        var attributes = printed[printed.IndexOf("signedAttrs:", StringComparison.Ordinal)..printed.IndexOf("signatureAlgorithm:", printed.IndexOf("signedAttrs:", StringComparison.Ordinal), StringComparison.Ordinal)];
        Assert.Contains("id-smime-cti-ets-proofOfApproval", attributes, StringComparison.Ordinal);
        Assert.Contains("0.4.0.19122.1.1", attributes, StringComparison.Ordinal);
        Assert.Contains(":Chairwoman", attributes, StringComparison.Ordinal);
        var inspected = Assert.Single(DocumentInspection.Of(signed).Signatures);
        Assert.Equal("ProofOfApproval", inspected.Commitment);
        Assert.Equal(["Chairwoman", "Giám đốc"], inspected.ClaimedRoles.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task They_survive_the_way_to_a_key_elsewhere()
    {
        using var signer = authority.Signer("Ký");
        using var prepared = new MemoryStream();
        var request = new PadesKeyPreparationRequest
        {
            FieldName = "A",
            Algorithm = signer.Algorithm,
            Certificate = signer.Certificate,
            SigningTime = Requests.Time,
            Commitment = Commitment.ProofOfReceipt,
            ClaimedRoles = ["Kế toán trưởng"],
        };

        var pending = PendingSignature.FromJson(
            (await PadesExternalSigner.PrepareAsync(await Requests.LaidAsync(Requests.A4()), prepared, request, Cancel)).ToJson());
        await PadesExternalSigner.CompleteAsync(prepared, pending, signer.SignHash(pending.DigestToSign.Span), timestamps: null, Cancel);

        var inspected = Assert.Single(DocumentInspection.Of(prepared).Signatures);
        Assert.Equal("ProofOfReceipt", inspected.Commitment);
        Assert.Equal(["Kế toán trưởng"], inspected.ClaimedRoles);
    }

    [Fact]
    public async Task A_signature_without_them_says_nothing()
    {
        using var signer = authority.Signer("Ký");
        using var signed = new MemoryStream();

        await PadesSigner.SignAsync(await Requests.LaidAsync(Requests.A4()), signed, Requests.Of(signer, "A", authority), Cancel);

        var inspected = Assert.Single(DocumentInspection.Of(signed).Signatures);
        Assert.Null(inspected.Commitment);
        Assert.Empty(inspected.ClaimedRoles);
    }
}

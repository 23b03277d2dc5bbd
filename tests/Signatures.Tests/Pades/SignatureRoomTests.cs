using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Signatures.Pades;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>The room is added up from lengths: never too small for any value of the key, and little more than is needed.</summary>
public sealed class SignatureRoomTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256, 72)]
    [InlineData(SignatureAlgorithm.EcdsaP384Sha384, 104)]
    [InlineData(SignatureAlgorithm.RsaPkcs1Sha256, 256)]
    [InlineData(SignatureAlgorithm.RsaPssSha256, 256)]
    public void The_longest_value_fits_with_little_left_over(SignatureAlgorithm algorithm, int longest)
    {
        using var signer = authority.Signer("Ký", algorithm);
        var plain = Requests.Of(signer, "A", authority);
        var roles = plain with { Reason = null, Commitment = Commitment.ProofOfApproval, ClaimedRoles = ["Giám đốc", new string('x', 300)] };

        foreach (var request in (PadesSigningRequest[])[plain, plain with { Chain = [] }, roles])
        {
            using var key = new LongKey(signer, longest);
            var cms = request.Sign(key, new byte[algorithm == SignatureAlgorithm.EcdsaP384Sha384 ? 48 : 32]);

            var left = SignatureRoom.Of(request) - cms.Encoded.Length;

            Assert.InRange(left, TimestampFrame, 160);
        }
    }

    [Fact]
    public async Task A_timestamp_fits_into_its_own_length_and_the_frame()
    {
        using var signer = authority.Signer("Ký");
        var cms = Requests.Of(signer, "A", authority).Sign(signer, new byte[32]);
        var token = await authority.TimestampAsync(new byte[32], TestContext.Current.CancellationToken);

        var frame = cms.WithSignatureTimestamp(token).Encoded.Length - cms.Encoded.Length - token.Encoded.Length;

        Assert.InRange(frame, 1, TimestampFrame);
    }

    /// <summary>Tags and lengths of the attribute and of what holds it.</summary>
    private const int TimestampFrame = 40;

    /// <summary>A key whose values have the greatest length of its algorithm.</summary>
    private sealed class LongKey(ISigningKey key, int length) : ISigningKey
    {
        public SignatureAlgorithm Algorithm => key.Algorithm;

        public ReadOnlyMemory<byte> SubjectPublicKeyInfo => key.SubjectPublicKeyInfo;

        public byte[] SignHash(ReadOnlySpan<byte> hash) => new byte[length];

        public void Dispose()
        {
            // the other key is the test's
        }
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Jose;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Jose;

public sealed class JsonWebSignatureTests
{
    /// <summary>RFC 7515, appendix A.3: key and token.</summary>
    private const string Es256Key =
        """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";

    private const string Es256Token =
        "eyJhbGciOiJFUzI1NiJ9"
        + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    /// <summary>RFC 8037, appendix A.</summary>
    private const string EdwardsKey = """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";

    private const string EdwardsToken =
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
        + ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    [Theory]
    [InlineData(Es256Key, Es256Token, "{\"iss\":\"joe\"")]
    [InlineData(EdwardsKey, EdwardsToken, "Example of Ed25519 signing")]
    public void Examples_of_the_standards_verify(string key, string token, string payload)
    {
        var signature = JsonWebSignature.Parse(token);

        Assert.Equal(SignatureOutcome.Valid, signature.Verify(Key(key)));
        Assert.StartsWith(payload, Encoding.UTF8.GetString(signature.Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Thumbprints_are_those_of_the_standards()
    {
        // RFC 7638, 3.1
        var rsa = Key(
            """{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}""");

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", rsa.Thumbprint);
        // RFC 8037, A.3
        Assert.Equal("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", Key(EdwardsKey).Thumbprint);
    }

    [Theory]
    [InlineData("none", """{"alg":"none"}""")]
    [InlineData("message authentication code", """{"alg":"HS256"}""")]
    [InlineData("case", """{"alg":"es256"}""")]
    [InlineData("no algorithm", "{}")]
    [InlineData("critical header", """{"alg":"ES256","crit":["b64"],"b64":false}""")]
    [InlineData("duplicate member", """{"alg":"none","alg":"ES256"}""")]
    [InlineData("half a character", """{"alg":"\ud800"}""")]
    [InlineData("array", "[]")]
    [InlineData("not JSON", "alg")]
    public void Header_is_refused(string word, string header)
    {
        var parts = Es256Token.Split('.');
        var token = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{parts[1]}.{parts[2]}";

        Assert.True(IsRefused(token), word);
    }

    [Theory]
    [InlineData("padding", "=")]
    [InlineData("blank", " ")]
    [InlineData("line end", "\n")]
    [InlineData("fourth part", ".")]
    public void Text_behind_the_signature_is_refused(string word, string suffix)
    {
        Assert.True(IsRefused(Es256Token + suffix), word);
    }

    [Fact]
    public void Stray_bits_of_the_last_character_are_refused()
    {
        // 64 octets end in a character of which four bits count: 'Q' and 'R' decode alike in a lenient reader.
        var other = Es256Token[..^1] + "R";

        Assert.Throws<JoseSyntaxException>(() => JsonWebSignature.Parse(other));
    }

    [Fact]
    public void Token_longer_than_the_limit_is_refused() =>
        Assert.Throws<JoseSyntaxException>(() => JsonWebSignature.Parse(new string('a', 70_000) + ".a.a"));

    [Theory]
    [InlineData("other family", EdwardsKey)]
    [InlineData("for encryption",
        """{"kty":"EC","use":"enc","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""")]
    [InlineData("to sign",
        """{"kty":"EC","key_ops":["sign"],"crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""")]
    [InlineData("other algorithm",
        """{"kty":"EC","alg":"ES384","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""")]
    public void Key_that_does_not_fit_never_verifies(string word, string json)
    {
        Assert.True(JsonWebSignature.Parse(Es256Token).Verify(Key(json)) == SignatureOutcome.WrongKey, word);
    }

    [Fact]
    public void Key_of_another_curve_never_verifies()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        var key = Key($$"""{"kty":"EC","crv":"P-384","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""");

        Assert.Equal(SignatureOutcome.WrongKey, JsonWebSignature.Parse(Es256Token).Verify(key));
    }

    [Fact]
    public void Point_off_the_curve_is_no_key()
    {
        var json = Es256Key.Replace("x_FE", "x_FF", StringComparison.Ordinal);

        Assert.Throws<JoseSyntaxException>(() => Key(json));
    }

    [Fact]
    public void Changed_payload_is_invalid()
    {
        var parts = Es256Token.Split('.');
        var token = $"{parts[0]}.{Base64Url.EncodeToString("{\"iss\":\"eve\"}"u8)}.{parts[2]}";

        Assert.Equal(SignatureOutcome.Invalid, JsonWebSignature.Parse(token).Verify(Key(Es256Key)));
    }

    [Fact]
    public void Set_passes_over_what_it_does_not_know()
    {
        var set = JsonWebKey.ParseSet(Encoding.UTF8.GetBytes(
            $$"""{"keys":[{"kty":"oct","k":"AAAA"},{"kty":"XX"},{{EdwardsKey}},{{Es256Key}}]}"""));

        Assert.Equal([PublicKeyKind.Ed25519, PublicKeyKind.EllipticCurve], set.Select(key => key.PublicKey.Kind));
    }

    private static JsonWebKey Key(string json) => JsonWebKey.Parse(Encoding.UTF8.GetBytes(json));

    private static bool IsRefused(string token)
    {
        try
        {
            JsonWebSignature.Parse(token);
            return false;
        }
        catch (JoseSyntaxException)
        {
            return true;
        }
    }
}

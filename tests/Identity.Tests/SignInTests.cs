using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrustPlatform.Simulators.VneId;

namespace TrustPlatform.Identity.Tests;

/// <summary>Sign-in against the running provider, over real sockets.</summary>
public sealed class SignInTests(VneIdFixture vneId) : IClassFixture<VneIdFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_citizen_is_identified_by_name_number_birth_date_and_level()
    {
        var outcome = await vneId.SignInAsync();

        var assertion = Assert.IsType<IdentificationOutcome.Identified>(outcome).Assertion;
        Assert.Equal(("999090000001", "NGUYỄN VĂN AN", new DateOnly(1990, 3, 14), 2),
            (assertion.PersonalNumber, assertion.FullName, assertion.BirthDate, assertion.Level));
        Assert.DoesNotContain("999090000001", assertion.Subject, StringComparison.Ordinal);
        Assert.InRange(assertion.AuthenticatedAt, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(1), TimeProvider.System.GetUtcNow());
        Assert.DoesNotContain("999090000001", assertion.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_up_signs_the_challenge_as_the_nonce()
    {
        var challenge = RandomNumberGenerator.GetBytes(32);

        var outcome = await vneId.SignInAsync(challenge: challenge);

        var assertion = Assert.IsType<IdentificationOutcome.Identified>(outcome).Assertion;
        Assert.Equal(challenge, Base64Url.DecodeFromChars(assertion.Nonce));
        // What an auditor reads, without our code.
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(assertion.Token.Split('.')[1]));
        Assert.Equal(Base64Url.EncodeToString(challenge), payload.RootElement.GetProperty("nonce").GetString());
    }

    [Fact]
    public async Task A_step_up_asks_for_a_fresh_authentication_at_level_2_and_shows_what_is_asked()
    {
        var (_, address) = await vneId.Client.BeginAsync(new byte[32], "Ký <b>Hợp đồng</b>, mã 3F9A 71C2 08DE B45D", Cancellation);

        var query = Uri.UnescapeDataString(address.Query);
        Assert.Contains("prompt=login", query, StringComparison.Ordinal);
        Assert.Contains("max_age=0", query, StringComparison.Ordinal);
        Assert.Contains("acr_values=2", query, StringComparison.Ordinal);
        var page = await vneId.ReadLoginPageAsync(address);
        Assert.Contains("Ký <b>Hợp đồng</b>, mã 3F9A 71C2 08DE B45D", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("MÔ PHỎNG – KHÔNG PHẢI VNeID", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Behaviour.ExpiredToken, "exp")]
    [InlineData(Behaviour.WrongNonce, "nonce")]
    [InlineData(Behaviour.WrongSignature, "signature")]
    [InlineData(Behaviour.UnknownKey, "signature")]
    [InlineData(Behaviour.UnsignedToken, "signature")]
    [InlineData(Behaviour.WrongAudience, "aud")]
    [InlineData(Behaviour.WrongIssuer, "iss")]
    [InlineData(Behaviour.StaleAuthentication, "auth_time")]
    public async Task An_answer_that_does_not_hold_is_rejected(Behaviour behaviour, string rule)
    {
        Assert.Equal(new IdentificationOutcome.Rejected(rule), await vneId.SignInAsync(behaviour: behaviour));
        Assert.Equal(new IdentificationOutcome.Rejected(rule), await vneId.SignInAsync(behaviour: behaviour, challenge: new byte[32]));
    }

    [Theory]
    [InlineData(Behaviour.Unavailable)]
    [InlineData(Behaviour.HugeAnswer)]
    public async Task A_provider_that_does_not_answer_sensibly_is_unavailable(Behaviour behaviour) =>
        Assert.Equal(new IdentificationOutcome.Unavailable(), await vneId.SignInAsync(behaviour: behaviour));

    [Fact]
    public async Task A_person_who_declines_is_refused() =>
        Assert.Equal(new IdentificationOutcome.Refused("access_denied"), await vneId.SignInAsync(behaviour: Behaviour.Refuse));

    [Theory]
    [InlineData("999201000003", Behaviour.Normal)]
    [InlineData("999090000001", Behaviour.Level1)]
    public async Task Level_1_is_told_as_level_1(string citizen, Behaviour behaviour)
    {
        var outcome = await vneId.SignInAsync(citizen, behaviour, challenge: new byte[32]);

        Assert.Equal(1, Assert.IsType<IdentificationOutcome.Identified>(outcome).Assertion.Level);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another")]
    public async Task An_answer_to_another_browser_is_rejected_before_the_code_is_used(string? state)
    {
        var (transaction, address) = await vneId.Client.BeginAsync(null, null, Cancellation);
        var answer = await vneId.DecideAsync(address);

        var stolen = await vneId.Client.CompleteAsync(transaction, answer["code"], state, null, Cancellation);
        var own = await vneId.Client.CompleteAsync(transaction, answer["code"], answer["state"], null, Cancellation);

        Assert.Equal(new IdentificationOutcome.Rejected("state"), stolen);
        Assert.IsType<IdentificationOutcome.Identified>(own);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var (transaction, address) = await vneId.Client.BeginAsync(null, null, Cancellation);
        var answer = await vneId.DecideAsync(address);

        var first = await vneId.Client.CompleteAsync(transaction, answer["code"], answer["state"], null, Cancellation);
        var second = await vneId.Client.CompleteAsync(transaction, answer["code"], answer["state"], null, Cancellation);

        Assert.IsType<IdentificationOutcome.Identified>(first);
        Assert.Equal(new IdentificationOutcome.Refused("invalid_grant"), second);
    }

    [Fact]
    public async Task A_code_does_not_work_with_another_verifier()
    {
        var (transaction, address) = await vneId.Client.BeginAsync(null, null, Cancellation);
        var answer = await vneId.DecideAsync(address);

        var outcome = await vneId.Client.CompleteAsync(
            transaction with { CodeVerifier = new('a', 43) }, answer["code"], answer["state"], null, Cancellation);

        Assert.Equal(new IdentificationOutcome.Refused("invalid_grant"), outcome);
    }

    [Fact]
    public async Task A_code_of_one_sign_in_is_rejected_in_another()
    {
        var (victim, _) = await vneId.Client.BeginAsync(null, null, Cancellation);
        var (_, address) = await vneId.Client.BeginAsync(null, null, Cancellation);
        var attacker = await vneId.DecideAsync(address);

        var outcome = await vneId.Client.CompleteAsync(victim, attacker["code"], victim.State, null, Cancellation);

        Assert.Equal(new IdentificationOutcome.Refused("invalid_grant"), outcome);
    }

    [Fact]
    public async Task A_new_key_is_found_and_an_old_assertion_still_holds()
    {
        var before = Assert.IsType<IdentificationOutcome.Identified>(await vneId.SignInAsync()).Assertion;
        using var rotated = await vneId.Http.PostAsync(new Uri(vneId.Address, "/control/rotate-key"), null, Cancellation);

        var after = Assert.IsType<IdentificationOutcome.Identified>(await vneId.SignInAsync()).Assertion;

        Assert.Equal(HttpStatusCode.NoContent, rotated.StatusCode);
        Assert.NotEqual(before.VerificationKey, after.VerificationKey);
        var again = VneIdClient.Reverify(before.Token, before.VerificationKey, vneId.Options, before.AuthenticatedAt);
        Assert.Equal(new IdentificationOutcome.Identified(before), again);
    }

    [Fact]
    public async Task A_stored_assertion_holds_only_with_its_key_its_bytes_its_client_and_its_time()
    {
        var assertion = Assert.IsType<IdentificationOutcome.Identified>(await vneId.SignInAsync()).Assertion;
        var parts = assertion.Token.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("VĂN AN", "VĂN EM", StringComparison.Ordinal);
        var forged = $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{parts[2]}";
        var stranger = StrangersKey();

        IdentificationOutcome Reverify(string token, string key, VneIdOptions options, TimeSpan later) =>
            VneIdClient.Reverify(token, key, options, assertion.AuthenticatedAt + later);

        Assert.Equal(new IdentificationOutcome.Rejected("signature"),
            Reverify(forged, assertion.VerificationKey, vneId.Options, TimeSpan.Zero));
        Assert.Equal(new IdentificationOutcome.Rejected("signature"), Reverify(assertion.Token, stranger, vneId.Options, TimeSpan.Zero));
        Assert.Equal(new IdentificationOutcome.Rejected("aud"),
            Reverify(assertion.Token, assertion.VerificationKey, vneId.Options with { ClientId = "other" }, TimeSpan.Zero));
        Assert.Equal(new IdentificationOutcome.Rejected("exp"),
            Reverify(assertion.Token, assertion.VerificationKey, vneId.Options, TimeSpan.FromHours(2)));
        Assert.Equal(new IdentificationOutcome.Rejected("iat"),
            Reverify(assertion.Token, assertion.VerificationKey, vneId.Options, TimeSpan.FromHours(-2)));
    }

    [Fact]
    public async Task A_provider_out_of_reach_is_unavailable()
    {
        using var client = new VneIdClient(vneId.Http, vneId.Options with { Issuer = new("http://127.0.0.1:9") }, TimeProvider.System);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.BeginAsync(null, null, Cancellation));
        Assert.Equal(new IdentificationOutcome.Unavailable(),
            await client.CompleteAsync(new("state", "nonce", "verifier"), "code", "state", null, Cancellation));
    }

    [Fact]
    public async Task An_empty_challenge_is_no_sign_in() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => vneId.Client.BeginAsync(Array.Empty<byte>(), null, Cancellation));

    [Fact]
    public async Task Nothing_that_may_be_logged_names_a_person_or_a_secret()
    {
        var outcome = Assert.IsType<IdentificationOutcome.Identified>(await vneId.SignInAsync());
        var (transaction, _) = await vneId.Client.BeginAsync(null, null, Cancellation);

        var text = $"{outcome} {transaction} {vneId.Options} {Citizen.Defaults[0]} {Simulators.Registers.Enterprise.Defaults[0]}";

        foreach (var secret in (string[])["AN", "9990", "CHÂU", vneId.Options.ClientSecret, transaction.State, transaction.Nonce, transaction.CodeVerifier])
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private static string StrangersKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        return JsonSerializer.Serialize(new
        {
            kty = "EC",
            crv = "P-256",
            x = Base64Url.EncodeToString(point.X),
            y = Base64Url.EncodeToString(point.Y),
        });
    }
}

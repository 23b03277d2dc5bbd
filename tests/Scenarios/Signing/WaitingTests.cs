using TrustPlatform.Scenarios.Running;

namespace TrustPlatform.Scenarios.Signing;

/// <summary>Without a time that can be relied upon nothing is signed; the contract waits, visibly, and goes on.</summary>
public sealed class WaitingTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    [Theory]
    [InlineData(3, 0)] // minutes: the signature that was made waits for its timestamp
    [InlineData(24 * 60, 1)] // its certificate has expired meanwhile: the person is asked again
    public async Task A_contract_waits_for_the_time(int minutes, int askedAgain)
    {
        var contract = await platform.Send(People.An, People.Binh);
        await platform.Sign(contract, People.An);
        platform.Clock.Wrong += TimeSpan.FromSeconds(5); // the timestamp unit stops: its two clocks disagree

        await platform.Sign(contract, People.Binh);

        Assert.Equal(2, await Count(contract, "party.signing_started"));
        Assert.Equal(1, await Count(contract, "party.signed"));

        platform.Clock.Passed += TimeSpan.FromMinutes(minutes);
        if (askedAgain > 0)
        {
            await platform.WaitFor(contract, "party.authorisation_lapsed");
            await platform.Sign(contract, People.Binh);
        }

        await platform.WaitFor(contract, "evidence.ready");
        Assert.Equal(2 + askedAgain, await Count(contract, "party.authorised"));
        Assert.Equal(askedAgain, await Count(contract, "party.authorisation_lapsed"));
        Assert.Equal(2, await Count(contract, "party.signed"));
        Assert.Equal(1, await Count(contract, "contract.completed"));
    }

    private async Task<int> Count(string contract, string type) =>
        (await platform.Events(contract)).Count(happened => happened.GetProperty("type").GetString() == type);
}

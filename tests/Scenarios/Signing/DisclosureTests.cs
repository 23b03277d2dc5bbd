using System.Text.RegularExpressions;
using TrustPlatform.Scenarios.Running;

namespace TrustPlatform.Scenarios.Signing;

/// <summary>What a whole run tells: nobody's number, no link, no token, no key leaves in an answer or stands in the log.</summary>
public sealed partial class DisclosureTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    [Fact]
    public async Task No_answer_and_no_log_line_of_a_whole_run_gives_a_secret_away()
    {
        var contract = await platform.Send(People.An, People.Binh);
        await platform.Sign(contract, People.An);
        await platform.Sign(contract, People.Binh);
        await platform.WaitFor(contract, "evidence.ready");
        foreach (var person in (Person[])[People.An, People.Binh])
        {
            using var browser = await platform.SignIn(person);
            foreach (var path in (string[])["", "/events", "/document", "/evidence"])
            {
                await browser.Download($"/v1/contracts/{contract}{path}", CancellationToken.None);
            }

            foreach (var page in (string[])["/contracts", $"/contracts/{contract}", $"/contracts/{contract}/sign"])
            {
                Assert.Contains("<html", await browser.Http.GetStringAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }
        }

        var answers = platform.Responses.All.ToList();
        Assert.True(answers.Count >= 40, $"{answers.Count} answers");
        Assert.Contains(answers, answer => answer.Body.Contains("\u2022\u2022\u2022\u2022", StringComparison.Ordinal)); // masked, and looked at
        foreach (var answer in answers)
        {
            AssertDiscreet(answer.Request, $"{answer.Headers}\n{answer.Body}");
            Assert.True(
                answer.Request == "POST /v1/organizations" || !answer.Body.Contains("tpk.", StringComparison.Ordinal), answer.Request);
        }

        AssertDiscreet("log", await File.ReadAllTextAsync(platform.LogFile, TestContext.Current.CancellationToken));
    }

    private static void AssertDiscreet(string where, string text)
    {
        foreach (var secret in (Regex[])[PersonalNumber(), LinkToken(), CompactJws(), PrivateKey()])
        {
            var found = secret.Match(text);
            Assert.False(found.Success, $"{where} holds {found.Value}");
        }
    }

    [GeneratedRegex(@"(?<![0-9A-Fa-f])999[0-9]{9}(?![0-9A-Fa-f])")]
    private static partial Regex PersonalNumber();

    [GeneratedRegex(@"con-[a-z2-7]{26}\.p[0-9]+\.[A-Za-z0-9_-]{43}")]
    private static partial Regex LinkToken();

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.")]
    private static partial Regex CompactJws();

    [GeneratedRegex("PRIVATE KEY|\"d\":")]
    private static partial Regex PrivateKey();
}

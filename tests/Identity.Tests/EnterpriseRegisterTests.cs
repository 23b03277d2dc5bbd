using TrustPlatform.Simulators.Registers;

namespace TrustPlatform.Identity.Tests;

public sealed class EnterpriseRegisterTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly Microsoft.AspNetCore.Builder.WebApplication _app = RegistersSimulator.Create(new()
    {
        Url = new("http://127.0.0.1:0"),
        Enterprises =
        [
            .. Enterprise.Defaults,
            new("9900000030", "   ", new("AI ĐÓ", "999090000001")),
        ],
    });

    private EnterpriseRegister Register => new(_http, new(_app.Urls.First()));

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task An_enterprise_is_found_by_its_tax_code()
    {
        var entry = await Register.FindAsync("9900000016", TestContext.Current.CancellationToken);

        Assert.Equal(new EnterpriseEntry("9900000016", "Công ty TNHH Sao Mai", "LÊ MINH CHÂU", "999179000005"), entry);
        Assert.DoesNotContain("CHÂU", $"{entry}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0100109106")]
    [InlineData("9900000017")]
    [InlineData("../enterprises/9900000016")]
    public async Task An_unknown_or_impossible_code_finds_nothing(string taxCode) =>
        Assert.Null(await Register.FindAsync(taxCode, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Nonsense_is_not_taken_for_an_entry() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => Register.FindAsync("9900000030", TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_register_out_of_reach_is_an_error_and_not_an_absence() => await Assert.ThrowsAsync<HttpRequestException>(
        () => new EnterpriseRegister(_http, new("http://127.0.0.1:9")).FindAsync("9900000016", TestContext.Current.CancellationToken));
}

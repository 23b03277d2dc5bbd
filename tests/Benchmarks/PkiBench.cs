using System.Globalization;

namespace TrustPlatform.Benchmarks;

/// <summary>The issuing side: each line is a ratio to what was measured in the same run, on the same keys and threads.</summary>
internal static class PkiBench
{
    private static readonly (string Name, Func<Task> Run)[] s_all =
    [
        ("issue", PkiRates.IssueAsync), ("timestamp", PkiRates.TimestampAsync), ("ocsp", PkiHttp.OcspAsync),
        ("crl", PkiCrl.RunAsync), ("bytes", PkiBytes.RunAsync),
    ];

    public static async Task<int> RunAsync(string[] names)
    {
        foreach (var (_, run) in s_all.Where(item => names.Length == 0 || names.Contains(item.Name)))
        {
            await run();
        }

        return 0;
    }

    public static string Rates(double own, string peer, double other) =>
        string.Create(CultureInfo.InvariantCulture, $"({own:F0}/s beside {peer} {other:F0}/s)");
}

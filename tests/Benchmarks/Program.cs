using BenchmarkDotNet.Running;
using TrustPlatform.Benchmarks;

// `-- macro`, `-- verifier` and `-- pki` run whole files, their verdicts and the issuing side, and print ratios; `-- parts` runs the
// parts in this process and shortly; anything else goes to BenchmarkDotNet as it is (`-- --filter '*'`).
return args switch
{
    ["macro", .. var names] => await Macro.RunAsync(names),
    ["verifier", .. var names] => await VerifierBench.RunAsync(names),
    ["pki", .. var names] => await PkiBench.RunAsync(names),
    ["parts"] => Parts("--filter", "*", "--job", "short", "--inProcess"),
    ["serve", .. var arguments] => await TrustPlatform.Silo.SiloCommand.Run(arguments),
    ["crl-once", var directory] => PkiCrl.MakeOnce(directory),
    ["sign-once", var input, var output] => await PeakMemory.SignOnceAsync(input, output),
    _ => Parts(args),
};

static int Parts(params string[] arguments) =>
    BenchmarkSwitcher.FromAssembly(typeof(Macro).Assembly).Run(arguments) is { } summaries
        && summaries.Any() && summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;

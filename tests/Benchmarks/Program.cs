using BenchmarkDotNet.Running;
using TrustPlatform.Benchmarks;

// `-- macro`, `-- verifier` and `-- pki` run whole files, their verdicts and the issuing side, and print ratios; anything else goes to BenchmarkDotNet (`-- --filter '*'`).
return args switch
{
    ["macro", .. var names] => await Macro.RunAsync(names),
    ["verifier", .. var names] => await VerifierBench.RunAsync(names),
    ["pki", .. var names] => await PkiBench.RunAsync(names),
    ["serve", .. var arguments] => await TrustPlatform.Silo.SiloCommand.Run(arguments),
    ["crl-once", var directory] => PkiCrl.MakeOnce(directory),
    ["sign-once", var input, var output] => await PeakMemory.SignOnceAsync(input, output),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Macro).Assembly).Run(args).Any() ? 0 : 1,
};

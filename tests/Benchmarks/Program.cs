using BenchmarkDotNet.Running;
using TrustPlatform.Benchmarks;

// `-- macro` runs whole files and prints ratios; anything else goes to BenchmarkDotNet (`-- --filter '*'`).
return args switch
{
    ["macro", .. var names] => await Macro.RunAsync(names),
    ["sign-once", var input, var output] => await PeakMemory.SignOnceAsync(input, output),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Macro).Assembly).Run(args).Any() ? 0 : 1,
};

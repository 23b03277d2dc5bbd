using System.Diagnostics;
using SharpFuzz;

namespace TrustPlatform.Fuzz;

/// <summary>What the command line asks for.</summary>
internal static class Session
{
    private static readonly string[] Instrumented =
        ["TrustPlatform.Pdf.dll", "TrustPlatform.Cryptography.dll", "TrustPlatform.Signatures.dll", "TrustPlatform.Pki.dll"];

    public static int Usage()
    {
        Console.Error.WriteLine("targets | seeds TARGET FOLDER | instrument FOLDER | replay TARGET FILE... | TARGET");
        return 64;
    }

    public static int PrintTargets()
    {
        Console.WriteLine(string.Join(' ', Target.All.Keys));
        return 0;
    }

    /// <summary>Runs one target under afl-fuzz; in a process of its own, so that a stack overflow or a hang ends only that.</summary>
    public static int Run(string name)
    {
        var read = Target.All[name];
        Fuzzer.OutOfProcess.Run(stream => read(Bytes(stream)));
        return 0;
    }

    public static async Task<int> WriteSeedsAsync(string target, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in await Seeds.OfAsync(target))
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
        }

        return 0;
    }

    /// <summary>Adds counters of branches to the rooms under test.</summary>
    public static int Instrument(string folder)
    {
        foreach (var assembly in Instrumented)
        {
            Fuzzer.Instrument(Path.Combine(folder, assembly), _ => true, Options.Value);
        }

        return 0;
    }

    /// <summary>Reads found inputs again and says how it ends; 1 when one ends in an exception that is not its format's.</summary>
    public static int Replay(string target, string[] files)
    {
        var read = Target.All[target];
        var exitCode = 0;
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var started = Stopwatch.GetTimestamp();
            var allocated = GC.GetTotalAllocatedBytes();
            try
            {
                read(bytes);
                Console.WriteLine($"{file}: {Cost()}");
            }
            catch (Exception exception) // the edge of the process: whatever it is, it is what was looked for
            {
                Console.WriteLine($"{file}: {Cost()}{Environment.NewLine}{exception}");
                exitCode = 1;
            }

            string Cost() => $"{bytes.Length} bytes, {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms, "
                + $"{(GC.GetTotalAllocatedBytes() - allocated) / 1024} KiB allocated";
        }

        return exitCode;
    }

    private static byte[] Bytes(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

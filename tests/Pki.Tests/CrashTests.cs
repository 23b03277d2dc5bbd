using System.Collections.Concurrent;
using System.Diagnostics;
using System.Formats.Asn1;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki.Tests;

/// <summary>A child that issues and signs as fast as it can, and is killed without warning, again and again.</summary>
public sealed class CrashTests
{
    private const string FolderVariable = "TRUST_PKI_CRASH_FOLDER";
    private const string RoundVariable = "TRUST_PKI_CRASH_ROUND";
    private const int Rounds = 16;

    /// <summary>crash.sh asks for so many certificates and timestamps, with a kill every second.</summary>
    private static readonly int s_wanted =
        int.Parse(Environment.GetEnvironmentVariable("TRUST_CRASH_ISSUANCES") ?? "0", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Kills_leave_no_serial_twice_no_certificate_that_the_log_lacks_and_no_key_used_twice()
    {
        using var folder = new TestFolder();
        var ledger = new Ledger();
        var round = 0;
        for (; s_wanted == 0 ? round < Rounds : ledger.Certificates.Count < s_wanted || ledger.Tokens.Count < s_wanted; round++)
        {
            await RunAndKill(folder, round, ledger);
        }

        using var pki = folder.Open(TimeProvider.System);
        AssertRegisterAgrees(folder, pki, ledger);
        AssertLogHasAll(pki, ledger);
        AssertSignaturesStand(pki, ledger);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{round} kills: {ledger.Certificates.Count} certificates, {ledger.Signatures.Count} signatures, {ledger.Tokens.Count} timestamps handed out; "
            + $"{pki.Status().LogSize} log entries, {pki.Lint().Findings.Count} findings"));
        Assert.True(ledger.Signatures.Count > Rounds, "the child got hardly anywhere");
    }

    /// <summary>
    /// The child is this very program, started with a folder in its environment; it never reaches the tests. Each line it
    /// prints is what a caller would have been told.
    /// </summary>
#pragma warning disable CA2255 // The test executable's entry point is generated; this is the only place before it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RunAsChild()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } path)
        {
            return;
        }

        var round = int.Parse(Environment.GetEnvironmentVariable(RoundVariable)!, CultureInfo.InvariantCulture);
        using var pki = PlatformPki.Open(
            new PkiOptions
            {
                Directory = path,
                ProfilesDirectory = TestFolder.Profiles,
                PublicUrl = new Uri("http://trust.test:8080/"),
            },
            TimeProvider.System);
        using var output = Console.OpenStandardOutput();
        Say("ready");
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, worker =>
        {
            // Begins with authorisations of the round before: some of them were interrupted.
            for (var i = 0; i < 20_000; i++)
            {
                var authorisation = i < 40 && round > 0 ? $"{round - 1}-{worker}-{i}" : $"{round}-{worker}-{i}";
                try
                {
                    var credential = pki.OneTime(Subjects.Person(authorisation));
                    Say($"certificate {authorisation} {Convert.ToHexString(credential.Certificate.RawData.Span)}");
                    var signature = credential.Key.SignHash(Subjects.Sha256(authorisation));
                    Say($"signature {authorisation} {Convert.ToHexString(signature)}");
                    var query = TimestampTests.Query("2.16.840.1.101.3.4.2.1", 32);
                    Say($"token {round}-{worker}-{i} {Convert.ToHexString(pki.AnswerTimestampRequest(query))}");
                }
                catch (IssuanceRefusedException late) when (late.Refusal == IssuanceRefusal.KeyExpired)
                {
                    Say($"expired {authorisation} -");
                }
            }
        });

        void Say(string line)
        {
            var bytes = System.Text.Encoding.ASCII.GetBytes(line + "\n");
            lock (output)
            {
                output.Write(bytes);
            }
        }
    }

    private static async Task RunAndKill(TestFolder folder, int round, Ledger ledger)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CrashTests).Assembly.Location])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                [FolderVariable] = folder.Options.Directory,
                [RoundVariable] = round.ToString(CultureInfo.InvariantCulture),
            },
        };
        using var child = Process.Start(start)!;
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        if (s_wanted > 0)
        {
            _ = Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken).ContinueWith(
                _ => child.Kill(), TaskScheduler.Default);
        }
        else
        {
            // The first rounds die after few acknowledgements, the later ones after more: no two at the same place.
            for (var lines = 1 + (round * 15); lines > 0; lines--)
            {
                ledger.Read((await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!);
            }

            child.Kill();
        }

        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            ledger.Read(line);
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static void AssertRegisterAgrees(TestFolder folder, PlatformPki pki, Ledger ledger)
    {
        var register = RegisterFile.Column(folder, "SELECT hex(digest) FROM certificate").ToHashSet();
        var serials = ledger.Certificates.Values.Select(der => Certificate.Parse(Convert.FromHexString(der)).SerialNumber).ToList();
        Assert.All(ledger.Certificates.Values, der => Assert.Contains(
            Convert.ToHexString(SHA256.HashData(Convert.FromHexString(der))), register));
        Assert.Equal(serials.Count, serials.Distinct().Count());
        Assert.Equal(0, RegisterFile.Scalar(folder,
            "SELECT count(*) FROM certificate WHERE NOT EXISTS (SELECT 1 FROM reservation WHERE instr(serials, serial) > 0)"));
        Assert.Equal(0, RegisterFile.Scalar(folder, "SELECT count(*) FROM one_time_key WHERE state = 1 AND wrapped_key IS NOT NULL"));
        Assert.Equal("ok", RegisterFile.Column(folder, "PRAGMA integrity_check").Single());
        Assert.NotEmpty(pki.Roots);
    }

    /// <summary>The log as an auditor gets it, entry by entry; and no serial number of certificate or token stands twice.</summary>
    private static void AssertLogHasAll(PlatformPki pki, Ledger ledger)
    {
        pki.LogCheckpoint();
        var issued = CertificateLogTests.Entries(pki).Where(entry => entry.Event == LoggedEvent.Issued).ToList();
        var digests = issued.Select(entry => Convert.ToHexString(entry.CertificateDigest.Span)).ToHashSet();
        Assert.All(ledger.Certificates.Values, der => Assert.Contains(
            Convert.ToHexString(SHA256.HashData(Convert.FromHexString(der))), digests));
        Assert.Equal(issued.Count, issued.Select(entry => Convert.ToHexString(entry.SerialNumber.Span)).Distinct().Count());
        Assert.Empty(pki.Lint().Findings);
        var tokens = ledger.Tokens.Values.Select(response => TimeStampResponse.Parse(Convert.FromHexString(response)).Token!.SerialNumber).ToList();
        Assert.Equal(tokens.Count, tokens.Distinct().Count());
        var keys = ledger.Certificates.Values.Select(der =>
            Convert.ToHexString(Certificate.Parse(Convert.FromHexString(der)).SubjectPublicKeyInfo.Span)).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    private static void AssertSignaturesStand(PlatformPki pki, Ledger ledger)
    {
        foreach (var (authorisation, signature) in ledger.Signatures)
        {
            var credential = pki.OneTime(Subjects.Person(authorisation));
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(credential.Certificate.SubjectPublicKeyInfo.Span, out _);
            Assert.True(key.VerifyHash(
                Subjects.Sha256(authorisation), Convert.FromHexString(signature), DSASignatureFormat.Rfc3279DerSequence));
            Assert.Equal(signature, Convert.ToHexString(credential.Key.SignHash(Subjects.Sha256(authorisation))));
            Assert.Throws<InvalidOperationException>(() => credential.Key.SignHash(Subjects.Sha256("something else")));
        }
    }

    /// <summary>What callers were told; a second answer for the same authorisation must be the first one.</summary>
    private sealed class Ledger
    {
        public ConcurrentDictionary<string, string> Certificates { get; } = new();

        public ConcurrentDictionary<string, string> Signatures { get; } = new();

        public ConcurrentDictionary<string, string> Tokens { get; } = new();

        public void Read(string line)
        {
            // The last line may be cut by the kill: then nobody was told.
            if (line.Split(' ') is not [var what, var authorisation, var value])
            {
                return;
            }

            if (what == "certificate" && IsWhole(value))
            {
                Assert.Equal(value, Certificates.GetOrAdd(authorisation, value));
            }
            else if (what == "token" && IsWhole(value))
            {
                Assert.True(Tokens.TryAdd(authorisation, value));
            }
            else if (what == "signature" && IsWhole(value))
            {
                Assert.Equal(value, Signatures.GetOrAdd(authorisation, value));
            }
        }

        /// <summary>The hexadecimal DER is as long as its header says.</summary>
        private static bool IsWhole(string hex) =>
            hex.Length % 2 == 0
            && AsnDecoder.TryReadEncodedValue(Convert.FromHexString(hex), AsnEncodingRules.DER, out _, out _, out _, out var read)
            && read == hex.Length / 2;
    }
}

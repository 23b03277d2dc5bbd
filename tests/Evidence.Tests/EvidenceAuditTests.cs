using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TrustPlatform.Contracts;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Evidence.Tests;

public sealed class EvidenceAuditTests(Platform platform)
{
    /// <summary>What a platform that lies, but has its own seal, could write; each with the rule that finds it.</summary>
    private static readonly Dictionary<string, (string Rule, Action<Sample> Change)> s_lies = new()
    {
        ["the document is not valid"] = (EvidenceRules.Document, sample => sample.Verdict = FileVerdict.Indeterminate),
        ["a signature that the document does not have"] = (EvidenceRules.Signers,
            sample => sample.Change<ContractEvent.PartySigned>(signed => signed with { CertificateSerial = "0B33" })),
        ["a seal that the document does not have"] = (EvidenceRules.Signers,
            sample => sample.Change<ContractEvent.SealApplied>(applied => applied with { CertificateSerial = "0B33" })),
        ["a party that did not sign"] = (EvidenceRules.Contract,
            sample => sample.Events.RemoveAll(happened => happened is ContractEvent.PartySigned { Party.Number: 2 })),
        ["a party that signed twice"] = (EvidenceRules.Contract,
            sample => sample.Events.Add(sample.Events.OfType<ContractEvent.PartySigned>().First())),
        ["a party to whom nothing was sent"] = (EvidenceRules.Contract,
            sample => sample.Change<ContractEvent.Sent>(sent => sent with { Parties = [sent.Parties[0]] })),
        ["a party that was never identified"] = (EvidenceRules.Assertion,
            sample => sample.Events.RemoveAll(happened => happened is ContractEvent.PartyIdentified { Party.Number: 1 })),
        ["a party that never agreed"] = (EvidenceRules.Consent,
            sample => sample.Events.RemoveAll(happened => happened is ContractEvent.PartyConsented { Party.Number: 1 })),
        ["a consent to another text"] = (EvidenceRules.Consent,
            sample => sample.Change<ContractEvent.PartyConsented>(consent => consent with { ConsentText = "Tôi bán nhà." })),
        ["a consent with the digest of another text"] = (EvidenceRules.Challenge, ReplaceConsent),
        ["a challenge of another nonce"] = (EvidenceRules.Challenge,
            sample => sample.Change<ContractEvent.AuthorisationRequested>(asked => asked with { Nonce = "other" })),
        ["an answer after the question had expired"] = (EvidenceRules.Challenge,
            sample => sample.Change<ContractEvent.PartyAuthorised>(answer => answer with { At = answer.At.AddMinutes(6) })),
        ["an authorisation of another signature"] = (EvidenceRules.Challenge,
            sample => sample.Change<ContractEvent.PartySigned>(signed => signed with { AuthorisationId = "a9" })),
        ["an authorisation that belongs to the other party"] = (EvidenceRules.Challenge,
            sample => sample.Change<ContractEvent.PartySigned>(signed => signed with { AuthorisationId = "a2" })),
        ["an assertion of another challenge"] = (EvidenceRules.Assertion,
            sample => sample.Change<ContractEvent.PartyAuthorised>(answer =>
                answer with { AssertionDigest = sample.AddAssertion("replayed", 1) })),
        ["an assertion of another person"] = (EvidenceRules.Assertion,
            sample => sample.Change<ContractEvent.PartyIdentified>(identified =>
                identified with { AssertionDigest = sample.AddAssertion("identify", 2) })),
        ["an assertion that its key did not sign"] = (EvidenceRules.Assertion, ExchangeKeys),
        ["an assertion that is not there"] = (EvidenceRules.Assertion,
            sample => sample.Change<ContractEvent.PartyIdentified>(identified =>
                identified with { AssertionDigest = new string('0', 64) })),
        ["an assertion file with another token"] = (EvidenceRules.Assertion, SwapAssertions),
        ["a frozen file that is not the beginning"] = (EvidenceRules.Frozen,
            sample => sample.Change<ContractEvent.Sent>(sent => sent with { Frozen = Sample.DigestOf("other"u8) })),
        ["a document that does not begin with the frozen file"] = (EvidenceRules.Frozen,
            sample => sample.Document[3] ^= 1),
        ["a document other than the completed one"] = (EvidenceRules.Contract,
            sample => sample.Document = [.. sample.Document, .. "%%EOF\n"u8]),
        ["another person's number"] = (EvidenceRules.Identity,
            sample => sample.Files["identities.json"] = Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(sample.Files["identities.json"]).Replace("001090123451", "001090123459", StringComparison.Ordinal))),
        ["no numbers"] = (EvidenceRules.Identity, sample => sample.Files.Remove("identities.json")),
        ["a contract that was voided"] = (EvidenceRules.Contract,
            sample => sample.Events.Add(new ContractEvent.Voided("x") { At = default, Actor = "org" })),
        ["a contract that was not completed"] = (EvidenceRules.Contract,
            sample => sample.Events.RemoveAll(happened => happened is ContractEvent.Completed)),
        ["a contract that was never sent"] = (EvidenceRules.Contract,
            sample => sample.Events.RemoveAll(happened => happened is ContractEvent.Sent)),
        ["events of another contract"] = (EvidenceRules.Contract,
            sample => sample.Change<ContractEvent.Created>(created => created with
            {
                Id = ContractId.TryParse("con-zyxwvutsrqponmlkjihgfedcba", out var other) ? other : default,
            })),
        ["no events"] = (EvidenceRules.Contract, sample => sample.Events.Clear()),
    };

    public static TheoryData<string> Lies => [.. s_lies.Keys];

    [Fact]
    public async Task Untouched_package_is_valid_and_every_check_is_in_the_report()
    {
        var sample = new Sample(platform);

        var report = sample.Audit(await sample.PackageAsync());

        Assert.DoesNotContain(report.Findings, finding => !finding.Holds);
        Assert.True(report.Valid);
        Assert.Equal(FileVerdict.Valid, report.Document!.Verdict);
        var rules = typeof(EvidenceRules).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToHashSet();
        Assert.True(rules.SetEquals(report.Findings.Select(finding => finding.Rule)));
    }

    [Fact]
    public async Task Any_file_that_is_removed_is_named()
    {
        var sample = new Sample(platform);
        var files = Sample.Unzip(await sample.PackageAsync());

        foreach (var (name, _) in files)
        {
            var report = sample.Audit(Sample.Zip(files.Where(file => file.Name != name)));

            Assert.False(report.Valid, name);
            Assert.Contains(new EvidenceFinding(EvidenceRules.File, false, $"{name}: missing."), report.Findings);
        }
    }

    [Fact]
    public async Task Any_file_with_a_changed_octet_is_named()
    {
        var sample = new Sample(platform);
        var files = Sample.Unzip(await sample.PackageAsync());

        foreach (var (name, content) in files)
        {
            var changed = content.ToArray();
            changed[changed.Length / 2] ^= 1;
            var report = sample.Audit(Sample.Zip(files.Select(file => file.Name == name ? (name, changed) : file)));

            Assert.False(report.Valid, name);
            // The manifest is what its signature covers: a change there shows as a signature that does not hold.
            var named = name == "manifest.json" ? "manifest.p7s" : name;
            Assert.True(
                report.Findings.Any(finding => !finding.Holds && finding.Detail.StartsWith($"{named}:", StringComparison.Ordinal)),
                $"{name}: {string.Join(' ', report.Findings.Where(finding => !finding.Holds))}");
        }
    }

    [Theory]
    [InlineData("reports/extra.txt", EvidenceRules.File)]
    [InlineData("contract.pdf", EvidenceRules.Name)]
    [InlineData("Contract.pdf", EvidenceRules.Name)]
    [InlineData("../../etc/cron.d/x", EvidenceRules.Name)]
    [InlineData("/etc/passwd", EvidenceRules.Name)]
    [InlineData("..\\x", EvidenceRules.Name)]
    [InlineData("folder/", EvidenceRules.Name)]
    [InlineData("hợp đồng.txt", EvidenceRules.Name)]
    public async Task Added_file_is_named(string name, string rule)
    {
        var sample = new Sample(platform);
        var files = Sample.Unzip(await sample.PackageAsync());

        var report = sample.Audit(Sample.Zip([.. files, (name, "extra"u8.ToArray())]));

        var finding = Assert.Single(report.Findings, finding => !finding.Holds);
        Assert.Equal(rule, finding.Rule);
        Assert.Contains(name.Replace('ợ', '?').Replace('đ', '?').Replace('ồ', '?'), finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("removed", "event 3 is missing; 4 stands in its place.")]
    [InlineData("swapped", "event 2 is missing; 3 stands in its place.")]
    [InlineData("edited", "event 1 (contract.created) does not have the hash of its content.")]
    [InlineData("cut off", "there are 15 events, the manifest says 17.")]
    [InlineData("renamed", "event 1 (contract.updated) does not have the hash of its content.")]
    [InlineData("no line end", "The last event has no line end, or there are too many.")]
    [InlineData("a property twice", "This is not JSON.")]
    [InlineData("a property more", "There is a property beside sequence, type, payload, hash.")]
    public async Task Changed_events_are_named(string how, string expected)
    {
        var sample = new Sample(platform);
        var files = Sample.Unzip(await sample.PackageAsync());
        var index = files.FindIndex(file => file.Name == "events.jsonl");
        var lines = Encoding.UTF8.GetString(files[index].Content).Split('\n').SkipLast(1).ToList();
        Assert.Equal(17, lines.Count);
        List<string> changed = how switch
        {
            "removed" => [.. lines[..2], .. lines[3..]],
            "swapped" => [lines[0], lines[2], lines[1], .. lines[3..]],
            "edited" => [lines[0].Replace("MINH", "MINT", StringComparison.Ordinal), .. lines[1..]],
            "cut off" => lines[..15],
            "renamed" => [lines[0].Replace("contract.created", "contract.updated", StringComparison.Ordinal), .. lines[1..]],
            "a property twice" => [lines[0].Replace("{\"sequence\":1,", "{\"sequence\":2,\"sequence\":1,", StringComparison.Ordinal), .. lines[1..]],
            "a property more" => [lines[0].Replace("{\"sequence\":1,", "{\"sequence\":1,\"more\":0,", StringComparison.Ordinal), .. lines[1..]],
            _ => lines,
        };
        var text = string.Join('\n', changed) + (how == "no line end" ? "" : "\n");
        files[index] = ("events.jsonl", Encoding.UTF8.GetBytes(text));

        var report = sample.Audit(Sample.Zip(files));

        Assert.Contains(new EvidenceFinding(EvidenceRules.Events, false, $"events.jsonl: {expected}"), report.Findings);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Sealed_lie_is_found(string lie)
    {
        var sample = new Sample(platform);
        var (rule, change) = s_lies[lie];
        change(sample);

        var report = sample.Audit(await sample.PackageAsync());

        Assert.False(report.Valid);
        Assert.Contains(rule, report.Findings.Where(finding => !finding.Holds).Select(finding => finding.Rule));
    }

    [Fact]
    public async Task Seal_under_an_unknown_root_is_not_trusted()
    {
        using var other = platform.Open("other");
        var sample = new Sample(platform) { Signer = Platform.SealOf(other) };
        sample.DocumentSeal = sample.Signer;
        sample.Change<ContractEvent.SealApplied>(applied =>
            applied with { CertificateSerial = sample.Signer.Certificate.SerialNumber });

        var report = sample.Audit(await sample.PackageAsync());

        Assert.Equal(EvidenceRules.ManifestTrust, Assert.Single(report.Findings, finding => !finding.Holds).Rule);
    }

    [Fact]
    public async Task Manifest_signed_by_a_party_is_refused_though_its_certificate_is_trusted()
    {
        var person = await platform.PersonAsync("evidence-forger");
        var sample = new Sample(platform) { Signer = new(person.Key, person.Certificate, person.Chain) };

        var report = sample.Audit(await sample.PackageAsync());

        Assert.Equal(EvidenceRules.ManifestSigner, Assert.Single(report.Findings, finding => !finding.Holds).Rule);
    }

    [Fact]
    public async Task Timestamped_manifest_outlives_the_seals_certificate_and_another_one_does_not()
    {
        var plain = new Sample(platform);
        var stamped = new Sample(platform);
        stamped.Signer = stamped.Signer with { Timestamps = platform };
        var after = platform.Context with { Time = plain.Signer.Certificate.NotAfter.AddDays(1) };
        Assert.True(after.Time < platform.Pki.Roots[0].NotAfter);

        var plainReport = Audit(await plain.PackageAsync());
        var stampedReport = Audit(await stamped.PackageAsync());

        Assert.Contains(plainReport.Findings, finding => finding is { Rule: EvidenceRules.ManifestTrust, Holds: false });
        Assert.Contains(stampedReport.Findings, finding => finding is { Rule: EvidenceRules.ManifestTrust, Holds: true });

        EvidenceReport Audit(byte[] package) => new EvidenceAudit(
            after, (_, name, _, _) => new() { File = name, Verdict = FileVerdict.Valid }, TestContext.Current.CancellationToken)
            .Run(new MemoryStream(package));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("text")]
    [InlineData("half")]
    [InlineData("bomb")]
    [InlineData("many")]
    public async Task What_is_no_package_is_refused(string what)
    {
        var sample = new Sample(platform);
        var package = await sample.PackageAsync();
        var bytes = what switch
        {
            "nothing" => [],
            "text" => Encoding.UTF8.GetBytes("Hợp đồng"),
            "half" => package[..(package.Length / 2)],
            "bomb" => Sample.Zip([("contract.pdf", new byte[20_000_000])]),
            _ => Sample.Zip(Enumerable.Range(0, 2_001).Select(i => ($"f{i}", Array.Empty<byte>()))),
        };

        var report = sample.Audit(bytes);

        Assert.Equal((false, EvidenceRules.Package), (report.Valid, Assert.Single(report.Findings, finding => !finding.Holds).Rule));
        Assert.Null(report.Document);
    }

    [Fact]
    public async Task No_change_of_octets_makes_the_audit_throw_or_pass_unseen()
    {
        var sample = new Sample(platform);
        var package = await sample.PackageAsync();
        var files = Sample.Unzip(package);

        Gen.Select(Gen.Int[0, package.Length - 1], Gen.Byte).Array[1, 6].Sample(
            changes =>
            {
                var bytes = package.ToArray();
                foreach (var (at, value) in changes)
                {
                    bytes[at] = value;
                }

                var report = sample.Audit(bytes);

                // Octets of the ZIP structure that unpack to the same files may differ; the files may not.
                Assert.True(!report.Valid || Same(files, Sample.Unzip(bytes)));
            },
            iter: 400, threads: 1);
    }

    [Fact]
    public async Task No_changed_bit_of_the_manifests_signature_passes()
    {
        var sample = new Sample(platform);
        var package = await sample.PackageAsync();
        var signature = Sample.Unzip(package).Single(file => file.Name == PackageNames.Signature).Content;
        var start = package.AsSpan().IndexOf(signature);
        var seed = RandomNumberGenerator.GetInt32(5 * 8);
        var passed = new List<string>();
        // Every bit of the head, where little is signed; of the rest, one bit of each fifth octet.
        const int Head = 64;
        var sampled = Enumerable.Range(Head, signature.Length - Head).Where(at => at % 5 == seed % 5)
            .Select(at => (at * 8) + ((seed + at) % 8));
        foreach (var bit in Enumerable.Range(0, Head * 8).Concat(sampled))
        {
            var bytes = package.ToArray();
            bytes[start + (bit / 8)] ^= (byte)(1 << (bit % 8));
            if (sample.Audit(bytes).Valid)
            {
                passed.Add($"octet {bit / 8}, bit {bit % 8}, seed {seed}");
            }
        }

        Assert.Empty(passed);
    }

    [Fact]
    public async Task No_payload_of_an_event_makes_the_audit_throw()
    {
        var sample = new Sample(platform);
        var content = sample.Content();
        string[] payloads =
            ["{}", "[]", "null", "1", "\"x\"", "{\"at\":null,\"actor\":null}", "{\"party\":\"\\ud800\"}",
                "{\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"x\"}",
                "{\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"x\",\"party\":\"p1\",\"parties\":[null],\"identity\":{}}"];
        foreach (var type in EventCodec.Names.Append("unknown.event"))
        {
            foreach (var payload in payloads)
            {
                var events = new List<EvidenceEvent>();
                var previous = EventChain.Start;
                foreach (var happened in content.Events.Select(happened =>
                    happened.Type == type ? happened with { Payload = Encoding.UTF8.GetBytes(payload) } : happened)
                    .Append(new(0, type, Encoding.UTF8.GetBytes(payload), default)))
                {
                    previous = EventChain.Next(content.ContractId, previous, events.Count + 1, happened.Type, happened.Payload);
                    events.Add(happened with { Sequence = events.Count + 1, Hash = previous });
                }

                var output = new MemoryStream();
                await EvidencePackage.WriteAsync(
                    content with { Events = events }, sample.Signer, output, TestContext.Current.CancellationToken);

                var report = sample.Audit(output.ToArray());

                Assert.Contains(report.Findings, finding => finding is { Rule: EvidenceRules.Events, Holds: true });
            }
        }
    }

    private static void ReplaceConsent(Sample sample)
    {
        var digest = SigningChallenge.DigestOf("Tôi bán nhà.");
        sample.Files[$"consents/{digest}.txt"] = Encoding.UTF8.GetBytes("Tôi bán nhà.");
        sample.Change<ContractEvent.PartyConsented>(consent =>
            consent with { ConsentText = "Tôi bán nhà.", ConsentDigest = digest });
    }

    private static void ExchangeKeys(Sample sample)
    {
        var names = sample.Files.Keys.Where(name => name.StartsWith("assertions/", StringComparison.Ordinal)).ToList();
        var (one, other) = (JsonNode.Parse(sample.Files[names[0]])!, JsonNode.Parse(sample.Files[names[1]])!);
        one["verificationKey"] = other["verificationKey"]!.DeepClone();
        sample.Files[names[0]] = Encoding.UTF8.GetBytes(one.ToJsonString());
    }

    private static void SwapAssertions(Sample sample)
    {
        var names = sample.Files.Keys.Where(name => name.StartsWith("assertions/", StringComparison.Ordinal)).ToList();
        sample.Files[names[0]] = sample.Files[names[1]];
    }

    private static bool Same(List<(string Name, byte[] Content)> left, List<(string Name, byte[] Content)> right) =>
        left.Count == right.Count && left.Zip(right).All(pair =>
            pair.First.Name == pair.Second.Name && pair.First.Content.AsSpan().SequenceEqual(pair.Second.Content));
}

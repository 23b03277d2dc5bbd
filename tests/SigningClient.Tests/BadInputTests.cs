using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace TrustPlatform.SigningClient.Tests;

/// <summary>What cannot be done ends in one sentence and its exit code; the input is as it was, and no half file is left.</summary>
public sealed class BadInputTests(Surroundings surroundings)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wrong password", 4, "password")]
    [InlineData("no PKCS#12 file", 4, "PKCS#12")]
    [InlineData("key file missing", 4, "missing.p12")]
    [InlineData("key of another certificate", 4, "not that of")]
    [InlineData("expired certificate", 4, "expired")]
    [InlineData("certificate of the future", 4, "not valid before")]
    [InlineData("certificate for encryption", 4, "key usage")]
    [InlineData("short key", 4, "2048")]
    [InlineData("reason and commitment", 4, "not both")]
    [InlineData("unknown commitment", 64, "promise")]
    [InlineData("authority with another nonce", 1, "nonce")]
    [InlineData("authority that refuses", 1, "404")]
    [InlineData("authority that is not there", 1, "did not answer")]
    [InlineData("page that does not exist", 4, "no page 7")]
    [InlineData("rectangle outside the page", 4, "leaves page 1")]
    [InlineData("field that does not exist", 4, "no field Z")]
    [InlineData("field name with a full stop", 4, "a.b")]
    [InlineData("no PDF", 4, "PDF")]
    [InlineData("damaged file", 4, "damaged")]
    [InlineData("encrypted file", 4, "encrypted")]
    [InlineData("input missing", 4, "missing.pdf")]
    [InlineData("folder that does not exist", 4, "nowhere")]
    [InlineData("level without authority", 64, "--tsa")]
    [InlineData("authority without level", 64, "--tsa")]
    [InlineData("authority that is no URL", 64, "URL")]
    [InlineData("unknown level", 64, "B-X")]
    [InlineData("no key", 64, "--p12")]
    [InlineData("two keys", 64, "--p12")]
    [InlineData("token without label", 64, "--token")]
    [InlineData("three numbers", 64, "--rect")]
    [InlineData("page without rectangle", 64, "--rect")]
    [InlineData("certification 4", 64, "--certify")]
    [InlineData("unknown option", 64, "--frobnicate")]
    public async Task Signing_is_refused_with_a_sentence(string fault, int exitCode, string words)
    {
        var name = fault.Replace(' ', '-').Replace("#", "", StringComparison.Ordinal);
        var input = Input(fault, name);
        var output = surroundings.PathOf($"{name}-out.pdf");
        var before = File.Exists(input) ? await File.ReadAllBytesAsync(input, Cancel) : null;

        var run = await Tool.SigningClientAsync(["sign", input, .. Arguments(fault, name, output)]);

        Assert.Equal(exitCode, run.ExitCode);
        AssertOneSentence(run, words);
        Assert.Equal(before, File.Exists(input) ? await File.ReadAllBytesAsync(input, Cancel) : null);
        AssertNothingLeft(output);
    }

    [Theory]
    [InlineData("signed field", "already signed")]
    [InlineData("locked field", "locks the field B")]
    [InlineData("certified document", "certified")]
    [InlineData("late certification", "only the first one")]
    public async Task What_earlier_signatures_forbid_is_refused(string fault, string words)
    {
        var name = fault.Replace(' ', '-');
        var signed = surroundings.PathOf(name + "-signed.pdf");
        var document = await LaidAsync(name, fault == "locked field");
        var key = Key(name);
        var first = await Tool.SigningClientAsync(
            ["sign", document, "--out", signed, .. key, "--field", "A", .. fault == "certified document" ? ["--certify", "1"] : Array.Empty<string>()]);
        Assert.True(first.ExitCode == 0, first.Error);
        var before = await File.ReadAllBytesAsync(signed, Cancel);
        var output = surroundings.PathOf(name + "-twice.pdf");
        string[] second = fault switch
        {
            "signed field" => ["--field", "A"],
            "late certification" => ["--field", "B", "--certify", "2"],
            _ => ["--field", "B"],
        };

        var run = await Tool.SigningClientAsync(["sign", signed, "--out", output, .. key, .. second]);

        Assert.Equal(4, run.ExitCode);
        AssertOneSentence(run, words);
        Assert.Equal(before, await File.ReadAllBytesAsync(signed, Cancel));
        AssertNothingLeft(output);
    }

    [Fact]
    public async Task A_file_without_signature_is_not_augmented()
    {
        var output = surroundings.PathOf("augmented.pdf");

        var run = await Tool.SigningClientAsync("augment", surroundings.Document("unsigned.pdf"), "--out", output, "--level", "B-LT");

        Assert.Equal(4, run.ExitCode);
        AssertOneSentence(run, "no signature");
        AssertNothingLeft(output);
    }

    [Fact]
    public async Task A_refusal_is_told_in_Vietnamese_and_as_JSON_too()
    {
        var input = surroundings.Document("vi.pdf");

        var run = await Tool.SigningClientAsync(
            ["sign", input, "--out", surroundings.PathOf("vi-out.pdf"), .. Key("vi"), "--field", "Z", "--lang", "vi", "--json"]);

        Assert.Equal(4, run.ExitCode);
        AssertOneSentence(run, "Không có trường chữ ký mang tên này.");
        Assert.Equal("FieldMissing", run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task On_a_full_disk_nothing_is_left()
    {
        var disk = Directory.CreateDirectory(surroundings.PathOf("full-disk")).FullName;
        Assert.SkipWhen(
            (await Tool.RunAsync("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk)).ExitCode != 0,
            "No small file system can be mounted here.");
        try
        {
            var input = surroundings.Document("full.pdf", $"/Long({new string('x', 30_000)})");
            var before = await File.ReadAllBytesAsync(input, Cancel);
            var output = Path.Combine(disk, "signed.pdf");

            var run = await Tool.SigningClientAsync(["sign", input, "--out", output, .. Key("full")]);

            Assert.Equal(4, run.ExitCode);
            AssertOneSentence(run, "space");
            Assert.Equal(before, await File.ReadAllBytesAsync(input, Cancel));
            Assert.Empty(Directory.GetFileSystemEntries(disk));
        }
        finally
        {
            await Tool.RunAsync("umount", disk);
        }
    }

    [Fact]
    public async Task An_existing_output_stays_when_the_signing_fails()
    {
        var output = surroundings.PathOf("kept.pdf");
        await File.WriteAllTextAsync(output, "earlier", Cancel);

        var run = await Tool.SigningClientAsync(
            ["sign", surroundings.Document("keep.pdf"), "--out", output, .. Key("keep"), "--level", "B-T", "--tsa", $"{surroundings.Address}none"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("earlier", await File.ReadAllTextAsync(output, Cancel));
    }

    private string Input(string fault, string name)
    {
        switch (fault)
        {
            case "input missing":
                return surroundings.PathOf("missing.pdf");
            case "no PDF":
                var text = surroundings.PathOf("text.pdf");
                File.WriteAllText(text, "Hello");
                return text;
            case "damaged file":
                var damaged = surroundings.Document(name + ".pdf");
                File.WriteAllText(damaged, File.ReadAllText(damaged).Replace("startxref\n", "startxref\n1", StringComparison.Ordinal));
                return damaged;
            case "encrypted file":
                var plain = surroundings.Document(name + "-plain.pdf");
                using (var qpdf = Process.Start("qpdf", ["--encrypt", "", "owner", "256", "--", plain, surroundings.PathOf(name + ".pdf")]))
                {
                    qpdf.WaitForExit();
                }

                return surroundings.PathOf(name + ".pdf");
            default:
                return surroundings.Document(name + ".pdf");
        }
    }

    private string[] Arguments(string fault, string name, string output)
    {
        var tsa = surroundings.Address;
        string[] normal = ["--out", output, .. Key(name)];
        return fault switch
        {
            "wrong password" => ["--out", output, "--p12", surroundings.Pkcs12(name), "--password-file", surroundings.PathOf("wrong-password")],
            "no PKCS#12 file" => ["--out", output, "--p12", surroundings.PathOf("root.pem")],
            "key file missing" => ["--out", output, "--p12", surroundings.PathOf("missing.p12")],
            "key of another certificate" =>
                ["--out", output, "--p12", surroundings.Pkcs12OfAnotherKey(name), "--password-file", surroundings.PathOf("password")],
            "expired certificate" => ["--out", output, .. Key(name, fromYear: 2020, toYear: 2021)],
            "certificate of the future" => ["--out", output, .. Key(name, fromYear: 2042, toYear: 2043)],
            "certificate for encryption" => ["--out", output, .. Key(name, usage: X509KeyUsageFlags.KeyEncipherment)],
            "short key" => ["--out", output, .. Key(name, RSA.Create(1024))],
            "reason and commitment" => [.. normal, "--reason", "I agree", "--commitment", "approval"],
            "unknown commitment" => [.. normal, "--commitment", "promise"],
            "authority with another nonce" => [.. normal, "--level", "B-T", "--tsa", $"{tsa}tsa-replay"],
            "authority that refuses" => [.. normal, "--level", "B-T", "--tsa", $"{tsa}tsa-refuses"],
            "authority that is not there" => [.. normal, "--level", "B-T", "--tsa", "http://localhost:1/"],
            "page that does not exist" => [.. normal, "--page", "7", "--rect", "1,1,100,50"],
            "rectangle outside the page" => [.. normal, "--page", "1", "--rect", "550,1,100,50"],
            "field that does not exist" => [.. normal, "--field", "Z"],
            "field name with a full stop" => [.. normal, "--field", "a.b", "--rect", "1,1,100,50"],
            "folder that does not exist" => ["--out", surroundings.PathOf("nowhere/out.pdf"), .. Key(name)],
            "level without authority" => [.. normal, "--level", "B-T"],
            "authority without level" => [.. normal, "--tsa", $"{tsa}tsa"],
            "authority that is no URL" => [.. normal, "--level", "B-T", "--tsa", "ldap://x"],
            "unknown level" => [.. normal, "--level", "B-X"],
            "no key" => ["--out", output],
            "two keys" => [.. normal, "--pkcs11", "m.so"],
            "token without label" => ["--out", output, "--pkcs11", "m.so"],
            "three numbers" => [.. normal, "--rect", "1,2,3"],
            "page without rectangle" => [.. normal, "--page", "1"],
            "certification 4" => [.. normal, "--certify", "4"],
            "unknown option" => [.. normal, "--frobnicate"],
            _ => normal,
        };
    }

    private string[] Key(
        string name, AsymmetricAlgorithm? key = null, int fromYear = 2020, int toYear = 2043,
        X509KeyUsageFlags usage = X509KeyUsageFlags.NonRepudiation) =>
        ["--p12", surroundings.Pkcs12(name, key, fromYear, toYear, usage), "--password-file", surroundings.PathOf("password")];

    /// <summary>Fields A and B; A may lock all others once it is signed.</summary>
    private async Task<string> LaidAsync(string name, bool locks)
    {
        var path = surroundings.PathOf(name + "-laid.pdf");
        await using var source = File.OpenRead(surroundings.Document(name + ".pdf"));
        using var laid = new MemoryStream();
        await Signatures.Pades.PadesSigner.LayFieldsAsync(source, laid, [new("A", 0, default), new("B", 0, default)], Cancel);
        await using var target = File.Create(path);
        if (!locks)
        {
            await target.WriteAsync(laid.ToArray(), Cancel);
            return path;
        }

        using var document = Pdf.PdfDocument.Open(laid, Pdf.PdfLimits.Default);
        var writer = new Pdf.Writing.IncrementalWriter(document);
        var form = document.Current.Resolve<Pdf.PdfDictionary>(document.Current.Catalog["AcroForm"])!;
        var field = (Pdf.PdfReference)document.Current.Resolve<Pdf.PdfArray>(form["Fields"])![0];
        writer.Set(field, document.Current.Resolve<Pdf.PdfDictionary>(field)!.With(
            "Lock", Pdf.PdfDictionary.Of(("Type", new Pdf.PdfName("SigFieldLock")), ("Action", new Pdf.PdfName("All")))));
        await target.WriteAsync(laid.ToArray(), Cancel);
        await target.WriteAsync(writer.Build().Bytes, Cancel);
        return path;
    }

    private static void AssertOneSentence(Run run, string words)
    {
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    private static void AssertNothingLeft(string output)
    {
        Assert.False(File.Exists(output));
        var folder = Path.GetDirectoryName(output)!;
        Assert.Empty(Directory.GetFiles(folder, $".{Path.GetFileName(output)}*"));
    }
}

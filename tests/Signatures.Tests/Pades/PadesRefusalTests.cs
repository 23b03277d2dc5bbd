using System.Security.Cryptography.X509Certificates;
using System.Text;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Signatures.Pades;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>Everything that can be refused is refused before the key is asked.</summary>
public sealed class PadesRefusalTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("no file", PadesRefusal.NotPdf)]
    [InlineData("no field", PadesRefusal.FieldMissing)]
    [InlineData("signed field", PadesRefusal.FieldAlreadySigned)]
    [InlineData("text field", PadesRefusal.FieldNotForSignature)]
    [InlineData("junk before", PadesRefusal.Damaged)]
    [InlineData("junk behind", PadesRefusal.Damaged)]
    [InlineData("wrong startxref", PadesRefusal.Damaged)]
    [InlineData("encrypted", PadesRefusal.Encrypted)]
    [InlineData("strange character", PadesRefusal.CharacterMissing)]
    [InlineData("no font", PadesRefusal.FontUnusable)]
    [InlineData("late certification", PadesRefusal.CertificationNotFirst)]
    [InlineData("reason and commitment", PadesRefusal.ReasonAndCommitment)]
    [InlineData("expired certificate", PadesRefusal.CertificateExpired)]
    [InlineData("certificate of tomorrow", PadesRefusal.CertificateNotYetValid)]
    [InlineData("certificate for encryption", PadesRefusal.CertificateNotForSigning)]
    [InlineData("another key", PadesRefusal.KeyMismatch)]
    public async Task A_file_or_request_that_cannot_be_signed_is_refused_by_name(string fault, PadesRefusal expected)
    {
        using var signer = authority.Signer(
            "Ký", usage: fault == "certificate for encryption" ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.NonRepudiation);
        var request = Requests.Of(signer, "A", authority);
        var laid = await Requests.LaidAsync(Requests.A4(), new SignatureFieldPlacement("A", 1, new(50, 60, 200, 70)), new("B", 0, default));
        var text = Encoding.Latin1.GetString(laid.ToArray());
        var (input, asked) = fault switch
        {
            "no file" => (Bytes("%!PS\n"), request),
            "no field" => (laid, request with { FieldName = "Z" }),
            "signed field" => (await SignedAsync(laid), request),
            "text field" => (Bytes(text.Replace("/FT /Sig", "/FT /Btn", StringComparison.Ordinal)), request),
            "junk before" => (Bytes("\n\n" + text), request),
            "junk behind" => (Bytes(text + "<html>"), request),
            "wrong startxref" => (Bytes(text.Replace("startxref\n", "startxref\n9", StringComparison.Ordinal)), request),
            "encrypted" => (Bytes(text.Replace("\n/Prev ", "\n/Encrypt 1 0 R\n/Prev ", StringComparison.Ordinal)), request),
            "strange character" => (laid, request with { Appearance = request.Appearance! with { Lines = ["漢"] } }),
            "no font" => (laid, request with { Appearance = request.Appearance! with { FontFile = new byte[100] } }),
            "reason and commitment" => (laid, request with { Commitment = Commitment.ProofOfApproval }),
            "expired certificate" => (laid, request with { SigningTime = new(2044, 6, 1, 0, 0, 0, TimeSpan.Zero) }),
            "certificate of tomorrow" => (laid, request with { SigningTime = new(2019, 12, 31, 0, 0, 0, TimeSpan.Zero) }),
            "certificate for encryption" => (laid, request),
            "another key" => (laid, request with { Certificate = authority.Issuing }),
            _ => (await SignedAsync(laid), request with { FieldName = "B", Certification = CertificationPermission.FormFilling }),
        };
        using var output = new MemoryStream();

        var refusal = await Assert.ThrowsAsync<PadesRefusedException>(() => PadesSigner.SignAsync(input, output, asked, Cancel));

        Assert.Equal(expected, refusal.Reason);
        Assert.Empty(signer.Digests);
    }

    [Theory]
    [InlineData("", 1, 0, PadesRefusal.FieldNameInvalid)]
    [InlineData("a.b", 1, 0, PadesRefusal.FieldNameInvalid)]
    [InlineData("Used", 1, 0, PadesRefusal.FieldExists)]
    [InlineData("A", 2, 0, PadesRefusal.PageMissing)]
    [InlineData("A", 1, 500, PadesRefusal.RectangleOutsidePage)]
    [InlineData("A", 1, -20, PadesRefusal.RectangleOutsidePage)]
    public async Task A_field_that_cannot_be_laid_is_refused_by_name(string name, int page, double x, PadesRefusal expected)
    {
        var input = await Requests.LaidAsync(Requests.A4(), new SignatureFieldPlacement("Used", 0, default));

        var refusal = await Assert.ThrowsAsync<PadesRefusedException>(
            () => Requests.LaidAsync(input, new SignatureFieldPlacement(name, page, new(x, 10, 100, 40))));

        Assert.Equal(expected, refusal.Reason);
    }

    [Theory]
    [InlineData("/Lock<</Type/SigFieldLock/Action/All>>", PadesRefusal.Locked)]
    [InlineData("/Lock<</Type/SigFieldLock/Action/Include/Fields[(B)]>>", PadesRefusal.Locked)]
    [InlineData("/Lock<</Type/SigFieldLock/Action/Exclude/Fields[(B)]>>", null)]
    [InlineData("/Lock<</Type/SigFieldLock/Action/Include/Fields[(C)]>>", null)]
    [InlineData("/Lock<</Type/SigFieldLock/Action/Include/Fields[(C)]/P 1>>", PadesRefusal.CertificationForbids)]
    public async Task A_lock_of_an_earlier_signature_is_kept(string fieldLock, PadesRefusal? expected)
    {
        using var signer = authority.Signer("Ký");
        using var once = new MemoryStream();
        using var twice = new MemoryStream();
        var laid = await WithFieldEntryAsync(fieldLock);
        await PadesSigner.SignAsync(laid, once, Requests.Of(signer, "A", authority), Cancel);

        var exception = await Record.ExceptionAsync(
            () => PadesSigner.SignAsync(once, twice, Requests.Of(signer, "B", authority), Cancel));

        Assert.Equal(expected, (exception as PadesRefusedException)?.Reason);
    }

    [Theory]
    [InlineData("/SV<</Ff 2/SubFilter[/adbe.pkcs7.detached]>>", PadesRefusal.SeedValueForbids)]
    [InlineData("/SV<</Ff 0/SubFilter[/adbe.pkcs7.detached]>>", null)]
    [InlineData("/SV<</Ff 2/SubFilter[/ETSI.CAdES.detached]>>", null)]
    [InlineData("/SV<</Ff 64/DigestMethod[(SHA512)]>>", PadesRefusal.SeedValueForbids)]
    [InlineData("/SV<</Ff 64/DigestMethod[(SHA256)(SHA512)]>>", null)]
    [InlineData("/SV<</Ff 8/Reasons[(Other)]>>", PadesRefusal.SeedValueForbids)]
    [InlineData("/SV<</MDP<</P 2>>>>", PadesRefusal.SeedValueForbids)]
    [InlineData("/SV<</TimeStamp<</URL(http://t)/Ff 1>>>>", PadesRefusal.SeedValueForbids)]
    public async Task What_a_form_requires_of_a_signature_is_honoured(string seed, PadesRefusal? expected)
    {
        using var signer = authority.Signer("Ký");
        using var output = new MemoryStream();
        var laid = await WithFieldEntryAsync(seed);

        var exception = await Record.ExceptionAsync(
            () => PadesSigner.SignAsync(laid, output, Requests.Of(signer, "A", authority), Cancel));

        Assert.Equal(expected, (exception as PadesRefusedException)?.Reason);
    }

    /// <summary>Fields A and B, A with one entry more; white space of the page makes room so that no offset moves.</summary>
    private static async Task<MemoryStream> WithFieldEntryAsync(string entry)
    {
        var placeholder = new string('x', entry.Length);
        var laid = await Requests.LaidAsync(
            Requests.A4(), new SignatureFieldPlacement("A", 0, default), new("B", 0, default), new(placeholder, 0, default));
        var text = Encoding.Latin1.GetString(laid.ToArray());
        var first = text.IndexOf("/T (A)", StringComparison.Ordinal);
        text = text.Replace($"/T ({placeholder})", $"/T (C{new string(' ', entry.Length - 1)})", StringComparison.Ordinal);
        var rectangle = text.IndexOf("/Rect [0 0 0 0]", first, StringComparison.Ordinal);
        Assert.True(rectangle > 0);
        var type = text.IndexOf("/Type /Annot\n", text.LastIndexOf(" obj", first, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(type > 0 && type < first);

        // Everything after field A moves by the entry's length: its cross-reference entries are moved along.
        return Shift(text, type, entry);
    }

    private static MemoryStream Shift(string text, int at, string entry)
    {
        var shifted = text.Insert(at, entry);
        var table = shifted.LastIndexOf("xref\n", shifted.LastIndexOf("startxref", StringComparison.Ordinal) - 1, StringComparison.Ordinal);
        var head = shifted[..table];
        var tail = System.Text.RegularExpressions.Regex.Replace(
            shifted[table..], @"(?<=\n)(\d{10})(?= 00000 n)|(?<=startxref\n)(\d+)", match =>
            {
                var offset = int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture);
                var moved = offset > at ? offset + entry.Length : offset;
                return match.Value.Length == 10 ? $"{moved:D10}" : $"{moved}";
            });
        return Bytes(head + tail);
    }

    private async Task<MemoryStream> SignedAsync(Stream laid)
    {
        using var signer = authority.Signer("Ký");
        var signed = new MemoryStream();
        await PadesSigner.SignAsync(laid, signed, Requests.Of(signer, "A", authority), Cancel);
        return signed;
    }

    private static MemoryStream Bytes(string text) => new(Encoding.Latin1.GetBytes(text));
}

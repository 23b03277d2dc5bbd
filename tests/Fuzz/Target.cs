using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Pdf;
using TrustPlatform.Pki;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Fuzz;

/// <summary>What reads bytes from outside. Each may end in its format's own exception, and in no other.</summary>
internal static class Target
{
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["pdf"] = ReadPdf,
        ["cms"] = ReadCms,
        ["verifier"] = Validate,
        ["pki"] = ReadRequests,
    };

    /// <summary>Opens a file and reads all that its last revision refers to.</summary>
    private static void ReadPdf(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        try
        {
            using var document = PdfDocument.Open(stream, PdfLimits.Default);
            document.FindMisplacedObject();
            foreach (var revision in document.Revisions)
            {
                foreach (var number in revision.Entries.Keys)
                {
                    ReadObject(revision, number);
                }
            }

            _ = document.Current.Pages.Count;
        }
        catch (PdfSyntaxException)
        {
            // what is no PDF is refused so
        }
    }

    private static void ReadObject(PdfRevision revision, int number)
    {
        try
        {
            if (revision.Load(number)?.Value is PdfStream stream)
            {
                revision.Decode(stream);
            }
        }
        catch (PdfSyntaxException)
        {
            // the next object may be sound
        }
    }

    private static void ReadCms(byte[] bytes)
    {
        Try(() =>
        {
            var cms = CmsSignedData.Parse(bytes);
            cms.Verify(cms.Signers is [var signer, ..] ? signer.MessageDigest.Span : []);
            foreach (var described in cms.Signers)
            {
                described.ReadClaimedRoles();
            }
        });
        Try(() => TimeStampToken.Parse(bytes).Verify(new byte[32]));
        Try(() => TimeStampResponse.Parse(bytes));
    }

    private static void Validate(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        var context = new ValidationContext // not kept: nothing of the rooms may run before their counters have a place
        {
            TrustAnchors = [],
            Policy = ValidationPolicy.VietNam,
            Time = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero),
        };
        var report = SignatureValidator.Validate(stream, "file.pdf", context, CancellationToken.None);
        VerdictText.Of(report, VerdictLanguage.Vietnamese, explain: true);
    }

    private static void ReadRequests(byte[] bytes)
    {
        Try(() => OcspQuery.Parse(bytes));
        Try(() => TimeStampQuery.Parse(bytes));
        try
        {
            RequestedKey.Read(bytes).Dispose();
        }
        catch (IssuanceRefusedException)
        {
            // what is no sound request is refused so
        }
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (CmsSyntaxException)
        {
            // what is malformed is refused so
        }
    }
}

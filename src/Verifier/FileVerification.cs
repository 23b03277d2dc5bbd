using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Evidence;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Verifier;

/// <summary>What was found in one input: the verdict on the document, and the findings where it was an evidence package.</summary>
internal sealed record FileVerification(ValidationReport Report, IReadOnlyList<EvidenceFinding>? Evidence)
{
    private const int MaxDetachedSignature = 16 * 1024 * 1024;

    /// <summary>Places that were asked for something the file lacks and did not answer.</summary>
    public IReadOnlyList<string> Unanswered { get; private init; } = [];

    /// <summary>Verifies one file.</summary>
    /// <param name="path">A PDF, an evidence package or a detached signature.</param>
    /// <param name="signed">The signed file of a detached signature; null for the one that its name tells.</param>
    /// <param name="context">Against what.</param>
    /// <param name="fetcher">Asks for what the file lacks; null where nothing may be asked.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<FileVerification> RunAsync(
        string path, string? signed, ValidationContext context, MaterialFetcher? fetcher, CancellationToken cancellationToken)
    {
        if (TryOpen(path, out var why) is not { } file)
        {
            return Unreadable(path, context, why);
        }

        using (file)
        {
            try
            {
                var before = StateOf(file);
                var verification = await RunAsync(file, path, signed, context, fetcher, cancellationToken);
                return StateOf(file) == before ? verification : Unreadable(path, context, "The file was written to while it was read.");
            }
            catch (IOException exception)
            {
                return Unreadable(path, context, exception.Message);
            }
        }
    }

    private static async Task<FileVerification> RunAsync(
        FileStream file, string path, string? signed, ValidationContext context, MaterialFetcher? fetcher, CancellationToken cancellationToken)
    {
        switch (KindOf(file))
        {
            case InputKind.DetachedSignature:
                return await OfDetachedAsync(file, path, signed ?? Path.ChangeExtension(path, null), context, fetcher, cancellationToken);
            case var kind when signed is not null:
                throw new UsageException($"--data belongs to a detached signature; '{path}' is a {(kind == InputKind.Package ? "package" : "document")}.");
            case InputKind.Package:
                return OfPackage(path, EvidencePackage.Audit(file, context, cancellationToken), context);
            default:
                var collected = fetcher is null
                    ? context : context with { Collected = await fetcher.FetchAsync(file, context.TrustAnchors, cancellationToken) };
                return new(SignatureValidator.Validate(file, path, collected, cancellationToken), null) { Unanswered = fetcher?.Failures ?? [] };
        }
    }

    private static async Task<FileVerification> OfDetachedAsync(
        FileStream file, string path, string signed, ValidationContext context, MaterialFetcher? fetcher, CancellationToken cancellationToken)
    {
        if (file.Length > MaxDetachedSignature || Decode(file) is not { } signature)
        {
            return Unreadable(path, context, "It is no signature that can be read.");
        }

        if (TryOpen(signed, out var why) is not { } document)
        {
            return Unreadable(path, context, $"The signed file '{signed}' is needed (--data names another). {why}");
        }

        using (document)
        {
            var before = StateOf(document);
            var collected = fetcher is null
                ? context : context with { Collected = await fetcher.FetchAsync(signature, context.TrustAnchors, cancellationToken) };
            var report = DetachedSignatureValidator.Validate(signature, document, path, collected, cancellationToken);
            return StateOf(document) == before
                ? new(report, null) { Unanswered = fetcher?.Failures ?? [] }
                : Unreadable(path, context, $"'{signed}' was written to while it was read.");
        }
    }

    private static FileStream? TryOpen(string path, out string why)
    {
        try
        {
            why = "";
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            why = Directory.Exists(path) ? "It is a folder." : exception is FileNotFoundException or DirectoryNotFoundException
                ? "There is no such file." : exception.Message;
            return null;
        }
    }

    /// <summary>Length and time of the last change: what somebody else writes to the file shows in one of them.</summary>
    private static (long Length, DateTime Written) StateOf(FileStream file) =>
        (RandomAccess.GetLength(file.SafeFileHandle), File.GetLastWriteTimeUtc(file.SafeFileHandle));

    private enum InputKind
    {
        Document,
        Package,
        DetachedSignature,
    }

    /// <summary>By content, as names lie: a PDF says so in its first 1,024 bytes (ISO 32000-2, Annex I), whatever stands before.</summary>
    private static InputKind KindOf(FileStream file)
    {
        Span<byte> start = stackalloc byte[1024];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        return start.IndexOf("%PDF-"u8) >= 0 ? InputKind.Document
            : start.StartsWith("PK\u0003\u0004"u8) ? InputKind.Package
            : start is [0x30, >= 0x80, ..] || start.StartsWith("-----BEGIN "u8) ? InputKind.DetachedSignature
            : InputKind.Document;
    }

    /// <summary>DER or BER as it is, or the first PEM block (RFC 7468, 9).</summary>
    private static byte[]? Decode(FileStream file)
    {
        var content = new byte[file.Length];
        file.ReadExactly(content);
        if (content[0] == 0x30)
        {
            return content;
        }

        var text = Encoding.Latin1.GetString(content);
        return PemEncoding.TryFind(text, out var block) && text[block.Label] is "PKCS7" or "CMS"
            ? Convert.FromBase64String(text[block.Base64Data]) : null;
    }

    private static FileVerification OfPackage(string path, EvidenceReport audit, ValidationContext context)
    {
        var broken = audit.Findings.FirstOrDefault(finding => !finding.Holds);
        var document = audit.Document;
        var verdict = audit.Valid ? FileVerdict.Valid
            : broken?.Rule == EvidenceRules.Package ? FileVerdict.Unreadable
            : document is { Verdict: FileVerdict.Indeterminate } && broken is null ? FileVerdict.Indeterminate
            : FileVerdict.Invalid;
        var report = (document ?? Unreadable(path, context, "").Report) with
        {
            File = path,
            Verdict = verdict,
            Reason = audit.Valid ? null : broken?.Rule ?? document?.Reason,
            Limits = document?.Limits,
        };
        return new(report, audit.Findings);
    }

    private static FileVerification Unreadable(string path, ValidationContext context, string why) =>
        new(ValidationReport.Unreadable(path, why, context), null);
}

using TrustPlatform.Evidence;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Verifier;

/// <summary>What was found in one input: the verdict on the document, and the findings where it was an evidence package.</summary>
internal sealed record FileVerification(ValidationReport Report, IReadOnlyList<EvidenceFinding>? Evidence)
{
    public static FileVerification Run(string path, ValidationContext context, CancellationToken cancellationToken)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var why = Directory.Exists(path) ? "It is a folder." : exception is FileNotFoundException or DirectoryNotFoundException
                ? "There is no such file." : exception.Message;
            return Unreadable(path, context, why);
        }

        try
        {
            var before = StateOf(file);
            var verification = IsPackage(file)
                ? OfPackage(path, EvidencePackage.Audit(file, context, cancellationToken), context)
                : new(SignatureValidator.Validate(file, path, context, cancellationToken), null);
            return StateOf(file) == before ? verification : Unreadable(path, context, "The file was written to while it was read.");
        }
        catch (IOException exception)
        {
            return Unreadable(path, context, exception.Message);
        }
        finally
        {
            file.Dispose();
        }
    }

    /// <summary>Length and time of the last change: what somebody else writes to the file shows in one of them.</summary>
    private static (long Length, DateTime Written) StateOf(FileStream file) =>
        (RandomAccess.GetLength(file.SafeFileHandle), File.GetLastWriteTimeUtc(file.SafeFileHandle));

    private static bool IsPackage(FileStream file)
    {
        Span<byte> start = stackalloc byte[4];
        var read = file.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 4 && start.SequenceEqual("PK\u0003\u0004"u8);
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

    private static FileVerification Unreadable(string path, ValidationContext context, string why) => new(
        new()
        {
            File = path,
            Verdict = FileVerdict.Unreadable,
            Reason = "file.readable",
            Limits = why,
            ValidatedAt = context.Time,
            Policy = $"{context.Policy.Name} {context.Policy.Version}",
        },
        null);
}

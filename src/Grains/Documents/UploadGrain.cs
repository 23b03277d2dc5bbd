using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Grains.Ceremonies;
using TrustPlatform.Signatures.Intake;
using Microsoft.Extensions.Options;

namespace TrustPlatform.Grains.Documents;

/// <summary>One upload: the pieces go to a file that vanishes unless the intake takes it.</summary>
internal sealed class UploadGrain(DocumentFiles files, CryptographyGate gate, IOptions<GrainsOptions> options)
    : Grain, IUploadGrain
{
    private const int MaxPieceLength = 1 << 20;

    private FileStream? _file;

    public async Task<bool> Append(Immutable<byte[]> piece)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(piece.Value.Length, MaxPieceLength);
        _file ??= files.CreateTemporary();
        if (_file.Length > options.Value.MaxDocumentLength)
        {
            return false;
        }

        await _file.WriteAsync(piece.Value);
        return _file.Length <= options.Value.MaxDocumentLength;
    }

    public async Task<IntakeOutcome> Complete()
    {
        DeactivateOnIdle();
        if (_file is not { Length: > 0 } file)
        {
            return new IntakeOutcome.Refused(IntakeRefusal.Empty, null);
        }

        if (file.Length > options.Value.MaxDocumentLength)
        {
            return new IntakeOutcome.Refused(IntakeRefusal.TooLarge, null);
        }

        var (report, digest) = await gate.Run(async () =>
        {
            var found = PdfIntake.Inspect(file);
            return (found, found.Obstacle == IntakeObstacle.None ? await files.Keep(file) : (DocumentDigest?)null);
        });
        if (digest is not { } stored)
        {
            return new IntakeOutcome.Refused(RefusalOf(report.Obstacle), report.Offset);
        }

        var facts = new DocumentFacts(stored, file.Length, report.Pages.Count, report.SignatureCount);
        await GrainFactory.Document(stored).Record(facts);
        return new IntakeOutcome.Stored(facts);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }

    private static IntakeRefusal RefusalOf(IntakeObstacle obstacle) => obstacle switch
    {
        IntakeObstacle.NotAPdf => IntakeRefusal.NotAPdf,
        IntakeObstacle.Encrypted => IntakeRefusal.Encrypted,
        IntakeObstacle.Damaged => IntakeRefusal.Damaged,
        IntakeObstacle.ActiveContent => IntakeRefusal.ActiveContent,
        IntakeObstacle.Locked => IntakeRefusal.Locked,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Verifier;

/// <summary>What the process returns (a fixed edge).</summary>
internal static class ExitCodes
{
    public const int Valid = 0;
    public const int Invalid = 1;
    public const int Indeterminate = 2;
    public const int NoSignature = 3;
    public const int Unreadable = 4;
    public const int Usage = 64;
    public const int Internal = 70;

    private static readonly int[] s_worstFirst = [Unreadable, Invalid, Indeterminate, NoSignature];

    public static int Of(FileVerdict verdict) => verdict switch
    {
        FileVerdict.Valid => Valid,
        FileVerdict.Invalid => Invalid,
        FileVerdict.Indeterminate => Indeterminate,
        FileVerdict.NoSignature => NoSignature,
        FileVerdict.Unreadable => Unreadable,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static int Of(Indication indication) => indication switch
    {
        Indication.TotalPassed => Valid,
        Indication.TotalFailed => Invalid,
        _ => Indeterminate,
    };

    /// <summary>The code for several files.</summary>
    public static int Worst(IEnumerable<int> codes)
    {
        var all = codes.ToHashSet();
        return s_worstFirst.FirstOrDefault(all.Contains);
    }
}

namespace TrustPlatform.Testing;

/// <summary>Real files with expected results, kept outside the repository: <c>$TRUST_CORPORA</c> or <c>../shared/corpora</c> beside it.</summary>
public static class Corpora
{
    /// <summary>The folder, or null on a clone that has none: tests then skip by name.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Why a test that needs them is skipped.</summary>
    public const string Absent = "The corpora are not here.";

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TRUST_CORPORA") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TrustPlatform.sln")))
            {
                var beside = Path.Combine(folder.Parent!.FullName, "shared", "corpora");
                return Directory.Exists(beside) ? beside : null;
            }
        }

        return null;
    }
}

using System.Globalization;

namespace TrustPlatform.Cryptography.Keys;

/// <summary>
/// Counts wrong passphrases in a file beside what they protect, and makes each further try wait twice as long, up to an hour,
/// also across restarts (NIST SP 800-63B, 5.2.2: limit the rate of guesses).
/// </summary>
internal sealed class PassphraseGuard(string path, TimeProvider time)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    private string CountPath => path + ".failures";

    /// <summary>Throws <see cref="KeyStoreException"/> (Locked) while the last wrong try is too fresh.</summary>
    public void Enter()
    {
        if (Read() is not ({ } count, { } last))
        {
            return;
        }

        var wait = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, count), s_longest.TotalSeconds));
        var left = last + wait - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            throw new KeyStoreException(
                KeyStoreFailure.Locked,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} wrong passphrases for {path}; try again in {Math.Ceiling(left.TotalSeconds)} s."));
        }
    }

    /// <summary>Counts a wrong passphrase; gives what to throw.</summary>
    public KeyStoreException Refuse()
    {
        var count = (Read()?.Count ?? 0) + 1;
        File.WriteAllText(
            CountPath, string.Create(CultureInfo.InvariantCulture, $"{count} {time.GetUtcNow().ToUnixTimeSeconds()}"));
        return new KeyStoreException(
            KeyStoreFailure.WrongPassphrase,
            string.Create(CultureInfo.InvariantCulture, $"The passphrase does not open {path} (wrong tries: {count})."));
    }

    /// <summary>Forgets the wrong tries after a right one.</summary>
    public void Succeed() => File.Delete(CountPath);

    private (int Count, DateTimeOffset Last)? Read()
    {
        if (!File.Exists(CountPath))
        {
            return null;
        }

        // A count that somebody damaged is taken as a fresh failure, not as none.
        return File.ReadAllText(CountPath).Split(' ') is [var count, var last]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var failures)
            && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 253_402_300_800
                ? (Math.Clamp(failures, 1, 30), DateTimeOffset.FromUnixTimeSeconds(seconds))
                : (1, time.GetUtcNow());
    }
}

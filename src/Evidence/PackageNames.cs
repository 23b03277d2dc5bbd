using System.Buffers;

namespace TrustPlatform.Evidence;

/// <summary>Names of files in a package: the fixed ones and the form of all.</summary>
internal static class PackageNames
{
    public const string Manifest = "manifest.json";
    public const string Signature = "manifest.p7s";
    public const string Document = "contract.pdf";
    public const string Events = "events.jsonl";
    public const string Identities = "identities.json";

    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_/");

    /// <summary>No absolute path, no way up, nothing that an unpacking program reads in its own way.</summary>
    public static bool IsWellFormed(string name) =>
        name.Length is > 0 and <= EvidenceLimits.MaxNameLength
        && !name.AsSpan().ContainsAnyExcept(s_allowed)
        && name.Split('/').All(segment => segment.Length > 0 && segment[0] != '.' && segment[^1] != '.');

    /// <summary>Two names that differ by case alone are one file on some systems.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;
}

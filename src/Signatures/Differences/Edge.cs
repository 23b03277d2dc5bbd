namespace TrustPlatform.Signatures.Differences;

/// <summary>A reference inside an object: from which object number, along which keys (such as /AP/N or /Kids[]).</summary>
internal readonly record struct Edge(int From, string Path)
{
    /// <summary>The trailer, which has no number, takes the number that no object can have.</summary>
    public const int Trailer = 0;

    /// <summary>The last key of the path; empty for the items of an array object.</summary>
    public string LastKey
    {
        get
        {
            var start = Path.LastIndexOf('/') + 1;
            return Path[start..].TrimEnd('[', ']');
        }
    }
}

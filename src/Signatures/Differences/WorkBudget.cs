namespace TrustPlatform.Signatures.Differences;

/// <summary>
/// How many objects the exact search for references may still visit in one analysis. Files that exhaust it are made to do so;
/// every reference then counts as one that matters.
/// </summary>
internal sealed class WorkBudget
{
    private long _left = 20_000_000;

    public bool Spend(long objects)
    {
        _left -= objects;
        return _left >= 0;
    }
}

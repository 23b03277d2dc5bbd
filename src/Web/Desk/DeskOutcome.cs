using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Web.Desk;

/// <summary>Why something was not done, in the words of the page's language.</summary>
/// <param name="Code">Stable code of the problem catalogue, e.g. <c>not_your_turn</c>.</param>
/// <param name="Status">HTTP status of the page that says so.</param>
/// <param name="Title">What happened, one sentence without a full stop.</param>
/// <param name="Advice">What to do now, one sentence.</param>
public sealed record DeskProblem(string Code, int Status, string Title, string Advice)
{
    /// <summary>The form field it is about: <c>title</c>, <c>deadline</c>, <c>document</c>, <c>taxCode</c>, <c>parties[0].name</c>, … or null.</summary>
    public string? Field { get; init; }
}

/// <summary>How a desk answered. There are only these cases.</summary>
public abstract record DeskOutcome
{
    private DeskOutcome() { }

    /// <summary>Durable; the contract as it is now.</summary>
    public sealed record Done(ContractView Contract) : DeskOutcome;

    /// <summary>Nothing happened.</summary>
    public sealed record Refused(DeskProblem Problem) : DeskOutcome;
}

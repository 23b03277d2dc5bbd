using TrustPlatform.Api.Problems;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Web.Desk;

namespace TrustPlatform.Api.Desks;

/// <summary>Turns outcomes into the words of a page; the catalogue is the one that HTTP problems come from.</summary>
internal static class DeskProblems
{
    public static DeskProblem Of(ProblemKind kind, string language, string? field = null) =>
        new(kind.Code, kind.Status, language == "en" ? kind.TitleEn : kind.TitleVi, language == "en" ? kind.AdviceEn : kind.AdviceVi)
        {
            Field = field,
        };

    public static DeskOutcome Refused(ProblemKind kind, string language, string? field = null) =>
        new DeskOutcome.Refused(Of(kind, language, field));

    public static DeskOutcome Refused(RefusalCode code, string language) => Refused(ProblemCatalogue.Of(code), language, FieldOf(code));

    public static DeskOutcome Of(CommandOutcome outcome, string language) => outcome switch
    {
        CommandOutcome.Done done => new DeskOutcome.Done(done.Contract),
        CommandOutcome.Refused refused => Refused(refused.Refusal.Code, language),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A JSON pointer such as <c>/parties/0/name</c> as a form field's name.</summary>
    public static string? FieldOf(string? pointer) => pointer?.Split('/') switch
    {
        ["", "parties", var i, var name] => $"parties[{i}].{name}",
        ["", var name] => name,
        _ => null,
    };

    private static string? FieldOf(RefusalCode code) => code switch
    {
        RefusalCode.TitleInvalid => "title",
        RefusalCode.DeadlineInvalid => "deadline",
        RefusalCode.DocumentMissing => "document",
        RefusalCode.PartiesMissing or RefusalCode.TooManyParties or RefusalCode.DuplicateParty => "parties",
        _ => null,
    };
}

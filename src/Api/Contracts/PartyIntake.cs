using System.Net.Mail;
using TrustPlatform.Api.Problems;
using TrustPlatform.Contracts;
using TrustPlatform.Identity;

namespace TrustPlatform.Api.Contracts;

/// <summary>Checks the parties that a sender names, and seals their personal data before anything else sees it.</summary>
internal sealed class PartyIntake(PersonalDataProtector protector, TimeProvider time)
{
    private const int MaxStage = 50;

    public (IReadOnlyList<NewParty> Parties, ProblemKind? Problem, string? Pointer) Take(IReadOnlyList<PartyRequest> requests)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().Date);
        var parties = new List<NewParty>();
        for (var i = 0; i < requests.Count; i++)
        {
            var request = requests[i];
            if (PersonName.Normalize(request.Name) is not { } name)
            {
                return ([], ProblemCatalogue.NameInvalid, $"/parties/{i}/name");
            }

            if (!PersonalNumber.TryParse(request.PersonalNumber, today, out var number))
            {
                return ([], ProblemCatalogue.PersonalNumberInvalid, $"/parties/{i}/personalNumber");
            }

            if (request.Email.Length > 254 || !MailAddress.TryCreate(request.Email, out var address)
                || address.Address != request.Email)
            {
                return ([], ProblemCatalogue.EmailInvalid, $"/parties/{i}/email");
            }

            if (request.Stage is < 1 or > MaxStage)
            {
                return ([], ProblemCatalogue.Malformed, $"/parties/{i}/stage");
            }

            parties.Add(new(name, request.Stage, protector.Seal(number, request.Email), request.Field));
        }

        return (parties, null, null);
    }
}

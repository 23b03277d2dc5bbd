using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace TrustPlatform.Contracts.Tests;

/// <summary>A contract that a test walks forward, command by command.</summary>
internal sealed class Scene
{
    public static readonly DateTimeOffset Start = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);
    public static readonly OrganizationId Owner = OrganizationIdOf("org-9900000016");
    public static readonly DocumentDigest Original = DigestOf("original");
    public static readonly DocumentDigest Frozen = DigestOf("frozen");

    public const int TimestampRoom = 3500;

    public Contract Contract { get; set; } = Contract.Empty;

    public DateTimeOffset Now { get; set; } = Start;

    public List<ContractEvent> Events { get; } = [];

    public static DocumentDigest DigestOf(string text) => DocumentDigest.From(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static CitizenId Citizen(int i) =>
        CitizenId.FromPseudonym(Keys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes($"citizen {i}"))));

    public static string Name(int i) => $"Nguyễn Văn {(char)('A' + i)}";

    public static string Link(int i) => LinkToken.DigestOf($"link {i}");

    public static NewParty Party(int i, int stage = 1) =>
        new(Name(i), stage, new(Citizen(i), "9990••••0001", "commitment", "sealed", "contact"), null);

    public Decision Give(ContractCommand command, string? key = null, string digest = "digest")
    {
        var envelope = new CommandEnvelope(
            command, "org-9900000016", key is not null && IdempotencyKey.TryParse(key, out var parsed) ? parsed : null, digest);
        var decision = Contract.Decide(envelope, Now);
        if (decision is Decision.Accepted accepted)
        {
            foreach (var happened in accepted.Events)
            {
                Contract = Contract.Apply(happened);
                Events.Add(happened);
            }
        }

        return decision;
    }

    public void Must(ContractCommand command) => Assert.IsType<Decision.Accepted>(Give(command));

    public void Refuses(RefusalCode code, ContractCommand command) =>
        Assert.Equal(code, Assert.IsType<Decision.Refused>(Give(command)).Refusal.Code);

    public Scene Draft(params int[] stages)
    {
        Must(Create());
        Must(new ContractCommand.AttachDocument(Original, 2));
        Must(new ContractCommand.AddParties([.. stages.Select((stage, i) => Party(i, stage))]));
        return this;
    }

    public Scene Sent(params int[] stages)
    {
        Draft(stages);
        Must(SendCommand());
        return this;
    }

    public static ContractCommand.Create Create() =>
        new(ContractId.For(Owner, KeyOf("create-1")), Owner, "Công ty TNHH Sao Mai", "Hợp đồng 12", Start.AddDays(7));

    public ContractCommand.Send SendCommand() => new(Frozen, [.. Contract.Parties.Select((party, i) =>
        new SentParty(party.Id, new(1, 10, 10, 100, 40), Link(i)))]);

    public static ContractCommand.Identify Identify(int i) => new(Link(i), Citizen(i), Name(i), 2, $"assertion {i}", "sealed");

    public void Authorised(int i)
    {
        var id = new PartyId(i + 1);
        Must(Identify(i));
        Must(new ContractCommand.View(id, Citizen(i)));
        Must(new ContractCommand.Consent(id, Citizen(i), "Tôi đồng ý.", "vi"));
        Must(new ContractCommand.RequestAuthorisation(id, Citizen(i), $"{i:x32}"));
        Must(Authorise(i));
    }

    public ContractCommand.Authorise Authorise(int i) =>
        new(new(i + 1), Citizen(i), Contract.Find(new(i + 1))!.Authorisation!.Challenge, 2, $"answer {i}", "sealed");

    public void Signs(int i)
    {
        Authorised(i);
        Must(new ContractCommand.BeginSigning(new(i + 1), Scene.TimestampRoom));
        Must(Record(i));
    }

    public ContractCommand.RecordSignature Record(int i)
    {
        var intent = Contract.Find(new(i + 1))!.Intent!;
        return new(new(i + 1), intent.AuthorisationId, intent.Base, DigestOf($"signed {i}"), "5401", "CA", "digest", Now);
    }

    public void SealAndComplete()
    {
        Must(new ContractCommand.BeginSealing());
        Must(new ContractCommand.RecordSeal(Contract.Document!.Value, DigestOf("sealed"), "5402", Now));
        Must(new ContractCommand.Complete(Contract.Document!.Value, DigestOf("archived")));
    }

    private static IdempotencyKey KeyOf(string text) =>
        IdempotencyKey.TryParse(text, out var key) ? key : throw new ArgumentException(text);

    private static OrganizationId OrganizationIdOf(string text) =>
        OrganizationId.TryParse(text, out var id) ? id : throw new ArgumentException(text);
}

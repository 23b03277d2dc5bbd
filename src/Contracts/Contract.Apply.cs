using System.Diagnostics;

namespace TrustPlatform.Contracts;

public sealed partial record Contract
{
    /// <summary>The contract after one more event.</summary>
    public Contract Apply(ContractEvent happened)
    {
        var next = happened switch
        {
            ContractEvent.Created e => this with
            {
                Id = e.Id,
                Owner = e.Owner,
                OwnerName = e.OwnerName,
                Title = e.Title,
                Deadline = e.Deadline,
                CreatedAt = e.At,
            },
            ContractEvent.DocumentAttached e => this with
            {
                Original = e.Document,
                Document = e.Document,
                PageCount = e.PageCount,
            },
            ContractEvent.PartyAdded e => this with
            {
                Parties =
                [
                    .. Parties,
                    new() { Id = e.Party, Name = e.Name, Stage = e.Stage, Identity = e.Identity, Field = e.Field },
                ],
            },
            ContractEvent.Sent e => Apply(e),
            ContractEvent.PartyNotified e => With(e.Party, party => party with { NotifiedAt = e.At }),
            ContractEvent.PartyIdentified e => With(e.Party, party => party with
            {
                IdentifiedAt = e.At,
                IdentifiedName = e.Name,
                IdentityLevel = e.Level,
            }),
            ContractEvent.PartyViewed e => With(e.Party, party => party with { ViewedAt = e.At }),
            ContractEvent.PartyConsented e => With(e.Party, party => party with { ConsentDigest = e.ConsentDigest }),
            ContractEvent.AuthorisationRequested e => With(e.Party, party => party with
            {
                Authorisation = new(e.AuthorisationId, e.Nonce, e.Challenge, e.ExpiresAt),
            }),
            ContractEvent.PartyAuthorised e => With(e.Party, party => party with
            {
                Authorisation = party.Authorisation! with
                {
                    AssertionDigest = e.AssertionDigest,
                    SealedAssertion = e.SealedAssertion,
                },
            }),
            ContractEvent.SigningStarted e => With(e.Party, party => party with
            {
                Intent = new(e.AuthorisationId, e.Base, e.SigningTime, e.TimestampRoom),
            }),
            ContractEvent.AuthorisationLapsed e => With(e.Party, party => party with
            {
                Authorisation = null,
                Intent = null,
            }),
            ContractEvent.CertificateIssued { Party: { } id } e =>
                With(id, party => party with { CertificateSerial = e.Serial }),
            ContractEvent.CertificateIssued => this,
            ContractEvent.PartySigned e => Apply(e),
            ContractEvent.SealingStarted e => this with { SealIntent = new("", e.Base, e.SigningTime, null) },
            ContractEvent.SealApplied e => this with { Document = e.Document, SealedAt = e.ProvenTime },
            ContractEvent.Completed e => this with
            {
                Document = e.Document,
                Status = ContractStatus.Completed,
                EndedAt = e.At,
            },
            ContractEvent.EvidenceReady e => this with { Evidence = e.Package },
            ContractEvent.PartyDeclined e => With(e.Party, party => party with { DeclinedAt = e.At }) with
            {
                Status = ContractStatus.Declined,
                EndedAt = e.At,
            },
            ContractEvent.Voided e => this with { Status = ContractStatus.Voided, EndedAt = e.At },
            ContractEvent.Expired e => this with { Status = ContractStatus.Expired, EndedAt = e.At },
            _ => throw new UnreachableException(),
        };
        return next with
        {
            Sequence = Sequence + 1,
            Commands = happened.Command is { } command ? [.. Commands, command] : Commands,
        };
    }

    private Contract Apply(ContractEvent.Sent e) => this with
    {
        Status = ContractStatus.Sent,
        Frozen = e.Frozen,
        Document = e.Frozen,
        Parties =
        [
            .. Parties.Select(party => e.Parties.First(sent => sent.Party == party.Id) is var sent
                ? party with { Field = sent.Field, LinkDigest = sent.LinkDigest }
                : party),
        ],
    };

    private Contract Apply(ContractEvent.PartySigned e)
    {
        var signed = With(e.Party, party => party with { SignedAt = e.ProvenTime });
        return signed with
        {
            Document = e.Document,
            Status = signed.Parties.All(party => party.HasSigned) ? ContractStatus.Sealing : ContractStatus.InProgress,
        };
    }

    private Contract With(PartyId id, Func<Party, Party> change) => this with
    {
        Parties = [.. Parties.Select(party => party.Id == id ? change(party) : party)],
    };
}

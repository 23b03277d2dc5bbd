namespace TrustPlatform.Contracts;

public sealed partial record Contract
{
    private Decision Decide(ContractCommand.Identify command, Stamp stamp)
    {
        if (Parties.FirstOrDefault(party => party.LinkDigest == command.LinkDigest) is not { } party)
        {
            return Refuse(RefusalCode.LinkUnknown);
        }

        if (party.IdentifiedAt is not null)
        {
            return party.Identity.CitizenId == command.Citizen
                ? new Decision.Repeated()
                : Refuse(RefusalCode.LinkOfAnotherPerson);
        }

        if (Closed(stamp) is { } closed)
        {
            return Refuse(closed);
        }

        // ID-1, ID-3: number, name and level must be the party's before anything else is shown.
        if (party.Identity.CitizenId != command.Citizen
            || PersonName.Compare(party.Name, command.Name) != NameMatch.Same)
        {
            return Refuse(RefusalCode.IdentityMismatch);
        }

        return command.Level < 2
            ? Refuse(RefusalCode.IdentityLevelTooLow)
            : Accept(new ContractEvent.PartyIdentified(
                party.Id, command.Citizen, command.Name, command.Level, command.AssertionDigest, command.SealedAssertion)
            { At = stamp.At, Actor = stamp.Actor, Command = stamp.Command });
    }

    private Decision Decide(ContractCommand.View command, Stamp stamp) =>
        Identified(command.Party, command.Citizen, out var party) is { } refused ? Refuse(refused)
        : party.ViewedAt is not null || Frozen is null || !IsOpen ? new Decision.Repeated()
        : Accept(new ContractEvent.PartyViewed(party.Id, Frozen.Value)
        { At = stamp.At, Actor = stamp.Actor, Command = stamp.Command });

    private Decision Decide(ContractCommand.Consent command, Stamp stamp)
    {
        if ((Identified(command.Party, command.Citizen, out var party) ?? MaySign(party, stamp)) is { } refused)
        {
            return Refuse(refused);
        }

        if (party.Authorisation?.AssertionDigest is not null)
        {
            return new Decision.Repeated();
        }

        return party.ViewedAt is null
            ? Refuse(RefusalCode.NotViewed)
            : Accept(new ContractEvent.PartyConsented(
                party.Id, command.ConsentText, SigningChallenge.DigestOf(command.ConsentText), command.Language)
            { At = stamp.At, Actor = stamp.Actor, Command = stamp.Command });
    }

    private Decision Decide(ContractCommand.RequestAuthorisation command, Stamp stamp)
    {
        if ((Identified(command.Party, command.Citizen, out var party) ?? MaySign(party, stamp)) is { } refused)
        {
            return Refuse(refused);
        }

        if (party.ConsentDigest is null)
        {
            return Refuse(RefusalCode.ConsentMissing);
        }

        if (party.Authorisation?.AssertionDigest is not null)
        {
            // Authorised already: the signature is under way, and is never asked for twice.
            return new Decision.Repeated();
        }

        var challenge = SigningChallenge.Compute(
            Id, Frozen!.Value, party.Id, party.Identity.CitizenId, party.ConsentDigest, command.Nonce);
        return Accept(new ContractEvent.AuthorisationRequested(
            party.Id, $"{Id}.{party.Id}.{command.Nonce}", command.Nonce, challenge, stamp.At + AuthorisationLifetime)
        { At = stamp.At, Actor = stamp.Actor, Command = stamp.Command });
    }

    private Decision Decide(ContractCommand.Authorise command, Stamp stamp)
    {
        if ((Identified(command.Party, command.Citizen, out var party) ?? MaySign(party, stamp)) is { } refused)
        {
            return Refuse(refused);
        }

        if (party.Authorisation is not { } asked)
        {
            return Refuse(RefusalCode.AuthorisationMissing);
        }

        if (asked.AssertionDigest is not null)
        {
            return asked.AssertionDigest == command.AssertionDigest
                ? new Decision.Repeated()
                : Refuse(RefusalCode.AuthorisationMismatch);
        }

        if (stamp.At > asked.ExpiresAt)
        {
            return Refuse(RefusalCode.AuthorisationExpired);
        }

        if (command.Level < 2)
        {
            return Refuse(RefusalCode.IdentityLevelTooLow);
        }

        // Recomputed, not compared with what was stored: the answer must be for the frozen file, this party and its consent.
        var expected = SigningChallenge.Compute(
            Id, Frozen!.Value, party.Id, party.Identity.CitizenId, party.ConsentDigest!, asked.Nonce);
        return command.Challenge != expected || asked.Challenge != expected
            ? Refuse(RefusalCode.AuthorisationMismatch)
            : Accept(new ContractEvent.PartyAuthorised(
                party.Id, asked.Id, command.AssertionDigest, command.SealedAssertion)
            { At = stamp.At, Actor = stamp.Actor, Command = stamp.Command });
    }

    private Decision Decide(ContractCommand.BeginSigning command, Stamp stamp)
    {
        if (Find(command.Party) is not { } party)
        {
            return Refuse(RefusalCode.PartyNotFound);
        }

        if (party.HasSigned)
        {
            return Refuse(RefusalCode.AlreadySigned);
        }

        if (!IsOpen)
        {
            return Refuse(RefusalCode.IllegalTransition);
        }

        if (party.Authorisation is not { AssertionDigest: not null } authorisation)
        {
            return Refuse(RefusalCode.AuthorisationMissing);
        }

        // Only one signature is made at a time: each goes on top of the one before.
        return Parties.Any(other => other.Intent is not null && !other.HasSigned)
            ? party.Intent is null ? Refuse(RefusalCode.NotYourTurn) : new Decision.Repeated()
            : Accept(new ContractEvent.SigningStarted(party.Id, authorisation.Id, Document!.Value, stamp.At, command.TimestampRoom)
            { At = stamp.At, Actor = stamp.Actor });
    }

    private Decision Decide(ContractCommand.RecordSignature command, Stamp stamp)
    {
        if (Find(command.Party) is not { } party)
        {
            return Refuse(RefusalCode.PartyNotFound);
        }

        if (party.HasSigned)
        {
            return new Decision.Repeated();
        }

        return !IsOpen || party.Intent is not { } intent || intent.AuthorisationId != command.AuthorisationId
            || intent.Base != command.Base || Document != command.Base || command.Document == command.Base
            ? Refuse(RefusalCode.Superseded)
            : Accept(
                new ContractEvent.CertificateIssued(
                    party.Id, command.CertificateSerial, command.CertificateIssuer, command.CertificateDigest)
                { At = stamp.At, Actor = stamp.Actor },
                new ContractEvent.PartySigned(
                    party.Id, command.AuthorisationId, command.Document, command.CertificateSerial, command.ProvenTime)
                { At = stamp.At, Actor = stamp.Actor });
    }

    private Decision Decide(ContractCommand.LapseAuthorisation command, Stamp stamp) =>
        Find(command.Party) is not { } party ? Refuse(RefusalCode.PartyNotFound)
        : party.HasSigned ? Refuse(RefusalCode.AlreadySigned)
        : party.Intent?.AuthorisationId != command.AuthorisationId ? new Decision.Repeated()
        : Accept(new ContractEvent.AuthorisationLapsed(party.Id, command.AuthorisationId)
        { At = stamp.At, Actor = stamp.Actor });

    private Decision DecideBeginSealing(Stamp stamp) =>
        Status != ContractStatus.Sealing ? Refuse(RefusalCode.IllegalTransition)
        : SealIntent is not null ? new Decision.Repeated()
        : Accept(new ContractEvent.SealingStarted(Document!.Value, stamp.At) { At = stamp.At, Actor = stamp.Actor });

    private Decision Decide(ContractCommand.RecordSeal command, Stamp stamp) =>
        SealedAt is not null ? new Decision.Repeated()
        : Status != ContractStatus.Sealing || SealIntent?.Base != command.Base || Document != command.Base
            ? Refuse(RefusalCode.Superseded)
        : Accept(new ContractEvent.SealApplied(command.Document, command.CertificateSerial, command.ProvenTime)
        { At = stamp.At, Actor = stamp.Actor });

    private Decision Decide(ContractCommand.Complete command, Stamp stamp) =>
        Status == ContractStatus.Completed ? new Decision.Repeated()
        : Status != ContractStatus.Sealing || SealedAt is null || Document != command.Base ? Refuse(RefusalCode.Superseded)
        : !Parties.All(IsProven) ? Refuse(RefusalCode.IllegalTransition)
        : Accept(new ContractEvent.Completed(command.Document) { At = stamp.At, Actor = stamp.Actor });

    private Decision Decide(ContractCommand.RecordEvidence command, Stamp stamp) =>
        Evidence is not null ? new Decision.Repeated()
        : Status != ContractStatus.Completed ? Refuse(RefusalCode.IllegalTransition)
        : Accept(new ContractEvent.EvidenceReady(command.Package) { At = stamp.At, Actor = stamp.Actor });

    private Decision Decide(ContractCommand.Decline command, Stamp stamp)
    {
        if ((Identified(command.Party, command.Citizen, out var party) ?? MaySign(party, stamp)) is { } refused)
        {
            return Refuse(refused);
        }

        return party.Intent is not null
            ? Refuse(RefusalCode.AlreadySigned)
            : Accept(new ContractEvent.PartyDeclined(party.Id, command.Reason)
            { At = stamp.At, Actor = stamp.Actor, Command = stamp.Command });
    }

    /// <summary>P06-29: identified at level 2, consented, authorised for this document, signed.</summary>
    public static bool IsProven(Party party) =>
        party is { IdentifiedAt: not null, IdentityLevel: >= 2, ConsentDigest: not null, SignedAt: not null }
        && party.Authorisation is { AssertionDigest: not null } && party.CertificateSerial is not null;

    private RefusalCode? Identified(PartyId id, CitizenId citizen, out Party party)
    {
        party = Find(id)!;
        return party is null ? RefusalCode.PartyNotFound
            : party.Identity.CitizenId != citizen ? RefusalCode.LinkOfAnotherPerson
            : party.IdentifiedAt is null ? RefusalCode.NotIdentified
            : null;
    }

    private RefusalCode? MaySign(Party party, Stamp stamp) =>
        party.HasSigned ? RefusalCode.AlreadySigned
        : Closed(stamp) is { } closed ? closed
        : party.Stage != CurrentStage ? RefusalCode.NotYourTurn
        : null;

    private RefusalCode? Closed(Stamp stamp) =>
        !IsOpen ? RefusalCode.IllegalTransition : stamp.At > Deadline ? RefusalCode.LinkExpired : null;
}

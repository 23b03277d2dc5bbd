using System.Diagnostics;

namespace TrustPlatform.Contracts;

public sealed partial record Contract
{
    /// <summary>
    /// Answers a command at an instant. A repeated key with the same request is <see cref="Decision.Repeated"/>, whatever the
    /// state; with another request it is refused.
    /// </summary>
    public Decision Decide(CommandEnvelope envelope, DateTimeOffset now)
    {
        if (envelope.Key is { } key && FindRepetition(key, envelope.RequestDigest) is { } repetition)
        {
            return repetition;
        }

        var stamp = new Stamp(
            now, envelope.Actor, envelope.Key is { } client ? new(client.ToString(), envelope.RequestDigest) : null);
        return envelope.Command switch
        {
            ContractCommand.Create command => Decide(command, stamp),
            _ when Sequence == 0 => Refuse(RefusalCode.ContractNotFound),
            ContractCommand.AttachDocument command => Decide(command, stamp),
            ContractCommand.AddParties command => Decide(command, stamp),
            ContractCommand.Send command => Decide(command, stamp),
            ContractCommand.RecordNotification command => Decide(command, stamp),
            ContractCommand.Identify command => Decide(command, stamp),
            ContractCommand.View command => Decide(command, stamp),
            ContractCommand.Consent command => Decide(command, stamp),
            ContractCommand.RequestAuthorisation command => Decide(command, stamp),
            ContractCommand.Authorise command => Decide(command, stamp),
            ContractCommand.Decline command => Decide(command, stamp),
            ContractCommand.Void command => Decide(command, stamp),
            ContractCommand.Expire => DecideExpire(stamp),
            ContractCommand.BeginSigning command => Decide(command, stamp),
            ContractCommand.RecordSignature command => Decide(command, stamp),
            ContractCommand.LapseAuthorisation command => Decide(command, stamp),
            ContractCommand.BeginSealing => DecideBeginSealing(stamp),
            ContractCommand.RecordSeal command => Decide(command, stamp),
            ContractCommand.Complete command => Decide(command, stamp),
            ContractCommand.RecordEvidence command => Decide(command, stamp),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The first refusal that these commands would meet one after the other; null when each would be accepted.</summary>
    public Refusal? Rehearse(IEnumerable<ContractCommand> commands, DateTimeOffset now)
    {
        var contract = this;
        foreach (var command in commands)
        {
            switch (contract.Decide(CommandEnvelope.System(command), now))
            {
                case Decision.Refused refused:
                    return refused.Refusal;
                case Decision.Accepted accepted:
                    contract = accepted.Events.Aggregate(contract, (folded, happened) => folded.Apply(happened));
                    break;
                default:
                    throw new UnreachableException();
            }
        }

        return null;
    }

    /// <summary>How a key that was used before is answered; null for a new key.</summary>
    public Decision? FindRepetition(IdempotencyKey key, string requestDigest) =>
        Commands.FirstOrDefault(done => done.Key == key.ToString()) is not { } executed ? null
        : executed.RequestDigest == requestDigest ? new Decision.Repeated()
        : Refuse(RefusalCode.IdempotencyKeyReused);

    private sealed record Stamp(DateTimeOffset At, string Actor, ExecutedCommand? Command);

    private Decision Decide(ContractCommand.Create command, Stamp stamp)
    {
        if (Sequence > 0)
        {
            return Refuse(RefusalCode.IllegalTransition);
        }

        if (command.Title.Trim().Length is 0 or > 200 || command.Title.Any(char.IsControl))
        {
            return Refuse(RefusalCode.TitleInvalid);
        }

        return command.Deadline < stamp.At.AddMinutes(1) || command.Deadline > stamp.At.AddYears(5)
            ? Refuse(RefusalCode.DeadlineInvalid)
            : Accept(new ContractEvent.Created(
                command.Id, command.Owner, command.OwnerName, command.Title.Trim(), command.Deadline)
            { At = stamp.At, Actor = stamp.Actor, Command = stamp.Command });
    }

    private Decision Decide(ContractCommand.AttachDocument command, Stamp stamp) =>
        Status != ContractStatus.Draft
            ? Refuse(RefusalCode.IllegalTransition)
            : Accept(new ContractEvent.DocumentAttached(command.Document, command.PageCount)
            { At = stamp.At, Actor = stamp.Actor, Command = stamp.Command });

    private Decision Decide(ContractCommand.AddParties command, Stamp stamp)
    {
        if (Status != ContractStatus.Draft)
        {
            return Refuse(RefusalCode.IllegalTransition);
        }

        if (command.Parties.Count == 0)
        {
            return Refuse(RefusalCode.PartiesMissing);
        }

        if (Parties.Count + command.Parties.Count > MaxParties)
        {
            return Refuse(RefusalCode.TooManyParties);
        }

        var people = Parties.Select(party => party.Identity.CitizenId)
            .Concat(command.Parties.Select(party => party.Identity.CitizenId)).ToList();
        return people.Distinct().Count() != people.Count
            ? Refuse(RefusalCode.DuplicateParty)
            : Accept(command.Parties.Select((party, i) => new ContractEvent.PartyAdded(
                new(Parties.Count + i + 1), party.Name, party.Stage, party.Identity, party.Field)
            { At = stamp.At, Actor = stamp.Actor, Command = i == 0 ? stamp.Command : null }).ToArray<ContractEvent>());
    }

    private Decision Decide(ContractCommand.Send command, Stamp stamp)
    {
        if (Status != ContractStatus.Draft)
        {
            return Refuse(RefusalCode.IllegalTransition);
        }

        if (MissingForSending(stamp.At) is { } missing)
        {
            return Refuse(missing);
        }

        if (!command.Parties.Select(sent => sent.Party).SequenceEqual(Parties.Select(party => party.Id)))
        {
            return Refuse(RefusalCode.Superseded);
        }

        return command.Parties.Any(sent => sent.Field.Page < 1 || sent.Field.Page > PageCount)
            ? Refuse(RefusalCode.FieldInvalid)
            : Accept(new ContractEvent.Sent(command.Frozen, command.Parties)
            { At = stamp.At, Actor = stamp.Actor, Command = stamp.Command });
    }

    /// <summary>What a draft lacks before it can be sent, or null.</summary>
    public RefusalCode? MissingForSending(DateTimeOffset now) =>
        Original is null ? RefusalCode.DocumentMissing
        : Parties.Count == 0 ? RefusalCode.PartiesMissing
        : Deadline <= now ? RefusalCode.DeadlineInvalid
        : null;

    private Decision Decide(ContractCommand.RecordNotification command, Stamp stamp) =>
        Find(command.Party) is not { } party ? Refuse(RefusalCode.PartyNotFound)
        : party.NotifiedAt is not null ? new Decision.Repeated()
        : Accept(new ContractEvent.PartyNotified(command.Party, command.Channel) { At = stamp.At, Actor = stamp.Actor });

    private Decision Decide(ContractCommand.Void command, Stamp stamp) =>
        Status is ContractStatus.Draft or ContractStatus.Sent or ContractStatus.InProgress
            ? Accept(new ContractEvent.Voided(command.Reason)
            { At = stamp.At, Actor = stamp.Actor, Command = stamp.Command })
            : Refuse(RefusalCode.IllegalTransition);

    private Decision DecideExpire(Stamp stamp) =>
        IsOpen && stamp.At > Deadline
            ? Accept(new ContractEvent.Expired { At = stamp.At, Actor = stamp.Actor })
            : Refuse(RefusalCode.IllegalTransition);

    private Decision.Refused Refuse(RefusalCode code) => new(new Refusal(code, Status));

    private static Decision.Accepted Accept(params ContractEvent[] events) => new(events);
}

using Microsoft.Extensions.Logging;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Grains.Ceremonies;
using TrustPlatform.Pki;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Grains.Contracts;

internal sealed partial class ContractGrain
{
    public async Task<CommandOutcome> Send(string actor, IdempotencyKey key, string requestDigest)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            if (_contract.FindRepetition(key, requestDigest) is { } repetition)
            {
                return repetition is Decision.Refused again
                    ? new CommandOutcome.Refused(again.Refusal)
                    : new CommandOutcome.Done(ContractViews.Of(_contract));
            }

            if ((_contract.Status == ContractStatus.Draft ? _contract.MissingForSending(now) : RefusalCode.IllegalTransition)
                is { } missing)
            {
                return new CommandOutcome.Refused(new(missing, _contract.Status));
            }

            if (await signing.Freeze(_contract) is not { } frozen)
            {
                return new CommandOutcome.Refused(new(RefusalCode.FieldInvalid, _contract.Status));
            }

            var command = new CommandEnvelope(
                new ContractCommand.Send(frozen.Document, [.. frozen.Parties.Select(party => party.Sent)]), actor, key,
                requestDigest);
            switch (_contract.Decide(command, now))
            {
                case Decision.Refused refused:
                    return new CommandOutcome.Refused(refused.Refusal);
                case Decision.Accepted accepted:
                    var invitations = frozen.Parties.Select(party =>
                        ContractOutbox.For(new PendingInvitation(party.Sent.Party, party.SealedLink)));
                    if (!await Append(accepted.Events, [.. invitations]))
                    {
                        continue;
                    }

                    break;
            }

            await this.RegisterOrUpdateReminder(
                ExpiryReminder, ClampReminder(_contract.Deadline - now), TimeSpan.FromHours(1));
            return new CommandOutcome.Done(ContractViews.Of(_contract));
        }
    }

    public async Task<bool> DeliverInvitation(PartyId party, string sealedLink)
    {
        if (_contract.Find(party) is not { NotifiedAt: null } invited || !_contract.IsOpen)
        {
            return true;
        }

        await mailer.SendInvitation(_contract, invited, sealedLink);
        await Decide(CommandEnvelope.System(new ContractCommand.RecordNotification(party, "email")));
        return true;
    }

    public async Task<CommandOutcome> Authorise(PartyId party, CitizenId citizen, AuthorisationAnswer answer)
    {
        await ExpireIfDue();
        var command = new ContractCommand.Authorise(
            party, citizen, answer.Challenge, answer.Level, answer.AssertionDigest, answer.SealedAssertion);
        var outcome = await Decide(new(command, citizen.ToString(), null, ""));
        if (outcome is CommandOutcome.Refused)
        {
            return outcome;
        }

        try
        {
            await Sign(party);
        }
        catch (SourceUnavailableException unavailable)
        {
            // DESIGN D-6: without a timestamp the contract waits, visibly, and the outbox resumes it.
            LogWaiting(unavailable, StreamId);
        }

        return new CommandOutcome.Done(ContractViews.Of(_contract));
    }

    public async Task<bool> Continue()
    {
        // A signature that was begun is finished first: the next one goes on top of it.
        foreach (var party in _contract.Parties.OrderBy(party => party.Intent is null).ToList())
        {
            if (_contract.IsOpen && party is { HasSigned: false, Authorisation.AssertionDigest: not null })
            {
                await Sign(party.Id);
            }
        }

        if (_contract.Status == ContractStatus.Sealing)
        {
            await Seal();
            await Complete();
        }

        if (_contract is { Status: ContractStatus.Completed, Evidence: null })
        {
            var package = await signing.AssembleEvidence(_contract, StreamId);
            await Decide(CommandEnvelope.System(new ContractCommand.RecordEvidence(package)));
        }

        return true;
    }

    private async Task Sign(PartyId id)
    {
        while (_contract.Find(id) is { HasSigned: false } begun)
        {
            // What was begun needs no measure, and its key may be over while the authority does not answer.
            var room = begun.Intent?.TimestampRoom ?? await signing.TimestampRoom();
            if (await Decide(CommandEnvelope.System(new ContractCommand.BeginSigning(id, room))) is CommandOutcome.Refused)
            {
                return;
            }

            var party = _contract.Find(id)!;
            SignedFile signed;
            try
            {
                signed = await signing.Sign(_contract, party);
            }
            catch (Exception refused) when (refused is IssuanceRefusedException { Refusal: IssuanceRefusal.KeyExpired }
                or PadesRefusedException { Reason: PadesRefusal.RoomTooSmall })
            {
                // The process was away for longer than a one-time key lives, or the authority's tokens have just become longer, and
                // the key signs one digest only: nothing is kept, and the person is asked again.
                LogLapsed(StreamId, id.ToString());
                await Decide(CommandEnvelope.System(
                    new ContractCommand.LapseAuthorisation(id, party.Intent!.AuthorisationId)));
                return;
            }

            await Decide(CommandEnvelope.System(new ContractCommand.RecordSignature(
                id, party.Intent!.AuthorisationId, party.Intent.Base, signed.Document, signed.CertificateSerial,
                signed.CertificateIssuer, signed.CertificateDigest, signed.ProvenTime)));
        }
    }

    private async Task Seal()
    {
        if (_contract.SealedAt is not null
            || await Decide(CommandEnvelope.System(new ContractCommand.BeginSealing())) is CommandOutcome.Refused)
        {
            return;
        }

        var sealedFile = await signing.Seal(_contract);
        await Decide(CommandEnvelope.System(new ContractCommand.RecordSeal(
            _contract.SealIntent!.Base, sealedFile.Document, sealedFile.CertificateSerial, sealedFile.ProvenTime)));
    }

    private async Task Complete()
    {
        if (_contract is { Status: ContractStatus.Sealing, SealedAt: not null, Document: { } document })
        {
            var archived = await signing.Archive(_contract);
            await Decide(CommandEnvelope.System(new ContractCommand.Complete(document, archived)));
        }
    }

    // A reminder further away than Orleans takes (about 49 days) wakes earlier and finds nothing to do.
    private static TimeSpan ClampReminder(TimeSpan due) => due > TimeSpan.FromDays(30) ? TimeSpan.FromDays(30)
        : due < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : due;

    [LoggerMessage(102, LogLevel.Warning, "The authorisation of {Party} of contract {Contract} lapsed before it was used.")]
    private partial void LogLapsed(string contract, string party);

    [LoggerMessage(101, LogLevel.Warning, "Contract {Contract} waits for a timestamp or status answer.")]
    private partial void LogWaiting(Exception exception, string contract);
}

using Microsoft.Extensions.Logging;
using TrustPlatform.Contracts;
using TrustPlatform.Evidence;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Grains.Ceremonies;
using TrustPlatform.Grains.Delivery;
using TrustPlatform.Storage;

namespace TrustPlatform.Grains.Contracts;

/// <summary>
/// The single writer of one contract: loads, asks <see cref="Contract"/>, appends, tells. The store's compare-and-append is the
/// fence against a second activation.
/// </summary>
internal sealed partial class ContractGrain(
    IEventStore store, SigningDesk signing, Mailer mailer, OutboxSignal signal, TimeProvider time,
    ILogger<ContractGrain> logger) : Grain, IContractGrain, IRemindable
{
    private const string ExpiryReminder = "expiry";
    private static readonly TimeSpan s_watchLifetime = TimeSpan.FromMinutes(1);

    private readonly Dictionary<IContractObserver, DateTimeOffset> _observers = [];
    private Contract _contract = Contract.Empty;
    private ReadOnlyMemory<byte> _head = EventChain.Start;

    private string StreamId => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Load(cancellationToken);

    public async Task<CommandOutcome> Execute(CommandEnvelope command)
    {
        await ExpireIfDue();
        return await Decide(command);
    }

    public Task<ContractView?> Read() =>
        Task.FromResult(_contract.Sequence == 0 ? null : ContractViews.Of(_contract));

    public async Task<ContractView?> FindInvitation(string linkDigest)
    {
        await ExpireIfDue();
        return _contract.Parties.Any(party => party.LinkDigest == linkDigest) ? ContractViews.Of(_contract) : null;
    }

    public async Task<IReadOnlyList<StatusEvent>> Events(long afterSequence, int limit)
    {
        var stored = await store.ReadAsync(
            StreamId, Math.Max(0, afterSequence), Math.Clamp(limit, 1, 200), CancellationToken.None);
        return [.. stored.Select(happened => ContractViews.Of(_contract.Id, happened))];
    }

    public Task Watch(IContractObserver observer)
    {
        _observers[observer] = time.GetUtcNow() + s_watchLifetime;
        return Task.CompletedTask;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await ExpireIfDue();
        if (!_contract.IsOpen && await this.GetReminder(ExpiryReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private async Task ExpireIfDue()
    {
        if (_contract.IsOpen && time.GetUtcNow() > _contract.Deadline)
        {
            await Decide(CommandEnvelope.System(new ContractCommand.Expire()));
        }
    }

    private async Task<CommandOutcome> Decide(CommandEnvelope command)
    {
        while (true)
        {
            switch (_contract.Decide(command, time.GetUtcNow()))
            {
                case Decision.Refused refused:
                    return new CommandOutcome.Refused(refused.Refusal);
                case Decision.Accepted accepted when !await Append(accepted.Events):
                    continue;
                default:
                    return new CommandOutcome.Done(ContractViews.Of(_contract));
            }
        }
    }

    /// <summary>False when another activation wrote: the state is then reloaded and the command is to be decided anew.</summary>
    private async Task<bool> Append(IReadOnlyList<ContractEvent> events, IReadOnlyList<OutboxMessage>? outbox = null)
    {
        var (next, head, stored) = (_contract, _head, new List<StoredEvent>(events.Count));
        foreach (var happened in events)
        {
            next = next.Apply(happened);
            var (type, payload) = (EventCodec.NameOf(happened), EventCodec.Encode(happened));
            head = EventChain.Next(StreamId, head, next.Sequence, type, payload);
            stored.Add(new(next.Sequence, type, payload, head));
        }

        var append = new EventAppend
        {
            StreamId = StreamId,
            ExpectedSequence = _contract.Sequence,
            Events = stored,
            Snapshot = ContractSnapshot.Encode(next, head.Span),
            Outbox = [.. outbox ?? [], .. ContractOutbox.WorkAfter(events)],
            Listings = ContractViews.ListingsOf(next, events[^1].At),
        };
        try
        {
            if (await store.AppendAsync(append, CancellationToken.None) is AppendOutcome.Conflict conflict)
            {
                LogConflict(StreamId, conflict.ActualSequence);
                await Load(CancellationToken.None);
                return false;
            }
        }
        catch
        {
            // Whether it was committed is unknown: the next activation reads what is there.
            DeactivateOnIdle();
            throw;
        }

        (_contract, _head) = (next, head);
        if (append.Outbox.Count > 0)
        {
            signal.Raise();
        }

        Tell();
        return true;
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        (_contract, _head) = await store.ReadSnapshotAsync(StreamId, cancellationToken) is { } snapshot
            ? ContractSnapshot.Decode(snapshot.State.Span)
            : (Contract.Empty, EventChain.Start);
    }

    private void Tell()
    {
        var now = time.GetUtcNow();
        foreach (var (observer, until) in _observers.ToList())
        {
            if (until < now)
            {
                _observers.Remove(observer);
            }
            else
            {
                // One-way by design: a lost hint is found by the subscriber's next look.
                observer.Changed(_contract.Id, _contract.Sequence).Ignore();
            }
        }
    }

    [LoggerMessage(100, LogLevel.Warning, "Contract {Contract} was written elsewhere up to {Sequence}; reloaded.")]
    private partial void LogConflict(string contract, long sequence);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Grains.Contracts;
using TrustPlatform.Storage;

namespace TrustPlatform.Grains.Delivery;

/// <summary>
/// Carries out what contracts left in their outbox, at least once each; the contracts recognise what was done before. After a
/// crash it finds what was unfinished.
/// </summary>
internal sealed partial class OutboxDispatcher(
    IEventStore store, IGrainFactory grains, OutboxSignal signal, TimeProvider time, ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    private const int BatchSize = 64;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DeliverDue(stoppingToken);
            }
            catch (StorageUnavailableException unavailable)
            {
                // A database that restarts is asked again; nothing is lost, for a message leaves only when it is done.
                LogUnavailable(unavailable);
                await Task.Delay(s_firstDelay, time, stoppingToken);
            }
        }
    }

    private async Task DeliverDue(CancellationToken cancellationToken)
    {
        var due = await store.ReadOutboxAsync(time.GetUtcNow(), BatchSize, cancellationToken);
        if (due.Count == 0)
        {
            await signal.Wait(s_idle, time, cancellationToken);
            return;
        }

        // In order within a contract, side by side across contracts.
        await Parallel.ForEachAsync(due.GroupBy(message => message.StreamId), cancellationToken, async (messages, token) =>
        {
            foreach (var message in messages)
            {
                await Deliver(message, token);
            }
        });
    }

    private async Task Deliver(PendingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (ContractId.TryParse(message.StreamId, out var id) && await Handle(grains.Contract(id), message.Message))
            {
                await store.CompleteMessageAsync(message.Id, cancellationToken);
                return;
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A background loop is a process edge: logged, and tried again later.
            LogFailed(failure, message.Message.Kind, message.StreamId, message.Attempts + 1);
        }

        var delay = s_firstDelay * Math.Pow(2, Math.Min(message.Attempts, 10));
        delay = delay < s_longestDelay ? delay : s_longestDelay;
        await store.PostponeMessageAsync(message.Id, time.GetUtcNow() + delay, cancellationToken);
    }

    private static Task<bool> Handle(IContractGrain contract, OutboxMessage message)
    {
        if (message.Kind == ContractOutbox.Work)
        {
            return contract.Continue();
        }

        var invitation = ContractOutbox.ReadInvitation(message.Body.Span);
        return contract.DeliverInvitation(invitation.Party, invitation.SealedLink);
    }

    [LoggerMessage(111, LogLevel.Warning, "The outbox cannot be read; it will be tried again.")]
    private partial void LogUnavailable(Exception failure);

    [LoggerMessage(110, LogLevel.Warning, "Message {Kind} of {Contract} failed at attempt {Attempt}; it will be tried again.")]
    private partial void LogFailed(Exception failure, string kind, string contract, int attempt);
}

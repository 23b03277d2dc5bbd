using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Status;

/// <summary>
/// What this process watches for its connected clients: one observer at each contract, renewed before it lapses. A hint wakes a
/// subscription; what it then sends is read from the contract in order, so that nothing is missed or doubled.
/// </summary>
internal sealed partial class StatusFeed(IGrainFactory grains, TimeProvider time, ILogger<StatusFeed> logger)
    : BackgroundService, IContractObserver
{
    private const int PageSize = 200;
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<ContractId, List<Channel<bool>>> _watched = [];
    private IContractObserver? _self;

    public Task Changed(ContractId contract, long sequence)
    {
        lock (_lock)
        {
            foreach (var wake in _watched.GetValueOrDefault(contract, []))
            {
                wake.Writer.TryWrite(true);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Every event after a sequence, then each new one, until the client goes away.</summary>
    public async IAsyncEnumerable<StatusEvent> Follow(
        ContractId contract, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        Add(contract, wake);
        try
        {
            await grains.Contract(contract).Watch(Self());
            while (true)
            {
                var page = await grains.Contract(contract).Events(afterSequence, PageSize);
                foreach (var happened in page)
                {
                    yield return happened;
                    afterSequence = happened.Sequence;
                }

                if (page.Count < PageSize)
                {
                    await wake.Reader.ReadAsync(cancellationToken);
                }
            }
        }
        finally
        {
            Remove(contract, wake);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_renewal, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var contract in Watched())
            {
                try
                {
                    await grains.Contract(contract).Watch(Self());
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // A background loop is a process edge; the next round renews.
                    LogNotRenewed(failure, contract.ToString());
                }

                // Whatever happened while a contract moved to another silo is found by looking.
                await Changed(contract, 0);
            }
        }
    }

    private void Add(ContractId contract, Channel<bool> wake)
    {
        lock (_lock)
        {
            if (!_watched.TryGetValue(contract, out var waiting))
            {
                _watched[contract] = waiting = [];
            }

            waiting.Add(wake);
        }
    }

    private void Remove(ContractId contract, Channel<bool> wake)
    {
        lock (_lock)
        {
            if (_watched.TryGetValue(contract, out var waiting) && waiting.Remove(wake) && waiting.Count == 0)
            {
                _watched.Remove(contract);
            }
        }
    }

    private List<ContractId> Watched()
    {
        lock (_lock)
        {
            return [.. _watched.Keys];
        }
    }

    private IContractObserver Self() => _self ??= grains.CreateObjectReference<IContractObserver>(this);

    [LoggerMessage(200, LogLevel.Warning, "The watch on contract {Contract} was not renewed.")]
    private partial void LogNotRenewed(Exception failure, string contract);
}

using System.Threading.Channels;

namespace TrustPlatform.Storage;

/// <summary>Commits a group whole or not at all and returns one outcome for each of its writes, in order.</summary>
internal delegate Task<AppendOutcome[]> CommitGroup(IReadOnlyList<PendingWrite> group);

/// <summary>
/// A bounded queue with one loop behind it: while a commit waits for the disk the next writes gather, and share the commit that
/// follows. One caller alone waits for nobody.
/// </summary>
internal sealed class GroupCommitQueue : IAsyncDisposable
{
    private readonly Channel<PendingWrite> _queue;
    private readonly int _maxGroup;
    private readonly CommitGroup _commit;
    private readonly Task _loop;

    public GroupCommitQueue(int capacity, int maxGroup, CommitGroup commit)
    {
        _queue = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _maxGroup = maxGroup;
        _commit = commit;
        // Not on the caller's scheduler: an actor's would be blocked by the loop.
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Durable on return. Cancellation works until the group is taken.</summary>
    public async Task<AppendOutcome> WriteAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        var pending = new PendingWrite(write);
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(IEventStore));
        }

        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((PendingWrite)state!).Withdraw(token), pending);
        return await pending.Outcome;
    }

    /// <summary>Takes nothing more and returns when everything that was accepted is committed or has failed.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var group = new List<PendingWrite>(_maxGroup);
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < _maxGroup && _queue.Reader.TryRead(out var pending))
            {
                if (pending.TryTake())
                {
                    group.Add(pending);
                }
            }

            if (group.Count > 0)
            {
                await CommitAsync(group);
            }
        }
    }

    private async Task CommitAsync(List<PendingWrite> group)
    {
        AppendOutcome[] outcomes;
        try
        {
            outcomes = await _commit(group);
        }
        catch (Exception error)
        {
            // Every caller of the group gets the error; the loop goes on, or later callers would wait for ever.
            group.ForEach(pending => pending.Fail(error));
            return;
        }

        for (var i = 0; i < outcomes.Length; i++)
        {
            group[i].Complete(outcomes[i]);
        }
    }
}

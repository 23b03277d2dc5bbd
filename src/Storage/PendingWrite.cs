namespace TrustPlatform.Storage;

/// <summary>What can be written. There are only these cases.</summary>
internal abstract record StoreWrite
{
    private StoreWrite() { }

    public sealed record Append(EventAppend Events) : StoreWrite;

    public sealed record CompleteMessage(long Id) : StoreWrite;

    public sealed record PostponeMessage(long Id, DateTimeOffset NotBefore) : StoreWrite;
}

/// <summary>
/// A write in the queue. Exactly one side gets it: the writer that takes it, after which it is carried through, or the caller
/// that withdraws it.
/// </summary>
internal sealed class PendingWrite(StoreWrite write)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    // Continuations of callers must not run inside the writer's loop.
    private readonly TaskCompletionSource<AppendOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;

    public StoreWrite Write { get; } = write;

    public Task<AppendOutcome> Outcome => _completion.Task;

    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    public void Withdraw(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting)
        {
            _completion.SetCanceled(cancellationToken);
        }
    }

    public void Complete(AppendOutcome outcome) => _completion.SetResult(outcome);

    public void Fail(Exception error) => _completion.SetException(error);
}

namespace TrustPlatform.Grains.Ceremonies;

/// <summary>Runs CPU-heavy work off the actors' turns, as many at once as there are cores.</summary>
internal sealed class CryptographyGate : IDisposable
{
    private readonly SemaphoreSlim _gate = new(Environment.ProcessorCount);

    public async Task<T> Run<T>(Func<Task<T>> work)
    {
        await _gate.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}

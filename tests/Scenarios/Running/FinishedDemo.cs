namespace TrustPlatform.Scenarios.Running;

/// <summary>One run of the demo's command, whose result many tests look at.</summary>
public sealed class FinishedDemo : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trust-demo-");

    internal ToolResult Result { get; private set; } = new(-1, "", "");

    public string Contract => Path.Combine(_folder.FullName, "out", "contract.pdf");

    public string Evidence => Path.Combine(_folder.FullName, "out", "evidence.zip");

    public string Root => Path.Combine(_folder.FullName, "out", "root.pem");

    public string Data => Path.Combine(_folder.FullName, "data");

    public string Folder => _folder.FullName;

    public async ValueTask InitializeAsync() => Result = await Once();

    /// <summary>Runs the command once on the same data.</summary>
    internal async Task<ToolResult> Once()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return await Tool.Run(Tool.Ours("Demo"), [
            "--once", "--port", $"{Ports.FreeBlock()}", "--data", Data, "--out", Path.Combine(_folder.FullName, "out"),
        ], limit.Token);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

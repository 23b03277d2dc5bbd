using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using TrustPlatform.Scenarios.Running;
using TrustPlatform.Storage.Tests;

namespace TrustPlatform.Scenarios.Starting;

/// <summary>How the platform starts, and what it says when it cannot.</summary>
public sealed class StartTests(PostgresServer postgres) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trust-start-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_taken_port_is_named_in_one_sentence(int offset)
    {
        var port = Ports.FreeBlock();
        using var other = new TcpListener(IPAddress.Loopback, port + offset);
        other.Start();

        var result = await Demo(port, Data);

        Assert.Equal(1, result.ExitCode);
        AssertSentence(result, $"{port + offset}");
    }

    [Fact]
    public async Task A_folder_that_another_process_holds_is_named_in_one_sentence()
    {
        Directory.CreateDirectory(Data);
        await using var held = new FileStream(
            Path.Combine(Data, ".lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        var result = await Demo(Ports.FreeBlock(), Data);

        Assert.Equal(1, result.ExitCode);
        AssertSentence(result, Data);
    }

    [Fact]
    public async Task A_register_that_another_version_made_is_named_in_one_sentence()
    {
        var register = Path.Combine(Directory.CreateDirectory(Path.Combine(Data, "pki")).FullName, "register.db");
        var made = await Tool.Run("sqlite3", [register, "CREATE TABLE certificate (serial BLOB); PRAGMA user_version = 1"], Cancellation);
        Assert.True(made.ExitCode == 0, made.Error);

        var result = await Demo(Ports.FreeBlock(), Data);

        Assert.Equal(1, result.ExitCode);
        AssertSentence(result, register);
    }

    [Theory]
    [InlineData("/proc/trust-data")] // a file system that takes no folder, whoever asks
    [InlineData("/dev/null")]
    [InlineData("/proc")]
    public async Task A_folder_that_cannot_be_written_is_named_in_one_sentence(string folder)
    {
        var result = await Demo(Ports.FreeBlock(), folder);

        Assert.Equal(1, result.ExitCode);
        AssertSentence(result, folder);
    }

    [Theory]
    [InlineData("TRUST_Trust__Colour", "blue", "Colour")]
    [InlineData("TRUST_Trust__Storage", "oracle", "Storage")]
    [InlineData("TRUST_Trust__MaxDocumentLength", "3", "MaxDocumentLength")]
    [InlineData("TRUST_Trust__Storage", "postgres", "Trust:ConnectionString")]
    public async Task A_setting_that_makes_no_sense_is_named_in_one_sentence(string name, string value, string named)
    {
        var result = await Demo(Ports.FreeBlock(), Data, new() { [name] = value });

        Assert.Equal(1, result.ExitCode);
        AssertSentence(result, named);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_said_in_one_sentence()
    {
        var result = await Demo(Ports.FreeBlock(), Data, new()
        {
            ["TRUST_Trust__Storage"] = "postgres",
            ["TRUST_Trust__ConnectionString"] = $"Host=127.0.0.1;Port={Ports.FreeBlock()};Username=nobody",
        });

        Assert.Equal(1, result.ExitCode);
        AssertSentence(result, "PostgreSQL");
    }

    [Fact]
    public async Task The_whole_walk_runs_on_postgresql_and_is_still_there_after_a_restart()
    {
        var database = await postgres.CreateDatabaseAsync(Cancellation);
        var (port, settings) = (Ports.FreeBlock(), new Dictionary<string, string>
        {
            ["TRUST_Trust__Storage"] = "postgres",
            ["TRUST_Trust__ConnectionString"] = database,
        });

        var first = await Demo(port, Data, settings);
        var second = await Demo(port, Data, settings);

        Assert.True(first.ExitCode == 0, first.Output + first.Error);
        Assert.True(second.ExitCode == 0, second.Output + second.Error);
        Assert.False(File.Exists(Path.Combine(Data, "events.db")));
        Assert.DoesNotContain("đăng ký doanh nghiệp", second.Output, StringComparison.Ordinal); // its key still opens the door
        var signatures = await Tool.Run("pdfsig", ["-nocert", Path.Combine(_folder.FullName, "out", "contract.pdf")], Cancellation);
        Assert.Equal(3, Regex.Count(signatures.Output, "Signature is Valid\\."));
    }

    [Fact]
    public async Task Dotnet_run_leaves_its_files_where_it_was_called()
    {
        var repository = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(repository.FullName, "TrustPlatform.sln")))
        {
            repository = repository.Parent!; // the tests are built inside the repository
        }

        var result = await Tool.Run("/bin/sh", [
            "-c", "cd \"$0\" && exec dotnet run --no-build --project \"$1\" -- --once --port \"$2\"",
            _folder.FullName, Path.Combine(repository.FullName, "demo"), $"{Ports.FreeBlock()}",
        ], Cancellation);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal(
            ["contract.pdf", "evidence.zip", "root.pem"],
            Directory.EnumerateFiles(Path.Combine(_folder.FullName, "out")).Select(Path.GetFileName).Order());
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "data", "events.db")));
    }

    [Theory]
    [InlineData("--port", "80")]
    [InlineData("--port", "x")]
    [InlineData("--colour", "blue")]
    public async Task Wrong_usage_is_said_in_one_sentence(string option, string value)
    {
        var result = await Tool.Run(Tool.Ours("Demo"), [option, value], Cancellation);

        Assert.Equal(64, result.ExitCode);
        AssertSentence(result, "--help");
    }

    private async Task<ToolResult> Demo(int port, string data, Dictionary<string, string>? settings = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        return await Tool.Run(
            Tool.Ours("Demo"),
            ["--once", "--port", $"{port}", "--data", data, "--out", Path.Combine(_folder.FullName, "out")],
            settings ?? [], limit.Token);
    }

    private static void AssertSentence(ToolResult result, string named)
    {
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(result.Output.Trim());
    }
}

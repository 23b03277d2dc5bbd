using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace TrustPlatform.Storage.Tests;

public sealed class SqliteEventStoreTests : EventStoreContract
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("data/events.db");

    [Fact]
    public async Task Every_commit_is_synced_through_a_write_ahead_log()
    {
        await Store.AppendAsync(Appends.Of("c-1", 0), Token);
        using var writer = SqliteDatabase.OpenWriter(Database);

        Assert.Equal("wal", Scalar(writer, "PRAGMA journal_mode"));
        Assert.Equal(2L, Scalar(writer, "PRAGMA synchronous"));
    }

    [Fact]
    public async Task Another_reader_of_the_format_sees_the_events()
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/sqlite3"), "The sqlite3 command is not installed.");
        await Store.AppendAsync(Appends.Of("c-1", 0, 2), Token);

        using var process = Process.Start(new ProcessStartInfo("/usr/bin/sqlite3",
            [Database, "PRAGMA integrity_check; SELECT sequence, type, CAST(payload AS TEXT), length(hash) FROM events;"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync(Token);

        Assert.Equal("ok\n1|contract.viewed|c-1#1|32\n2|contract.viewed|c-1#2|32\n", output);
    }

    [Fact]
    public async Task Locked_database_is_unavailable()
    {
        using var other = new SqliteConnection($"Data Source={Database};Pooling=false");
        other.Open();
        Execute(other, "BEGIN IMMEDIATE");

        var append = await Assert.ThrowsAsync<StorageUnavailableException>(
            async () => await Store.AppendAsync(Appends.Of("c-1", 0), Token));
        var open = await Assert.ThrowsAsync<StorageUnavailableException>(OpenAsync);

        Assert.Equal($"The database '{Database}' is locked by another process.", append.Message);
        Assert.Equal(append.Message, open.Message);
        Execute(other, "ROLLBACK");
        Assert.Equal(new AppendOutcome.Committed(), await Store.AppendAsync(Appends.Of("c-1", 0), Token));
    }

    [Fact]
    public async Task Failed_write_fails_the_append_and_leaves_nothing()
    {
        using (var other = new SqliteConnection($"Data Source={Database};Pooling=false"))
        {
            other.Open();
            Execute(other, "CREATE TRIGGER full BEFORE INSERT ON listings BEGIN SELECT RAISE(ABORT, 'no'); END");
        }

        var append = Appends.Of("c-1", 0) with { Listings = [new("org-1", "sent", Appends.Noon, default)] };
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await Store.AppendAsync(append, Token));

        Assert.Null(await Store.ReadSnapshotAsync("c-1", Token));
        Assert.Equal(new AppendOutcome.Committed(), await Store.AppendAsync(Appends.Of("c-1", 0), Token));
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(_folder.File("letter.txt"), new string('x', 4096), Token);

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => SqliteEventStore.OpenAsync(_folder.File("letter.txt"), Token));

        Assert.EndsWith("is not a SQLite database.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_of_another_program_is_refused()
    {
        using (var other = new SqliteConnection($"Data Source={_folder.File("other.db")};Pooling=false"))
        {
            other.Open();
            Execute(other, "PRAGMA application_id = 1234");
        }

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => SqliteEventStore.OpenAsync(_folder.File("other.db"), Token));

        Assert.EndsWith("belongs to another program.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/no/events.db", "a folder that cannot be made")]
    [InlineData("/etc/hostname/events.db", "a file where a folder should be")]
    [InlineData("/proc", "a folder where a file should be")]
    public async Task Place_that_cannot_hold_a_database_is_refused(string path, string why)
    {
        var error = await Record.ExceptionAsync(() => SqliteEventStore.OpenAsync(path, Token));

        Assert.True(error is StorageUnavailableException, why);
    }

    protected override async Task<IEventStore> OpenAsync() => await SqliteEventStore.OpenAsync(Database, Token);

    protected override Task PrepareAsync() => Task.CompletedTask;

    protected override Task CleanUpAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    protected override Task SetSchemaVersionAsync(int version)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=false");
        connection.Open();
        Execute(connection, $"PRAGMA user_version = {version}");
        return Task.CompletedTask;
    }

    private static void Execute(SqliteConnection connection, string sql) => Scalar(connection, sql);

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

using Npgsql;

namespace TrustPlatform.Storage.Tests;

public sealed class PostgresEventStoreTests(PostgresServer server) : EventStoreContract
{
    private string? _database;

    [Fact]
    public async Task Commit_that_the_server_refuses_at_its_end_is_no_success()
    {
        // The error comes after every statement of the group has succeeded.
        await ExecuteAsync("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE CONSTRAINT TRIGGER late AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(
            async () => await Store.AppendAsync(Appends.Of("c-1", 0), Token));

        Assert.Equal("PostgreSQL refused with P0001: no.", error.Message);
        Assert.Null(await Store.ReadSnapshotAsync("c-1", Token));
    }

    [Fact]
    public async Task Commits_are_durable_whatever_the_servers_default_is()
    {
        await ExecuteAsync($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(_database).Database} SET synchronous_commit = off");
        await using var pool = PostgresDatabase.Pool(_database!);
        await using var command = pool.CreateCommand("SHOW synchronous_commit");

        Assert.Equal("on", await command.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task Processes_that_lock_the_same_streams_in_different_orders_all_finish()
    {
        await using var other = await OpenAsync();
        var ids = Enumerable.Range(0, 60).Select(i => $"c-{i}").ToList();
        await Task.WhenAll(ids.Select(id => Store.AppendAsync(Appends.Of(id, 0), Token)));
        for (var sequence = 1; sequence < 10; sequence++)
        {
            var here = Task.WhenAll(ids.Select(id => Store.AppendAsync(Appends.Of(id, sequence), Token)));
            var there = Task.WhenAll(Enumerable.Reverse(ids).Select(id => other.AppendAsync(Appends.Of(id, sequence), Token)));
            var (first, second) = (await here, (await there).Reverse().ToArray());

            Assert.All(first.Zip(second), pair => Assert.Single(
                (AppendOutcome[])[pair.First, pair.Second], outcome => outcome is AppendOutcome.Committed));
        }
    }

    [Fact]
    public async Task Database_that_is_not_there_is_unavailable()
    {
        var missing = new NpgsqlConnectionStringBuilder(_database) { Database = "missing" }.ToString();
        var silent = new NpgsqlConnectionStringBuilder(_database) { Port = 1 }.ToString();

        var unknown = await Assert.ThrowsAsync<StorageUnavailableException>(() => PostgresEventStore.OpenAsync(missing, Token));
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => PostgresEventStore.OpenAsync(silent, Token));
        var unreadable = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => PostgresEventStore.OpenAsync("Hosst=x;Password=secret", Token));

        Assert.Equal("PostgreSQL refused with 3D000: database \"missing\" does not exist.", unknown.Message);
        Assert.Equal("PostgreSQL does not answer.", refused.Message);
        Assert.DoesNotContain("secret", unreadable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silos_that_start_together_make_one_schema()
    {
        _database = await server.CreateDatabaseAsync(Token);

        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync()));

        await stores[0].AppendAsync(Appends.Of("c-1", 0), Token);
        Assert.NotNull(await stores[5].ReadSnapshotAsync("c-1", Token));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    protected override async Task<IEventStore> OpenAsync() => await PostgresEventStore.OpenAsync(_database!, Token);

    protected override async Task PrepareAsync() => _database = await server.CreateDatabaseAsync(Token);

    protected override Task CleanUpAsync() => Task.CompletedTask;

    protected override Task SetSchemaVersionAsync(int version) => ExecuteAsync($"UPDATE storage_schema SET version = {version}");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}

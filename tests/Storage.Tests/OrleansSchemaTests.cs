using Microsoft.Data.Sqlite;
using Npgsql;
using Orleans.Storage;

namespace TrustPlatform.Storage.Tests;

/// <summary>The providers of Orleans over the tables and queries of <see cref="OrleansSchema"/>.</summary>
public sealed class OrleansSchemaTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task State_and_reminders_survive_the_silo(string kind)
    {
        var database = await DatabaseAsync(kind);
        await using (var silo = await CounterSilo.StartAsync(kind, database, Token))
        {
            await silo.Counter("c-1").IncrementAsync();
            await silo.Counter("c-1").IncrementAsync();
            await silo.Counter("c-1").RemindAsync(TimeSpan.FromMilliseconds(200));
            await silo.Counter("c-2").RemindAsync(TimeSpan.FromMilliseconds(200));
            await silo.Counter("c-2").ForgetAsync();
            await silo.Counter("c-3").IncrementAsync();
            await silo.Counter("c-3").ClearAsync();
        }

        await using (var silo = await CounterSilo.StartAsync(kind, database, Token))
        {
            Assert.Equal(2, await silo.Counter("c-1").GetAsync());
            Assert.Equal(3, await silo.Counter("c-1").IncrementAsync());
            Assert.Equal(1, await silo.Counter("c-3").IncrementAsync());
            Assert.Equal("c-1", await silo.Fired.Keys.Reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token));
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task State_that_somebody_else_wrote_is_not_overwritten(string kind)
    {
        var database = await DatabaseAsync(kind);
        await using var silo = await CounterSilo.StartAsync(kind, database, Token);
        var counter = silo.Counter("c-1");
        await counter.IncrementAsync();
        await ExecuteAsync(kind, database, "UPDATE OrleansStorage SET Version = 7");

        await Assert.ThrowsAsync<InconsistentStateException>(counter.IncrementAsync);

        // The grain was deactivated and reads again.
        Assert.Equal(2, await counter.IncrementAsync());
        Assert.Equal(8, await ScalarAsync(kind, database, "SELECT Version FROM OrleansStorage"));
        await ExecuteAsync(kind, database, "UPDATE OrleansStorage SET Version = 20");
        await Assert.ThrowsAsync<InconsistentStateException>(counter.ClearAsync);
        Assert.Equal(2, await counter.GetAsync());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Row_that_appeared_meanwhile_is_not_overwritten(string kind)
    {
        var database = await DatabaseAsync(kind);
        await using var silo = await CounterSilo.StartAsync(kind, database, Token);
        var counter = silo.Counter("c-1");
        await counter.IncrementAsync();
        await ExecuteAsync(kind, database, "CREATE TABLE Other AS SELECT * FROM OrleansStorage");
        await ExecuteAsync(kind, database, "DELETE FROM OrleansStorage");
        await counter.DeactivateAsync();
        Assert.Equal(0, await counter.GetAsync());
        await ExecuteAsync(kind, database, "INSERT INTO OrleansStorage SELECT * FROM Other");

        await Assert.ThrowsAsync<InconsistentStateException>(counter.IncrementAsync);

        Assert.Equal(2, await counter.IncrementAsync());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Keys_that_read_as_hexadecimal_share_a_row_and_prefixed_ones_do_not(string kind)
    {
        var database = await DatabaseAsync(kind);
        await using (var silo = await CounterSilo.StartAsync(kind, database, Token))
        {
            await silo.Counter("a").IncrementAsync();
            await silo.Counter("c-a").IncrementAsync();
        }

        // The trap, in Orleans' own parsing of keys: read with fresh activations.
        await using (var silo = await CounterSilo.StartAsync(kind, database, Token))
        {
            Assert.Equal((1, 1, 1),
                (await silo.Counter("a").GetAsync(), await silo.Counter("0a").GetAsync(), await silo.Counter("A").GetAsync()));
            Assert.Equal((1, 0, 0),
                (await silo.Counter("c-a").GetAsync(), await silo.Counter("c-0a").GetAsync(), await silo.Counter("c-A").GetAsync()));
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Grains_that_write_at_once_all_keep_their_state(string kind)
    {
        var database = await DatabaseAsync(kind);
        await using var silo = await CounterSilo.StartAsync(kind, database, Token);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            for (var time = 0; time < 5; time++)
            {
                await silo.Counter($"c-{i}").IncrementAsync();
            }
        }));

        Assert.Equal(32, await ScalarAsync(kind, database, "SELECT COUNT(*) FROM OrleansStorage WHERE Version = 5"));
    }

    [Fact]
    public async Task Silos_find_each_other_through_postgres_and_take_over()
    {
        var database = await DatabaseAsync("postgres");
        await using var first = await CounterSilo.StartAsync("postgres", database, Token);
        await using var second = await CounterSilo.StartAsync("postgres", database, Token);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        await first.WaitForSilosAsync(2, deadline.Token);
        await second.WaitForSilosAsync(2, deadline.Token);
        var keys = Enumerable.Range(0, 40).Select(i => $"c-{i}").ToList();
        await Task.WhenAll(keys.Select(key => first.Counter(key).IncrementAsync()));

        Assert.Equal(2, (await Task.WhenAll(keys.Select(key => second.Counter(key).SiloAsync()))).Distinct().Count());
        Assert.Equal(2, await ScalarAsync("postgres", database, "SELECT COUNT(*) FROM OrleansMembershipTable WHERE Status = 3"));

        await first.DisposeAsync();
        await second.WaitForSilosAsync(1, deadline.Token);

        Assert.All(await Task.WhenAll(keys.Select(key => second.Counter(key).IncrementAsync())), value => Assert.Equal(2, value));
        Assert.Equal(1, await ScalarAsync("postgres", database, "SELECT COUNT(*) FROM OrleansMembershipTable WHERE Status = 3"));
    }

    [Fact]
    public async Task Older_query_texts_are_replaced()
    {
        var database = await DatabaseAsync("postgres");
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Token);
        await OrleansSchema.CreateAsync(connection, Token);
        await ExecuteAsync("postgres", database, "UPDATE OrleansQuery SET QueryText = 'old'");

        await OrleansSchema.CreateAsync(connection, Token);

        Assert.Equal(0, await ScalarAsync("postgres", database, "SELECT COUNT(*) FROM OrleansQuery WHERE QueryText = 'old'"));
    }

    private async Task<string> DatabaseAsync(string kind) =>
        kind == "sqlite" ? $"Data Source={_folder.File("orleans.db")}" : await server.CreateDatabaseAsync(Token);

    private static async Task ExecuteAsync(string kind, string database, string sql) =>
        await ScalarAsync(kind, database, sql);

    private static async Task<int> ScalarAsync(string kind, string database, string sql)
    {
        await using System.Data.Common.DbConnection connection =
            kind == "sqlite" ? new SqliteConnection(database) : new NpgsqlConnection(database);
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt32(await command.ExecuteScalarAsync(Token), null);
    }
}

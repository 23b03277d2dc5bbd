using System.Globalization;
using Npgsql;

namespace TrustPlatform.Storage;

/// <summary>Opens the cluster's database, brings its schema up to date and translates its errors.</summary>
internal static class PostgresDatabase
{
    private const int SchemaVersion = 1;

    // Any number that nothing else in the database locks: silos that start together create the schema one after the other.
    private const long SchemaLock = 0x54725031;

    // Names and order are ASCII ("C"): the same order as in SQLite, whatever the database's locale is.
    private const string Schema = """
        CREATE TABLE streams(
            stream_id text COLLATE "C" PRIMARY KEY,
            sequence bigint NOT NULL,
            state bytea NOT NULL);
        CREATE TABLE events(
            stream_id text COLLATE "C" NOT NULL,
            sequence bigint NOT NULL,
            type text COLLATE "C" NOT NULL,
            payload bytea NOT NULL,
            hash bytea NOT NULL,
            PRIMARY KEY(stream_id, sequence));
        CREATE TABLE outbox(
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            stream_id text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL,
            body bytea NOT NULL,
            attempts integer NOT NULL DEFAULT 0,
            not_before_ticks bigint NOT NULL DEFAULT 0);
        CREATE TABLE listings(
            owner_id text COLLATE "C" NOT NULL,
            stream_id text COLLATE "C" NOT NULL,
            state text COLLATE "C" NOT NULL,
            updated_at_ticks bigint NOT NULL,
            body bytea NOT NULL,
            PRIMARY KEY(owner_id, stream_id));
        CREATE INDEX listings_by_time ON listings(owner_id, updated_at_ticks, stream_id);
        CREATE INDEX listings_by_state ON listings(owner_id, state, updated_at_ticks, stream_id);
        """;

    /// <summary>
    /// A pool whose sessions commit durably and keep their prepared statements. The tables live in the connection's search path.
    /// </summary>
    public static NpgsqlDataSource Pool(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 32, AutoPrepareMinUsages = 2 };
            builder.Options = $"{builder.Options} -c synchronous_commit=on".Trim();
            return NpgsqlDataSource.Create(builder);
        }
        catch (ArgumentException error)
        {
            throw new StorageUnavailableException("The PostgreSQL connection string cannot be read.", error);
        }
    }

    public static async Task MigrateAsync(NpgsqlDataSource pool, CancellationToken cancellationToken)
    {
        await using var connection = await pool.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({SchemaLock})", cancellationToken);
        await ExecuteAsync(
            connection, "CREATE TABLE IF NOT EXISTS storage_schema(version integer NOT NULL)", cancellationToken);
        var version = await ExecuteAsync(connection, "SELECT version FROM storage_schema", cancellationToken) as int? ?? 0;
        if (version > SchemaVersion)
        {
            throw new StorageUnavailableException(
                $"The PostgreSQL database has schema {version}, this program knows {SchemaVersion}: start a newer version.");
        }

        if (version == 0)
        {
            await ExecuteAsync(connection, Schema, cancellationToken);
            await ExecuteAsync(connection, $"INSERT INTO storage_schema(version) VALUES({SchemaVersion})", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public static StorageUnavailableException Unavailable(NpgsqlException error) => new(
        error is PostgresException refused
            ? string.Create(CultureInfo.InvariantCulture, $"PostgreSQL refused with {refused.SqlState}: {refused.MessageText}.")
            : "PostgreSQL does not answer.",
        error);

    private static async Task<object?> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}

using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace TrustPlatform.Storage;

/// <summary>
/// The tables and queries that the ADO.NET providers of Orleans 10.4 read from the table <c>OrleansQuery</c>: grain state,
/// reminders and, on PostgreSQL, membership. The packages bring none; their contract is the names of queries, parameters and
/// columns.
/// </summary>
/// <remarks>
/// Grain keys must not read as hexadecimal numbers: the storage provider parses such a key, so that <c>a</c>, <c>0a</c> and
/// <c>A</c> share one row. A prefix that holds a letter beyond F or a hyphen (<c>c-…</c>) keeps them apart.
/// </remarks>
public static class OrleansSchema
{
    /// <summary>The provider name that Orleans maps to Microsoft.Data.Sqlite; "Microsoft.Data.Sqlite" itself is unknown to it.</summary>
    public const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>The provider name of PostgreSQL.</summary>
    public const string PostgresInvariant = "Npgsql";

    // Silos that start together create the schema one after the other.
    private const long SchemaLock = 0x54725032;

    /// <summary>
    /// Makes what is missing and replaces the query texts by this version's; one transaction, safe to repeat and to run from
    /// several processes. The connection is open and either SQLite or PostgreSQL.
    /// </summary>
    public static async Task CreateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var (tables, queries) = connection switch
        {
            SqliteConnection => (OrleansSqlite.Tables, OrleansSqlite.Queries),
            NpgsqlConnection => ($"SELECT pg_advisory_xact_lock({SchemaLock});{OrleansPostgres.Tables}", OrleansPostgres.Queries),
            _ => throw new ArgumentException("The connection is neither SQLite nor PostgreSQL.", nameof(connection)),
        };
        try
        {
            if (connection is SqliteConnection sqlite)
            {
                // Stays with the file. With a rollback journal a reader makes the commit of a concurrent write fail.
                sqlite.Execute("PRAGMA journal_mode = WAL");
            }

            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, transaction, tables, [], cancellationToken);
            foreach (var (key, text) in queries)
            {
                await ExecuteAsync(connection, transaction, """
                    INSERT INTO OrleansQuery(QueryKey, QueryText) VALUES(@key, @text)
                    ON CONFLICT(QueryKey) DO UPDATE SET QueryText = excluded.QueryText
                    """, [("key", key), ("text", text)], cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch (SqliteException error)
        {
            throw SqliteDatabase.Unavailable(connection.DataSource, error);
        }
        catch (NpgsqlException error)
        {
            throw PostgresDatabase.Unavailable(error);
        }
    }

    private static async Task ExecuteAsync(
        DbConnection connection, DbTransaction transaction, string sql, (string Name, string Value)[] parameters,
        CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

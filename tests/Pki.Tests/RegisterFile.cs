using Microsoft.Data.Sqlite;

namespace TrustPlatform.Pki.Tests;

/// <summary>The register as a stranger sees it, by SQL.</summary>
internal static class RegisterFile
{
    public static long Scalar(TestFolder folder, string sql) => (long)Run(folder, sql, command => command.ExecuteScalar()!);

    public static void Execute(TestFolder folder, string sql) => Run(folder, sql, command => command.ExecuteNonQuery());

    public static List<string> Column(TestFolder folder, string sql) => Run(folder, sql, command =>
    {
        using var reader = command.ExecuteReader();
        List<string> values = [];
        while (reader.Read())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    });

    private static T Run<T>(TestFolder folder, string sql, Func<SqliteCommand, T> read)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder.Options.Directory, "register.db"),
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return read(command);
    }
}

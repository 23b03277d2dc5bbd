using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.TestingHost;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Storage;
using Xunit;

namespace TrustPlatform.Grains.Tests;

/// <summary>Organisations and citizens on a real silo.</summary>
public sealed class PeopleTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trust-grains-");
    private InProcessTestCluster _cluster = null!;
    private SqliteEventStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteEventStore.OpenAsync(Path.Combine(_folder.FullName, "events.db"), CancellationToken.None);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault();
            silo.Services.AddSingleton<IEventStore>(_store);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_organisation_knows_its_key_and_no_other()
    {
        var record = Record("9900000016", 'a');
        var organization = _cluster.Client.Organization(OrganizationId.For(record.TaxCode));

        Assert.True(await organization.Register(record, Digest("key")));

        Assert.Equal(record, await organization.Authenticate(Digest("key")));
        Assert.Null(await organization.Authenticate(Digest("key2")));
    }

    [Fact]
    public async Task Another_representative_gets_no_key()
    {
        var record = Record("9900000023", 'a');
        var organization = _cluster.Client.Organization(OrganizationId.For(record.TaxCode));
        await organization.Register(record, Digest("a"));

        Assert.False(await organization.Register(Record("9900000023", 'b'), Digest("b")));
        Assert.Equal(record, await organization.Read());
        Assert.Null(await organization.Authenticate(Digest("b")));
    }

    [Fact]
    public async Task The_eleventh_key_ends_the_first()
    {
        var record = Record("0100109106", 'a');
        var organization = _cluster.Client.Organization(OrganizationId.For(record.TaxCode));
        for (var i = 0; i < 11; i++)
        {
            await organization.Register(record, Digest($"{i}"));
            await organization.Register(record, Digest($"{i}")); // a repeated command takes no second place
        }

        Assert.Null(await organization.Authenticate(Digest("0")));
        Assert.NotNull(await organization.Authenticate(Digest("1")));
        Assert.NotNull(await organization.Authenticate(Digest("10")));
    }

    [Fact]
    public async Task A_citizen_keeps_the_newest_identification()
    {
        var citizen = _cluster.Client.Citizen(CitizenId.FromPseudonym(new string('c', 26)));
        var first = new CitizenRecord("A", "9990••••0001", "sealed", 1, "d1", "s1", DateTimeOffset.UnixEpoch);

        Assert.Null(await citizen.Read());
        await citizen.RecordIdentification(first);
        await citizen.RecordIdentification(first with { Level = 2 });

        Assert.Equal(2, (await citizen.Read())!.Level);
        Assert.Empty((await citizen.Contracts(null, null, 10)).Items);
    }

    private static OrganizationRecord Record(string taxCode, char representative) => new(
        TaxCode.TryParse(taxCode, out var code) ? code : throw new ArgumentException(taxCode), "Công ty thử",
        CitizenId.FromPseudonym(new string(representative, 26)), DateTimeOffset.UnixEpoch);

    private static Immutable<byte[]> Digest(string key) => new(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
}

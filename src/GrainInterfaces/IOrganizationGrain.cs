using TrustPlatform.Contracts;

namespace TrustPlatform.GrainInterfaces;

/// <summary>An organisation as the enterprise register has it.</summary>
[GenerateSerializer, Immutable, Alias("trust.organization-record")]
public sealed record OrganizationRecord(
    [property: Id(0)] TaxCode TaxCode, [property: Id(1)] string LegalName, [property: Id(2)] CitizenId Representative,
    [property: Id(3)] DateTimeOffset RegisteredAt);

/// <summary>One page of an organisation's contracts.</summary>
[GenerateSerializer, Immutable, Alias("trust.contract-page")]
public sealed record ContractPage(
    [property: Id(0)] IReadOnlyList<ContractListItem> Items, [property: Id(1)] string? Next);

/// <summary>A contract in a list.</summary>
[GenerateSerializer, Immutable, Alias("trust.contract-list-item")]
public sealed record ContractListItem(
    [property: Id(0)] ContractId Id, [property: Id(1)] string Title, [property: Id(2)] ContractStatus Status,
    [property: Id(3)] int Signed, [property: Id(4)] int Parties, [property: Id(5)] DateTimeOffset Deadline,
    [property: Id(6)] DateTimeOffset UpdatedAt);

/// <summary>An organisation; key <see cref="OrganizationId"/>.</summary>
[Alias("trust.organization")]
public interface IOrganizationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Registers the organisation for its legal representative, or adds a further API key when it is registered for the same
    /// person; a key that is known already changes nothing. False when it belongs to another representative. Only the SHA-256
    /// of a key is kept.
    /// </summary>
    [Alias("register")]
    Task<bool> Register(OrganizationRecord record, Immutable<byte[]> keyDigest);

    /// <summary>Whether a key with this SHA-256 is one of the organisation's (compared in constant time).</summary>
    [Alias("authenticate")]
    Task<OrganizationRecord?> Authenticate(Immutable<byte[]> keyDigest);

    /// <summary>The record, or null.</summary>
    [Alias("read")]
    Task<OrganizationRecord?> Read();

    /// <summary>The organisation's contracts, the last changed first.</summary>
    [Alias("contracts")]
    Task<ContractPage> Contracts(ContractStatus? status, string? after, int limit);
}

using System.Security.Cryptography;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Grains.Contracts;
using TrustPlatform.Storage;

namespace TrustPlatform.Grains.People;

/// <summary>An organisation's record and the hashes of its API keys.</summary>
internal sealed class OrganizationState
{
    /// <summary>Null before the organisation is registered.</summary>
    public OrganizationRecord? Record { get; set; }

    /// <summary>SHA-256 of each live key.</summary>
    public List<byte[]> KeyDigests { get; set; } = [];
}

/// <summary>An organisation.</summary>
internal sealed class OrganizationGrain(
    [PersistentState("organization")] IPersistentState<OrganizationState> state, IEventStore store) : Grain, IOrganizationGrain
{
    private const int MaxKeys = 10;

    public async Task<bool> Register(OrganizationRecord record, Immutable<byte[]> keyDigest)
    {
        if (state.State.Record is { } known && known.Representative != record.Representative)
        {
            return false;
        }

        if (!IsKnown(keyDigest.Value))
        {
            // The oldest key gives way, so that a lost key never locks an organisation out.
            state.State.Record ??= record;
            state.State.KeyDigests = [.. state.State.KeyDigests.TakeLast(MaxKeys - 1), keyDigest.Value];
            await state.WriteStateAsync();
        }

        return true;
    }

    public Task<OrganizationRecord?> Authenticate(Immutable<byte[]> keyDigest) =>
        Task.FromResult(IsKnown(keyDigest.Value) ? state.State.Record : null);

    public Task<OrganizationRecord?> Read() => Task.FromResult(state.State.Record);

    public Task<ContractPage> Contracts(ContractStatus? status, string? after, int limit) =>
        ContractViews.PageOf(store, this.GetPrimaryKeyString(), status, after, limit);

    private bool IsKnown(byte[] keyDigest)
    {
        var known = false;
        foreach (var digest in state.State.KeyDigests)
        {
            known |= CryptographicOperations.FixedTimeEquals(digest, keyDigest);
        }

        return known;
    }
}

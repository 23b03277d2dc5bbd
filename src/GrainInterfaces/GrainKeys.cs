using TrustPlatform.Contracts;

namespace TrustPlatform.GrainInterfaces;

/// <summary>Gets actors by their typed names; the only place that turns names into grain keys.</summary>
public static class GrainKeys
{
    /// <summary>A contract.</summary>
    public static IContractGrain Contract(this IGrainFactory grains, ContractId id) =>
        grains.GetGrain<IContractGrain>(id.ToString());

    /// <summary>A citizen.</summary>
    public static ICitizenGrain Citizen(this IGrainFactory grains, CitizenId id) =>
        grains.GetGrain<ICitizenGrain>(id.ToString());

    /// <summary>An organisation.</summary>
    public static IOrganizationGrain Organization(this IGrainFactory grains, OrganizationId id) =>
        grains.GetGrain<IOrganizationGrain>(id.ToString());

    /// <summary>A document.</summary>
    public static IDocumentGrain Document(this IGrainFactory grains, DocumentDigest digest) =>
        grains.GetGrain<IDocumentGrain>($"doc-{digest}");

    /// <summary>A new upload.</summary>
    public static IUploadGrain NewUpload(this IGrainFactory grains) =>
        grains.GetGrain<IUploadGrain>($"upl-{IdempotencyKey.Create()}");
}

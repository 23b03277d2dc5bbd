using TrustPlatform.Contracts;

namespace TrustPlatform.GrainInterfaces;

/// <summary>A person as the platform knows him; numbers and assertions sealed.</summary>
/// <param name="Name">As the identity record has it.</param>
/// <param name="MaskedNumber">For people.</param>
/// <param name="SealedNumber">Encrypted; base64.</param>
/// <param name="Level">VNeID level.</param>
/// <param name="AssertionDigest">SHA-256 of the last identification, hexadecimal.</param>
/// <param name="SealedAssertion">That identification, encrypted; base64.</param>
/// <param name="IdentifiedAt">When.</param>
[GenerateSerializer, Immutable, Alias("trust.citizen-record")]
public sealed record CitizenRecord(
    [property: Id(0)] string Name, [property: Id(1)] string MaskedNumber, [property: Id(2)] string SealedNumber,
    [property: Id(3)] int Level, [property: Id(4)] string AssertionDigest, [property: Id(5)] string SealedAssertion,
    [property: Id(6)] DateTimeOffset IdentifiedAt)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => $"CitizenRecord {{ Level = {Level} }}";
}

/// <summary>A citizen; key <see cref="CitizenId"/>.</summary>
[Alias("trust.citizen")]
public interface ICitizenGrain : IGrainWithStringKey
{
    /// <summary>Keeps the newest identification.</summary>
    [Alias("record-identification")]
    Task RecordIdentification(CitizenRecord record);

    /// <summary>The record, or null when the person never signed in.</summary>
    [Alias("read")]
    Task<CitizenRecord?> Read();

    /// <summary>Contracts that the person is an identified party of, the last changed first.</summary>
    [Alias("contracts")]
    Task<ContractPage> Contracts(ContractStatus? status, string? after, int limit);
}

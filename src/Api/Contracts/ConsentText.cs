using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Contracts;

/// <summary>The sentence that a signer agrees to; recorded word for word.</summary>
internal static class ConsentText
{
    public static string Of(ContractView contract, string language) => language == "en"
        ? $"I have read and agree to sign {contract.Title}, code {contract.Frozen!.Value.ShortCode}, with {contract.OwnerName}, "
            + "by electronic means."
        : $"Tôi đã đọc và đồng ý ký {contract.Title}, mã {contract.Frozen!.Value.ShortCode}, với {contract.OwnerName}, "
            + "bằng phương tiện điện tử.";
}

namespace TrustPlatform.Cryptography.Cms;

/// <summary>What a signer commits to (EN 319 122-1, 5.2.3; the meanings are those of TS 119 172-1, annex B).</summary>
public enum Commitment
{
    /// <summary>To have created, approved and sent the content.</summary>
    ProofOfOrigin = 1,

    /// <summary>To have received it.</summary>
    ProofOfReceipt = 2,

    /// <summary>To have delivered it, as a provider of that service.</summary>
    ProofOfDelivery = 3,

    /// <summary>To have sent it, not necessarily to have created it.</summary>
    ProofOfSender = 4,

    /// <summary>To approve it.</summary>
    ProofOfApproval = 5,

    /// <summary>To have created it, not necessarily to have approved or sent it.</summary>
    ProofOfCreation = 6,
}

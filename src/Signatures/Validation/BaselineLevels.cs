namespace TrustPlatform.Signatures.Validation;

/// <summary>The baseline level that a signature reaches with what was found valid (EN 319 142-1, 6).</summary>
internal static class BaselineLevels
{
    public static BaselineLevel Of(SignatureInProcess signature, IEnumerable<SignatureInProcess> all, ValidationMaterial material)
    {
        if (!IsBaseline(signature))
        {
            return BaselineLevel.None;
        }

        if (signature.ProvenTime is null)
        {
            return BaselineLevel.BB;
        }

        var isComplete = signature.IsCompletedBy(material)
            && signature.Trust is { IsTrusted: true, HasRevocationInFile: true };
        if (!isComplete)
        {
            return BaselineLevel.BT;
        }

        var isArchived = all.Any(stamp => stamp is { IsTimestamp: true, HasValidTimestamp: true }
            && stamp.SignedRevision >= material.FirstSecurityStoreRevision(signature.SignedRevision));
        return isArchived ? BaselineLevel.BLTA : BaselineLevel.BLT;
    }

    private static bool IsBaseline(SignatureInProcess signature) =>
        signature is { IsIntact: true, HasBaselineForm: true, Coverage: not SignatureCoverage.Gap }
        && signature.Content.Cms?.Signers is [{ SigningCertificate: not null, SignedAttributesRawData.IsEmpty: false }];
}

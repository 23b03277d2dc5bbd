using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Augmentation;

/// <summary>Adds what a verifier needs in later years (EN 319 142-1, 5.4, 5.5).</summary>
public static class PadesAugmenter
{
    /// <summary>
    /// B-LTA in two revisions: a document security store with the chains and revocation material of every signature and
    /// timestamp, then a document timestamp over it.
    /// </summary>
    /// <param name="input">A signed PDF; seekable.</param>
    /// <param name="output">Gets the input and the new revisions; seekable, readable and writable.</param>
    /// <param name="certificates">CA certificates that complete the chains.</param>
    /// <param name="revocation">Status of each certificate but the anchors.</param>
    /// <param name="timestamps">Gives the document timestamp.</param>
    /// <param name="cancellationToken">Cancels; the output is then incomplete.</param>
    public static Task ToArchiveLevelAsync(
        Stream input, Stream output, IReadOnlyList<Certificate> certificates, IRevocationSource revocation,
        ITimestampSource timestamps, CancellationToken cancellationToken) => throw new NotImplementedException();
}

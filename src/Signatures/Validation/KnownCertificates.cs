using System.Collections.Concurrent;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// Certificates met in earlier files: issuers and timestamp units come again in each, and what was found out about their keys and
/// signatures stays with them. Found by content, so that nothing in it can become wrong; bounded; thread-safe.
/// </summary>
internal sealed class KnownCertificates
{
    private const int MaxCount = 1024;

    private readonly ConcurrentDictionary<string, Certificate> _byThumbprint = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The certificate whose encoding has this SHA-256 (upper-case hexadecimal); null for one that was not met.</summary>
    public Certificate? Find(string thumbprint) => _byThumbprint.GetValueOrDefault(thumbprint);

    /// <summary>The first object for these octets.</summary>
    public Certificate FirstOf(Certificate certificate)
    {
        if (Find(certificate.Thumbprint) is { } first)
        {
            return first;
        }

        // Counted here, because the dictionary takes all its locks to count.
        if (Interlocked.Increment(ref _count) > MaxCount)
        {
            _byThumbprint.Clear();
            _count = 1;
        }

        return _byThumbprint.GetOrAdd(certificate.Thumbprint, certificate);
    }
}

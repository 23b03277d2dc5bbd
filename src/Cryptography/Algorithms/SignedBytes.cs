namespace TrustPlatform.Cryptography.Algorithms;

/// <summary>
/// What somebody signed, with the signature. It remembers the outcome for the key that was asked about last: a certificate's
/// signature is in question for each path that it may be part of, and in each for the search and for the validation. Thread-safe.
/// </summary>
internal sealed class SignedBytes(SignatureScheme? scheme, ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> signature)
{
    private Known? _known;

    /// <summary>Verifies with a key; unsupported without a scheme that is known.</summary>
    public SignatureOutcome Verify(PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (scheme is null)
        {
            return SignatureOutcome.Unsupported;
        }

        if (_known is { } known && known.Key.IsSame(key))
        {
            return known.Outcome;
        }

        var outcome = SignatureVerifier.VerifyData(key, scheme, message.Span, signature.Span);
        _known = new(key, outcome);
        return outcome;
    }

    private sealed record Known(PublicKey Key, SignatureOutcome Outcome);
}

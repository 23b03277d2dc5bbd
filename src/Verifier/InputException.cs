namespace TrustPlatform.Verifier;

/// <summary>The input to be judged cannot be read; the message is the one sentence to show.</summary>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);

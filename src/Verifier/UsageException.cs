namespace TrustPlatform.Verifier;

/// <summary>The command line asks for something that cannot be done; the message is the one sentence to show.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);

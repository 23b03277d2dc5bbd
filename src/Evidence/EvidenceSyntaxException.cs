namespace TrustPlatform.Evidence;

/// <summary>A part of a package that is not what it should be; becomes a finding.</summary>
internal sealed class EvidenceSyntaxException(string message, Exception? inner = null) : Exception(message, inner);

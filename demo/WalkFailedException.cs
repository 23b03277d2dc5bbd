namespace TrustPlatform.Demo;

/// <summary>A step of the walk was refused, or ended otherwise than it should.</summary>
internal sealed class WalkFailedException(string message) : Exception(message);

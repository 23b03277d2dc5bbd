namespace TrustPlatform.Storage;

/// <summary>
/// The database or folder is locked, read-only, full, damaged, of a newer version or out of reach. The message is one sentence
/// for an operator and holds neither passwords nor stored data.
/// </summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

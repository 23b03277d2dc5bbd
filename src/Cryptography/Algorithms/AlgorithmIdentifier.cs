using System.Formats.Asn1;

namespace TrustPlatform.Cryptography.Algorithms;

/// <summary>An AlgorithmIdentifier (RFC 5280, 4.1.1.2): object identifier and parameters as they came.</summary>
public sealed class AlgorithmIdentifier
{
    internal AlgorithmIdentifier(string objectIdentifier, ReadOnlyMemory<byte> parameters)
    {
        ObjectIdentifier = objectIdentifier;
        Parameters = parameters;
    }

    /// <summary>The object identifier, dotted.</summary>
    public string ObjectIdentifier { get; }

    /// <summary>The parameters' encoding; empty where they are absent.</summary>
    public ReadOnlyMemory<byte> Parameters { get; }

    /// <summary>Same object identifier and same parameters, octet for octet.</summary>
    public bool Matches(AlgorithmIdentifier other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ObjectIdentifier == other.ObjectIdentifier && Parameters.Span.SequenceEqual(other.Parameters.Span);
    }

    /// <inheritdoc/>
    public override string ToString() => ObjectIdentifier;

    internal bool HasNullOrNoParameters => Parameters.IsEmpty || Parameters.Span is [0x05, 0x00];

    internal static AlgorithmIdentifier Read(AsnReader reader, Asn1Tag? tag = null)
    {
        var sequence = reader.ReadSequence(tag);
        var objectIdentifier = sequence.ReadObjectIdentifier();
        var parameters = sequence.HasData ? sequence.ReadEncodedValue() : ReadOnlyMemory<byte>.Empty;
        sequence.ThrowIfNotEmpty();
        return new AlgorithmIdentifier(objectIdentifier, parameters);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrustPlatform.Contracts;

/// <summary>An identifier as its text.</summary>
public abstract class TextConverter<T> : JsonConverter<T>
    where T : struct
{
    /// <summary>Reads the text form.</summary>
    protected abstract bool TryParse(string? text, out T value);

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException($"Not a {typeof(T).Name}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary><see cref="ContractId"/> as text.</summary>
public sealed class ContractIdConverter : TextConverter<ContractId>
{
    /// <inheritdoc/>
    protected override bool TryParse(string? text, out ContractId value) => ContractId.TryParse(text, out value);
}

/// <summary><see cref="PartyId"/> as text.</summary>
public sealed class PartyIdConverter : TextConverter<PartyId>
{
    /// <inheritdoc/>
    protected override bool TryParse(string? text, out PartyId value) => PartyId.TryParse(text, out value);
}

/// <summary><see cref="OrganizationId"/> as text.</summary>
public sealed class OrganizationIdConverter : TextConverter<OrganizationId>
{
    /// <inheritdoc/>
    protected override bool TryParse(string? text, out OrganizationId value) => OrganizationId.TryParse(text, out value);
}

/// <summary><see cref="CitizenId"/> as text.</summary>
public sealed class CitizenIdConverter : TextConverter<CitizenId>
{
    /// <inheritdoc/>
    protected override bool TryParse(string? text, out CitizenId value) => CitizenId.TryParse(text, out value);
}

/// <summary><see cref="DocumentDigest"/> as text.</summary>
public sealed class DocumentDigestConverter : TextConverter<DocumentDigest>
{
    /// <inheritdoc/>
    protected override bool TryParse(string? text, out DocumentDigest value) => DocumentDigest.TryParse(text, out value);
}

/// <summary><see cref="TaxCode"/> as text.</summary>
public sealed class TaxCodeConverter : TextConverter<TaxCode>
{
    /// <inheritdoc/>
    protected override bool TryParse(string? text, out TaxCode value) => TaxCode.TryParse(text, out value);
}

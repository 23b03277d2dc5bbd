using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace TrustPlatform.Silo;

/// <summary>Cold state as plain JSON: no type names in the data, readable without us.</summary>
internal sealed class ColdStateSerializer : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, s_options));

    public T Deserialize<T>(BinaryData input) =>
        JsonSerializer.Deserialize<T>(input, s_options) ?? throw new JsonException("The stored state is null.");
}

using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrustPlatform.Evidence;

/// <summary>
/// The events as lines of JSON, <c>{"sequence":1,"type":"…","payload":{…},"hash":"…"}</c>: the payload stands there octet for
/// octet, so that the hash can be computed from the line and everybody can read it.
/// </summary>
internal static class EventLines
{
    private const byte LineFeed = (byte)'\n';

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(IReadOnlyList<EvidenceEvent> events)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var happened in events)
        {
            if (happened.Payload.Span.Contains(LineFeed))
            {
                throw new ArgumentException($"The payload of event {happened.Sequence} has a line break.", nameof(events));
            }

            using (var json = new Utf8JsonWriter(buffer, s_options))
            {
                json.WriteStartObject();
                json.WriteNumber("sequence", happened.Sequence);
                json.WriteString("type", happened.Type);
                json.WritePropertyName("payload");
                json.WriteRawValue(happened.Payload.Span);
                json.WriteString("hash", Convert.ToHexStringLower(happened.Hash.Span));
                json.WriteEndObject();
            }

            buffer.Write([LineFeed]);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the lines; throws <see cref="EvidenceSyntaxException"/> and nothing else.</summary>
    public static List<EvidenceEvent> Parse(ReadOnlyMemory<byte> bytes)
    {
        var events = new List<EvidenceEvent>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.Span.IndexOf(LineFeed);
            if (end < 0 || events.Count == EvidenceLimits.MaxEvents)
            {
                throw new EvidenceSyntaxException("The last event has no line end, or there are too many.");
            }

            events.Add(ParseLine(bytes[..end]));
            bytes = bytes[(end + 1)..];
        }

        return events;
    }

    private static EvidenceEvent ParseLine(ReadOnlyMemory<byte> line)
    {
        using var document = StrictJson.Parse(line);
        var root = document.RootElement;
        StrictJson.CheckProperties(root, "sequence", "type", "payload", "hash");
        if (!root.TryGetProperty("payload", out var payload))
        {
            throw new EvidenceSyntaxException("An event has no payload.");
        }

        var hash = StrictJson.Text(root, "hash");
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
        {
            throw new EvidenceSyntaxException("An event's hash is not a SHA-256 digest in lower-case hexadecimal.");
        }

        var type = StrictJson.Text(root, "type");
        return type.Length > 0
            ? new(StrictJson.Number(root, "sequence"), type, JsonMarshal.GetRawUtf8Value(payload).ToArray(),
                Convert.FromHexString(hash))
            : throw new EvidenceSyntaxException("An event has no type.");
    }
}

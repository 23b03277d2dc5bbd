using System.Text;
using System.Text.Json;
using Xunit;

namespace TrustPlatform.Contracts.Tests;

/// <summary>What was written once is read for ever, by us and by others: events.txt holds one of each, written by hand.</summary>
public sealed class EventCodecTests
{
    private static readonly Dictionary<string, string> s_written =
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "events.txt"))
            .ToDictionary(line => line[..line.IndexOf(' ', StringComparison.Ordinal)], line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

    public static TheoryData<string> Names => [.. EventCodec.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_read_and_written_as_ever(string name)
    {
        var happened = EventCodec.Decode(name, Encoding.UTF8.GetBytes(s_written[name]));

        Assert.Equal(name, EventCodec.NameOf(happened));
        Assert.Equal(s_written[name], Encoding.UTF8.GetString(EventCodec.Encode(happened)));
        using var json = JsonDocument.Parse(s_written[name]);
        Assert.Superset( // no property is left out of the example, but that a client's command did not cause it
            happened.GetType().GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))
                .Except(["command", "equalityContract"]).ToHashSet(),
            json.RootElement.EnumerateObject().Select(property => property.Name).ToHashSet());
    }

    [Fact]
    public void A_state_is_read_and_written_as_it_was()
    {
        var scene = new Scene().Sent(1, 1);
        scene.Signs(0);

        var encoded = EventCodec.Encode(scene.Contract);

        Assert.Equal(encoded, EventCodec.Encode(EventCodec.DecodeState(encoded)));
        Assert.Contains(Scene.Name(0), Encoding.UTF8.GetString(encoded), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_another_catalogue_is_refused() =>
        Assert.Throws<JsonException>(() => EventCodec.Decode("contract.forgotten", "{}"u8));
}

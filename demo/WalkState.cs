using System.Text.Json;

namespace TrustPlatform.Demo;

/// <summary>Where the walk stands, kept beside the data: a demo that was killed goes on with the same contract.</summary>
internal sealed record WalkState(string Id, string? ApiKey, DateTimeOffset Deadline, bool Finished)
{
    private const string FileName = "demo-walk.json";

    /// <summary>The unfinished walk, or a new one with the same organisation key.</summary>
    public static WalkState Load(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        var last = File.Exists(path) ? JsonSerializer.Deserialize<WalkState>(File.ReadAllText(path)) : null;
        return last is { Finished: false }
            ? last
            : new(Guid.NewGuid().ToString("N"), last?.ApiKey, TimeProvider.System.GetUtcNow().AddDays(7), false);
    }

    /// <summary>Replaces the file in one step.</summary>
    public WalkState Save(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(this));
        File.Move(path + ".new", path, overwrite: true);
        return this;
    }
}

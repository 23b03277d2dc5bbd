using System.Text.Json;
using System.Xml.Linq;

namespace TrustPlatform.Architecture.Tests;

/// <summary>The files of the repository, without what builds leave behind.</summary>
internal static class Repository
{
    private static readonly string[] s_generated = ["bin", "obj", "node_modules", "vendor", ".git"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(s_generated.Contains))
            .Order(StringComparer.Ordinal);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Every package that was restored, direct or not, with the licence that it declares of itself.</summary>
    public static IEnumerable<(string Id, string Licence)> Packages()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(
            Root, "tests", "Architecture.Tests", "obj", "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var restored = Files(".", "packages.lock.json").SelectMany(path =>
        {
            using var locked = JsonDocument.Parse(File.ReadAllText(path));
            return locked.RootElement.GetProperty("dependencies").EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.TryGetProperty("resolved", out _))
                .Select(package => (Id: package.Name, Version: package.Value.GetProperty("resolved").GetString()!)).ToList();
        }).DistinctBy(package => package.Id);
        foreach (var (id, version) in restored)
        {
            var manifest = folders.Select(folder => Path.Combine(
                    folder, id.ToLowerInvariant(), version, $"{id.ToLowerInvariant()}.nuspec")).First(File.Exists);
            var declared = XDocument.Load(manifest).Descendants()
                .Where(element => element.Name.LocalName is "license" or "licenseUrl").Select(element => element.Value);
            yield return (id, string.Join(' ', declared));
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TrustPlatform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}

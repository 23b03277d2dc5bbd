using System.Xml.Linq;
using Xunit;

namespace TrustPlatform.Architecture.Tests;

/// <summary>Arrows between rooms point one way, and are declared here (docs: README, map of rooms).</summary>
public sealed class RoomTests
{
    private static readonly Dictionary<string, string> s_arrows = new()
    {
        ["src/Pdf"] = "",
        ["src/Cryptography"] = "",
        ["src/Contracts"] = "",
        ["src/Signatures"] = "Pdf Cryptography",
        ["src/Pki"] = "Cryptography",
        ["src/Storage"] = "Contracts",
        ["src/Evidence"] = "Contracts Signatures Cryptography",
        ["src/Identity"] = "Contracts Cryptography",
        ["src/GrainInterfaces"] = "Contracts",
        ["src/Verifier"] = "Evidence Signatures Cryptography Contracts",
        ["src/Grains"] = "GrainInterfaces Contracts Evidence Signatures Cryptography Pki Identity Storage",
        ["src/Web"] = "GrainInterfaces Contracts",
        ["src/SigningClient"] = "Signatures Cryptography",
        ["src/Api"] = "GrainInterfaces Contracts Evidence Signatures Cryptography Identity Web",
        ["src/Silo"] = "Grains Api GrainInterfaces Contracts Evidence Signatures Cryptography Pki Identity Storage Web Pdf",
        ["simulators/VneId"] = "",
        ["simulators/Inbox"] = "",
        ["simulators/Registers"] = "",
        ["demo"] = "Silo VneId Inbox Registers",
    };

    /// <summary>Packages that would break what a room promises.</summary>
    private static readonly Dictionary<string, string> s_packages = new()
    {
        ["src/Pdf"] = "",
        ["src/Cryptography"] = "BouncyCastle.Cryptography",
        ["src/Contracts"] = "Microsoft.Orleans.Serialization Microsoft.Orleans.Sdk",
        ["src/Signatures"] = "",
        ["src/Pki"] = "Microsoft.Data.Sqlite Pkcs11Interop",
        ["src/Evidence"] = "",
        ["src/Storage"] = "Microsoft.Data.Sqlite Npgsql",
        ["src/GrainInterfaces"] = "Microsoft.Orleans.Sdk",
        ["src/Verifier"] = "System.CommandLine",
        ["src/SigningClient"] = "System.CommandLine Pkcs11Interop",
    };

    public static TheoryData<string> Rooms => [.. s_arrows.Keys];

    public static TheoryData<string> RoomsWithPackages => [.. s_packages.Keys];

    [Fact]
    public void Every_project_is_a_room_of_the_map()
    {
        var projects = Repository.Files("src", "*.csproj").Concat(Repository.Files("simulators", "*.csproj"))
            .Concat(Repository.Files("demo", "*.csproj"))
            .Select(path => Path.GetDirectoryName(Repository.Relative(path))!.Replace('\\', '/'));

        Assert.Equal(s_arrows.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_the_rooms_below_it(string room)
    {
        var referenced = Items(room, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)!);

        Assert.Empty(referenced.Except(s_arrows[room].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [MemberData(nameof(RoomsWithPackages))]
    public void A_room_uses_only_its_packages(string room) =>
        Assert.Empty(Items(room, "PackageReference").Except(s_packages[room].Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void The_map_has_no_cycle()
    {
        var rooms = s_arrows.ToDictionary(pair => pair.Key.Split('/')[^1], pair => pair.Value.Split(' '));
        foreach (var room in rooms.Keys)
        {
            Assert.DoesNotContain(room, Reachable(room, rooms));
        }
    }

    [Fact]
    public void The_verifier_reaches_no_server_room()
    {
        var rooms = s_arrows.ToDictionary(pair => pair.Key.Split('/')[^1], pair => pair.Value.Split(' '));

        Assert.Empty(Reachable("Verifier", rooms).Intersect(["Storage", "Pki", "Grains", "Api", "Web", "Identity", "Silo"]));
    }

    [Fact]
    public void Transitive_references_are_off() =>
        Assert.Contains(
            "<DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences>",
            File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")), StringComparison.Ordinal);

    [Fact]
    public void Validation_does_not_use_the_signer() =>
        Assert.DoesNotContain(
            Repository.Files("src/Signatures/Validation", "*.cs"),
            path => File.ReadAllText(path).Contains("Signatures.Pades", StringComparison.Ordinal));

    [Fact]
    public void No_package_is_under_AGPL_or_GPL()
    {
        var licences = Repository.Packages().ToDictionary(package => package.Id, package => package.Licence);

        Assert.True(licences.Count > 50, $"{licences.Count} packages were read");
        Assert.StartsWith("MIT", licences["Microsoft.Orleans.Sdk"], StringComparison.Ordinal); // it reads what packages say of themselves
        Assert.DoesNotContain(licences, package =>
            package.Value.Contains("GPL", StringComparison.OrdinalIgnoreCase) || package.Key.Contains("itext", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Every_package_has_a_licence_and_a_reason()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "Directory.Packages.props"));
        var group = false;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            group = line.StartsWith("<!--", StringComparison.Ordinal) || (group && line.StartsWith("<PackageVersion", StringComparison.Ordinal))
                || (group && !line.StartsWith('<'));
            Assert.True(group || !line.StartsWith("<PackageVersion", StringComparison.Ordinal), line);
        }
    }

    private static HashSet<string> Reachable(string room, Dictionary<string, string[]> rooms)
    {
        var (found, left) = (new HashSet<string>(), new Queue<string>(rooms[room]));
        while (left.TryDequeue(out var next))
        {
            if (next.Length > 0 && found.Add(next))
            {
                foreach (var below in rooms[next])
                {
                    left.Enqueue(below);
                }
            }
        }

        return found;
    }

    private static IEnumerable<string> Items(string room, string kind) =>
        XDocument.Load(Directory.GetFiles(Path.Combine(Repository.Root, room), "*.csproj").Single())
            .Descendants(kind).Select(item => item.Attribute("Include")!.Value);
}

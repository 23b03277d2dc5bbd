using System.Reflection;
using System.Text;

namespace TrustPlatform.Testing;

/// <summary>
/// What an assembly promises to callers, one line a member, to be compared with a kept list. Run the tests with
/// <c>TRUST_WRITE_LISTS=1</c> to write the list anew; the difference is then for the reviewer to see.
/// </summary>
public static class PublicList
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The public types of a namespace with their members, in order of name.</summary>
    public static string Of(Assembly assembly, string nameSpace)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var list = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(type => type.Namespace == nameSpace).OrderBy(Name, StringComparer.Ordinal))
        {
            list.Append(Kind(type)).Append(' ').Append(Name(type)).Append('\n');
            foreach (var line in Members(type).Distinct().Order(StringComparer.Ordinal))
            {
                list.Append("  ").Append(line).Append('\n');
            }
        }

        return list.ToString();
    }

    /// <summary>The kept list; written anew where that is asked for.</summary>
    /// <param name="path">The file, beside the test that compares it.</param>
    /// <param name="current">What it should say.</param>
    public static string Kept(string path, string current)
    {
        if (Environment.GetEnvironmentVariable("TRUST_WRITE_LISTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file has a folder
            File.WriteAllText(path, current);
        }

        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        return type.GetConstructors(Declared).Select(one => $"new({Parameters(one)})")
            .Concat(type.GetMethods(Declared).Where(one => !one.IsSpecialName && !IsOfRecord(one)).Select(one =>
                $"{(one.IsStatic ? "static " : "")}{Name(one.ReturnType)} {one.Name}({Parameters(one)})"))
            .Concat(type.GetProperties(Declared).Where(one => one.Name != "EqualityContract").Select(one =>
                $"{Name(one.PropertyType)} {one.Name} {{{(one.CanRead ? " get;" : "")}{(one.SetMethod?.IsPublic == true ? " set;" : "")} }}"))
            .Concat(type.GetFields(Declared).Select(one => $"{(one.IsLiteral ? "const " : "")}{Name(one.FieldType)} {one.Name}"))
            .Concat(type.GetEvents(Declared).Select(one => $"event {one.Name}"));
    }

    /// <summary>What the compiler writes for every record says nothing about this one.</summary>
    private static bool IsOfRecord(MethodInfo method) =>
        method.Name is "Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "<Clone>$" or "Deconstruct";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(one => $"{Name(one.ParameterType)} {one.Name}{(one.HasDefaultValue ? " = default" : "")}"));

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!); // a reference is to something
        }

        var own = type.DeclaringType is { } outer && !type.IsGenericParameter ? $"{Name(outer)}.{type.Name}" : type.Name;
        return type.IsGenericType && own.Contains('`', StringComparison.Ordinal)
            ? $"{own[..own.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : own;
    }
}

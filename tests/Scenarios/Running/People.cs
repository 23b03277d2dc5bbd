namespace TrustPlatform.Scenarios.Running;

/// <summary>Somebody at the simulated VNeID.</summary>
internal sealed record Person(string Name, string Number, string Email);

/// <summary>The people of the simulated VNeID (numbers of no province).</summary>
internal static class People
{
    public static Person An { get; } = new("Nguyễn Văn An", "999090000001", "an@example.vn");

    public static Person Binh { get; } = new("Trần Thị Bình", "999185000002", "binh@example.vn");

    public static Person Representative { get; } = new("Lê Minh Châu", "999179000005", "chau@example.vn");

    public static Person Uoc { get; } = new("Đặng Thị Ngọc Ước", "999198000004", "uoc@example.vn");

    /// <summary>Has a level 1 account only.</summary>
    public static Person Cuong { get; } = new("Phạm Quốc Cường", "999201000003", "cuong@example.vn");
}

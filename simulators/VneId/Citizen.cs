using System.Security.Cryptography;
using System.Text;

namespace TrustPlatform.Simulators.VneId;

/// <summary>A person who does not exist. Numbers begin with 999, which is no province and no country.</summary>
/// <param name="PersonalNumber">12 digits.</param>
/// <param name="FullName">As an identity record writes it: upper case.</param>
/// <param name="BirthDate">Claim <c>NgayThangNamSinh</c>.</param>
/// <param name="Level">Level of the account, 1 or 2; claim <c>acr</c>.</param>
public sealed record Citizen(string PersonalNumber, string FullName, DateOnly BirthDate, int Level)
{
    /// <summary>The provider's name for the person: stable, and not the number.</summary>
    public string Subject =>
        new Guid(SHA256.HashData(Encoding.ASCII.GetBytes("vneid-simulator:" + PersonalNumber)).AsSpan(0, 16)).ToString();

    /// <summary>The people of the login page unless others are configured.</summary>
    public static IReadOnlyList<Citizen> Defaults { get; } =
    [
        new("999090000001", "NGUYỄN VĂN AN", new(1990, 3, 14), 2),
        new("999185000002", "TRẦN THỊ BÌNH", new(1985, 11, 2), 2),
        new("999179000005", "LÊ MINH CHÂU", new(1979, 6, 21), 2),
        new("999198000004", "ĐẶNG THỊ NGỌC ƯỚC", new(1998, 8, 30), 2),
        new("999201000003", "PHẠM QUỐC CƯỜNG", new(2001, 1, 9), 1),
    ];

    /// <summary>Names nobody: records end up in logs.</summary>
    public override string ToString() => $"Citizen {{ Level = {Level} }}";
}

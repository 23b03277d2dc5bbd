namespace TrustPlatform.Simulators.Registers;

/// <summary>A person in an entry.</summary>
/// <param name="Name">As an identity record writes it.</param>
/// <param name="PersonalNumber">12 digits.</param>
public sealed record Representative(string Name, string PersonalNumber)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(Representative);
}

/// <summary>An entry of the enterprise register.</summary>
/// <param name="TaxCode">10 or 13 digits.</param>
/// <param name="Name">The legal name.</param>
/// <param name="Representative">The legal representative.</param>
public sealed record Enterprise(string TaxCode, string Name, Representative Representative)
{
    /// <summary>Enterprises that do not exist; the province prefix 99 is not in use.</summary>
    public static IReadOnlyList<Enterprise> Defaults { get; } =
    [
        new("9900000016", "Công ty TNHH Sao Mai", new("LÊ MINH CHÂU", "999179000005")),
        new("9900000023", "Công ty Cổ phần Biển Xanh", new("TRẦN THỊ BÌNH", "999185000002")),
    ];

    /// <summary>Names no person.</summary>
    public override string ToString() => $"Enterprise {{ TaxCode = {TaxCode} }}";
}

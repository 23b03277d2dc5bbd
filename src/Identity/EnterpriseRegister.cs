namespace TrustPlatform.Identity;

/// <summary>An entry of the national enterprise register.</summary>
/// <param name="TaxCode">10 or 13 digits.</param>
/// <param name="LegalName">As registered, NFC.</param>
/// <param name="RepresentativeName">The legal representative.</param>
/// <param name="RepresentativeNumber">His personal number.</param>
public sealed record EnterpriseEntry(string TaxCode, string LegalName, string RepresentativeName, string RepresentativeNumber)
{
    /// <summary>Names no person.</summary>
    public override string ToString() => $"EnterpriseEntry {{ TaxCode = {TaxCode} }}";
}

/// <summary>The enterprise register over HTTP. Thread-safe.</summary>
public sealed class EnterpriseRegister(HttpClient http, Uri address)
{
    private readonly HttpClient _http = http;
    private readonly Uri _address = address;

    /// <summary>The entry of a tax code, or null where there is none. Throws <see cref="HttpRequestException"/> when out of reach.</summary>
    public Task<EnterpriseEntry?> FindAsync(string taxCode, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

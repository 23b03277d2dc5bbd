using System.Net;
using System.Text.Json;
using TrustPlatform.Contracts;

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
    /// <summary>
    /// The entry of a tax code, or null where there is none (also for what is no tax code). Throws
    /// <see cref="HttpRequestException"/> when the register is out of reach or answers nonsense.
    /// </summary>
    public async Task<EnterpriseEntry?> FindAsync(string taxCode, CancellationToken cancellationToken)
    {
        if (!TaxCode.TryParse(taxCode, out var code))
        {
            return null;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address.OriginalString.TrimEnd('/')}/enterprises/{code}");
        var (status, body) = await BoundedHttp.SendAsync(http, request, cancellationToken);
        using (body)
        {
            return status switch
            {
                HttpStatusCode.NotFound => null,
                HttpStatusCode.OK when body is not null && Read(body.RootElement, code) is { } entry => entry,
                _ => throw new HttpRequestException(HttpRequestError.InvalidResponse, "The register's answer does not hold.", null, status),
            };
        }
    }

    private static EnterpriseEntry? Read(JsonElement answer, TaxCode asked)
    {
        if (answer.ValueKind != JsonValueKind.Object || !TaxCode.TryParse(answer.Text("taxCode"), out var code) || code != asked
            || PersonName.Normalize(answer.Text("name")) is not { } name
            || !answer.TryGetProperty("representative", out var person) || person.ValueKind != JsonValueKind.Object
            || PersonName.Normalize(person.Text("name")) is not { } representative
            || person.Text("personalNumber") is not { Length: 12 } number || !number.All(char.IsAsciiDigit))
        {
            return null;
        }

        return new(code.ToString(), name, representative, number);
    }
}

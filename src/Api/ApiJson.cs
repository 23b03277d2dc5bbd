using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using TrustPlatform.Api.Contracts;

namespace TrustPlatform.Api;

/// <summary>Generated serializers of requests and responses.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CreateContractRequest))]
[JsonSerializable(typeof(AddPartiesRequest))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(ConsentRequest))]
[JsonSerializable(typeof(OpenLinkRequest))]
[JsonSerializable(typeof(RegisterOrganizationRequest))]
[JsonSerializable(typeof(OpenLinkResponse))]
[JsonSerializable(typeof(AuthorisationResponse))]
[JsonSerializable(typeof(ContractResponse))]
[JsonSerializable(typeof(ContractListResponse))]
[JsonSerializable(typeof(EventListResponse))]
[JsonSerializable(typeof(DocumentResponse))]
[JsonSerializable(typeof(OrganizationResponse))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext;

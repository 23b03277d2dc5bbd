namespace TrustPlatform.Signatures.Validation;

/// <summary>A rule that the verifier applies. Identifiers are published and never given another meaning.</summary>
/// <param name="Id">Its identifier in the verdict.</param>
/// <param name="Clause">The clause that it carries out.</param>
/// <param name="Meaning">What it asks, in English.</param>
/// <param name="Vietnamese">The same in Vietnamese.</param>
public sealed record ValidationRule(string Id, string Clause, string Meaning, string Vietnamese);

using System.CommandLine;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Paths;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Verifier;

/// <summary><c>certificate CERT</c>: one certification path by RFC 5280, 6.</summary>
internal sealed class CertificateCommand(TextWriter output, TimeProvider time)
{
    private readonly SharedOptions _shared = new();

    private readonly Argument<string> _certificate = new("CERT") { Description = "The certificate, PEM or DER." };

    private readonly Option<string[]> _untrusted = new("--untrusted") { Description = "Certificates for the path.", HelpName = "F|DIR" };

    private readonly Option<string[]> _crls = new("--crl")
    {
        Description = "CRLs, PEM or DER; with them every certificate needs a status.",
        HelpName = "F|DIR",
    };

    private readonly Option<string?> _policies = new("--policies") { Description = "Initial policy set, by commas.", HelpName = "OID,…" };

    private readonly Option<bool> _explicit = new("--explicit-policy") { Description = "Require an explicit policy." };

    private readonly Option<bool> _inhibitMapping = new("--inhibit-mapping") { Description = "Inhibit policy mapping." };

    private readonly Option<bool> _inhibitAny = new("--inhibit-any-policy") { Description = "Inhibit anyPolicy." };

    public Command Build()
    {
        var command = new Command("certificate", "Validates one certificate path by RFC 5280, section 6.");
        command.Arguments.Add(_certificate);
        _shared.AddTo(command);
        foreach (var option in (Option[])[_untrusted, _crls, _policies, _explicit, _inhibitMapping, _inhibitAny])
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var context = _shared.Context(parsed, time);
        if (context.TrustAnchors.Count == 0)
        {
            throw new UsageException("Name the trust anchors with --trust.");
        }

        var certificates = ReadTarget(parsed.GetValue(_certificate)!); // a required argument
        var crls = (parsed.GetValue(_crls) ?? []).SelectMany(Inputs.Files).Select(ReadCrl).ToList();
        var report = CertificatePathValidator.Validate(new()
        {
            Target = certificates[0],
            TrustAnchors = context.TrustAnchors,
            Intermediates = [.. certificates.Skip(1), .. Inputs.Certificates(parsed.GetValue(_untrusted) ?? [])],
            Crls = crls,
            Time = context.Time,
            Policy = new()
            {
                Revocation = crls.Count > 0 ? RevocationChecking.Required : RevocationChecking.None,
                Algorithms = context.Policy.ToAlgorithmConstraints(),
                Conformance = ProfileConformance.IssuerRules,
                InitialPolicies = InitialPolicies(parsed.GetValue(_policies)),
                InitialExplicitPolicy = parsed.GetValue(_explicit),
                InitialPolicyMappingInhibit = parsed.GetValue(_inhibitMapping),
                InitialAnyPolicyInhibit = parsed.GetValue(_inhibitAny),
            },
        });
        var outcome = Outcome(report, crls.Count > 0);
        await output.WriteAsync(parsed.GetValue(_shared.Json) ? outcome.ToJson() : outcome.ToText(_shared.LanguageOf(parsed)));
        return ExitCodes.Of(outcome.Indication);
    }

    private static PathOutcome Outcome(PathReport report, bool hasStatus)
    {
        var (indication, reason) = Conclusion(report.Failure);
        var checks = report.Checks.Select(check => new ShownCheck(check.Rule, check.Clause, check.Result, check.Detail)).ToList();
        if (!hasStatus)
        {
            checks.Add(new("path.revocation", "RFC 5280, 6.3", CheckResult.Warning, "No CRL was given: the status is not judged."));
        }

        return new(indication, reason, [.. report.Path.Reverse()], report.Policies, checks);
    }

    /// <summary>The combinations of EN 319 102-1, tables 5 and 6.</summary>
    private static (Indication Indication, SubIndication? SubIndication) Conclusion(PathFailure? failure) => failure switch
    {
        null => (Indication.TotalPassed, null),
        PathFailure.SignatureInvalid => (Indication.TotalFailed, SubIndication.SigCryptoFailure),
        PathFailure.Malformed => (Indication.TotalFailed, SubIndication.FormatFailure),
        PathFailure.Revoked => (Indication.TotalFailed, SubIndication.Revoked),
        PathFailure.Expired => (Indication.TotalFailed, SubIndication.Expired),
        PathFailure.NotYetValid => (Indication.TotalFailed, SubIndication.NotYetValid),
        PathFailure.NoPathFound => (Indication.Indeterminate, SubIndication.NoCertificateChainFound),
        PathFailure.LimitExceeded => (Indication.Indeterminate, SubIndication.CertificateChainGeneralFailure),
        PathFailure.RevokedAuthority => (Indication.Indeterminate, SubIndication.RevokedCaNoPoe),
        PathFailure.RevocationUnproven => (Indication.Indeterminate, SubIndication.NoPoe),
        PathFailure.OnHold or PathFailure.RevocationUnknown => (Indication.Indeterminate, SubIndication.TryLater),
        PathFailure.ChainConstraints or PathFailure.Purpose => (Indication.Indeterminate, SubIndication.ChainConstraintsFailure),
        PathFailure.CryptoConstraints => (Indication.Indeterminate, SubIndication.CryptoConstraintsFailureNoPoe),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IReadOnlyList<Certificate> ReadTarget(string file)
    {
        if (!File.Exists(file))
        {
            throw new InputException($"There is no file '{file}'.");
        }

        try
        {
            var found = Certificate.ParseAll(Inputs.ReadSmall(file));
            return found.Count > 0 ? found : throw new InputException($"'{file}' holds no certificate.");
        }
        catch (CmsSyntaxException exception)
        {
            throw new InputException($"'{file}' is no certificate: {exception.Message}", exception);
        }
    }

    private static CertificateRevocationList ReadCrl(string file)
    {
        try
        {
            return CertificateRevocationList.Parse(Inputs.ReadSmall(file));
        }
        catch (Exception exception) when (exception is CmsSyntaxException or InputException)
        {
            throw new UsageException($"'{file}' is no CRL: {exception.Message}", exception);
        }
    }

    private static string[] InitialPolicies(string? text)
    {
        if (text is null)
        {
            return [PathPolicy.AnyPolicy];
        }

        var policies = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return policies.Length > 0 && policies.All(policy => policy.All(letter => char.IsAsciiDigit(letter) || letter == '.'))
            ? policies : throw new UsageException($"'{text}' is no list of policy identifiers such as 2.5.29.32.0.");
    }
}

namespace TrustPlatform.Signatures.Validation;

/// <summary>The checks of one signature as they are made, and the conclusion that they lead to.</summary>
internal sealed class Judgement
{
    private readonly List<RuleFinding> _findings = [];

    public IReadOnlyList<RuleFinding> Findings => _findings;

    /// <summary>TOTAL-PASSED until a check fails; a failure outweighs an uncertainty, and the first of a kind stays.</summary>
    public (Indication Indication, SubIndication? SubIndication) Conclusion { get; private set; } = (Indication.TotalPassed, null);

    public void Ok(ValidationRule rule, string detail) => _findings.Add(new(rule, RuleResult.Ok, detail));

    public void Warn(ValidationRule rule, string detail) => _findings.Add(new(rule, RuleResult.Warn, detail));

    public void Fail(ValidationRule rule, SubIndication reason, string detail) => Add(rule, Indication.TotalFailed, reason, detail);

    public void Doubt(ValidationRule rule, SubIndication reason, string detail) => Add(rule, Indication.Indeterminate, reason, detail);

    /// <summary>Takes findings made elsewhere; those that fail make the signature fail.</summary>
    public void Take(IEnumerable<RuleFinding> findings, SubIndication reason)
    {
        foreach (var finding in findings)
        {
            if (finding.Result == RuleResult.Fail)
            {
                Fail(finding.Rule, reason, finding.Detail);
            }
            else
            {
                _findings.Add(finding);
            }
        }
    }

    /// <summary>Takes all findings of another judgement and its conclusion.</summary>
    public void Adopt(Judgement other)
    {
        _findings.AddRange(other._findings);
        Conclude(other.Conclusion);
    }

    private void Conclude((Indication Indication, SubIndication? SubIndication) other)
    {
        var isWorse = other.Indication == Indication.TotalFailed && Conclusion.Indication != Indication.TotalFailed;
        if (Conclusion.Indication == Indication.TotalPassed || isWorse)
        {
            Conclusion = other;
        }
    }

    private void Add(ValidationRule rule, Indication indication, SubIndication reason, string detail)
    {
        _findings.Add(new(rule, RuleResult.Fail, detail));
        Conclude((indication, reason));
    }
}

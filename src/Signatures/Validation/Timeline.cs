namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// The proofs of existence that document timestamps give (EN 319 102-1, 5.6.2.3): from the last to the first, each judged at
/// the time that a later valid one proves (control-time sliding), the last one at the time of validation.
/// </summary>
internal sealed class Timeline
{
    private readonly List<(int Revision, DateTimeOffset Time)> _proofs = [];
    private readonly DateTimeOffset _now;

    private Timeline(DateTimeOffset now) => _now = now;

    public static Timeline Of(IEnumerable<SignatureInProcess> signatures, TrustJudge judge, DateTimeOffset now)
    {
        var timeline = new Timeline(now);
        judge.Proofs = timeline;
        foreach (var stamp in signatures.Where(signature => signature.IsTimestamp).Reverse())
        {
            timeline.Judge(stamp, judge);
        }

        return timeline;
    }

    /// <summary>The earliest time at which everything up to a revision is proven to exist; null for none.</summary>
    public DateTimeOffset? Proof(int revision)
    {
        var times = _proofs.Where(proof => proof.Revision >= revision).Select(proof => proof.Time).ToList();
        return times.Count == 0 ? null : times.Min();
    }

    /// <summary>The time at which something of a revision that is itself unproven is judged.</summary>
    public JudgedTime Control(int revision) => Proof(revision) is { } time ? new(time, true) : new(_now, false);

    private void Judge(SignatureInProcess stamp, TrustJudge judge)
    {
        if (stamp is not { IsIntact: true, Integrity.Certificate: { } certificate, Content.Token: { } token })
        {
            return;
        }

        var later = Proof(stamp.SignedRevision + 1);
        if (later is { } bound && token.GenTime > bound)
        {
            stamp.Judgement.Doubt(
                ValidationRules.TimestampOrder, SubIndication.TimestampOrderFailure, "The timestamp is later than one that covers it.");
        }

        var control = later is { } proven ? new JudgedTime(proven, true) : new(_now, false);
        stamp.Trust = judge.Judge(certificate, control, CertificatePurpose.Timestamping, stamp.Judgement);
        judge.JudgeAlgorithms(token, certificate, control, stamp.Judgement);
        if (stamp.Judgement.Conclusion.Indication == Indication.TotalPassed)
        {
            stamp.Judgement.Ok(ValidationRules.ProvenTime, $"Everything covered existed at {ValidationReport.Instant(token.GenTime)}.");
            stamp.ProvenTime = token.GenTime;
            stamp.HasValidTimestamp = true;
            _proofs.Add((stamp.SignedRevision, token.GenTime));
        }
    }
}

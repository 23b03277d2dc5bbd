using Xunit;

namespace TrustPlatform.Contracts.Tests;

public sealed class ContractTests
{
    [Fact]
    public void Two_parties_sign_and_the_contract_completes()
    {
        var scene = new Scene().Sent(1, 1);

        scene.Signs(0);
        Assert.Equal(ContractStatus.InProgress, scene.Contract.Status);
        scene.Signs(1);
        Assert.Equal(ContractStatus.Sealing, scene.Contract.Status);
        scene.SealAndComplete();

        Assert.Equal(ContractStatus.Completed, scene.Contract.Status);
        Assert.All(scene.Contract.Parties, party => Assert.True(Contract.IsProven(party)));
        Assert.Equal(scene.Events.Count, scene.Contract.Sequence);
    }

    [Fact]
    public void Nothing_can_be_asked_of_a_contract_that_does_not_exist() =>
        new Scene().Refuses(RefusalCode.ContractNotFound, new ContractCommand.Void("x"));

    [Fact]
    public void A_draft_without_document_is_not_sent()
    {
        var scene = new Scene();
        scene.Must(Scene.Create());

        scene.Refuses(RefusalCode.DocumentMissing, new ContractCommand.Send(Scene.Frozen, []));
    }

    [Fact]
    public void A_rehearsal_names_the_first_refusal_and_changes_nothing()
    {
        var (contract, now) = (new Scene().Draft(1).Contract, new Scene().Now);
        ContractCommand attach = new ContractCommand.AttachDocument(Scene.Original, 1);

        Assert.Null(contract.Rehearse([attach, attach], now));
        Assert.Equal(
            RefusalCode.IllegalTransition,
            contract.Rehearse([attach, new ContractCommand.Void("x"), attach, new ContractCommand.AddParties([])], now)?.Code);
        Assert.Equal(ContractStatus.Draft, contract.Status);
    }

    [Fact]
    public void A_draft_without_parties_is_not_sent()
    {
        var scene = new Scene();
        scene.Must(Scene.Create());
        scene.Must(new ContractCommand.AttachDocument(Scene.Original, 1));

        scene.Refuses(RefusalCode.PartiesMissing, new ContractCommand.Send(Scene.Frozen, []));
    }

    [Fact]
    public void The_same_person_stands_once()
    {
        var scene = new Scene().Draft(1);

        scene.Refuses(RefusalCode.DuplicateParty, new ContractCommand.AddParties([Scene.Party(0)]));
        scene.Refuses(RefusalCode.DuplicateParty, new ContractCommand.AddParties([Scene.Party(1), Scene.Party(1)]));
    }

    [Fact]
    public void A_sent_contract_is_frozen()
    {
        var scene = new Scene().Sent(1);

        scene.Refuses(RefusalCode.IllegalTransition, new ContractCommand.AttachDocument(Scene.DigestOf("other"), 1));
        scene.Refuses(RefusalCode.IllegalTransition, new ContractCommand.AddParties([Scene.Party(5)]));
        scene.Refuses(RefusalCode.IllegalTransition, scene.SendCommand());
        Assert.Equal(Scene.Frozen, scene.Contract.Document);
    }

    [Fact]
    public void Another_persons_link_is_refused()
    {
        var scene = new Scene().Sent(1, 1);

        scene.Refuses(RefusalCode.IdentityMismatch, Scene.Identify(0) with { Citizen = Scene.Citizen(1) });
        scene.Refuses(RefusalCode.LinkUnknown, Scene.Identify(0) with { LinkDigest = Scene.Link(9) });
        scene.Must(Scene.Identify(0));
        scene.Refuses(RefusalCode.LinkOfAnotherPerson, Scene.Identify(0) with { Citizen = Scene.Citizen(1) });
    }

    [Theory]
    [InlineData("Nguyễn Văn A", true, "the same")]
    [InlineData("NGUYỄN  VĂN A", true, "upper case and spaces")]
    [InlineData("Nguyê\u0303n Va\u0306n A", true, "decomposed")]
    [InlineData("Nguyen Van A", false, "without diacritics")]
    [InlineData("Nguyễn Văn B", false, "another name")]
    public void The_name_must_be_the_partys(string name, bool accepted, string _)
    {
        var scene = new Scene().Sent(1);

        Assert.Equal(accepted, scene.Give(Scene.Identify(0) with { Name = name }) is Decision.Accepted);
    }

    [Fact]
    public void Level_1_does_not_sign()
    {
        var scene = new Scene().Sent(1);

        scene.Refuses(RefusalCode.IdentityLevelTooLow, Scene.Identify(0) with { Level = 1 });
    }

    [Fact]
    public void Steps_come_in_order()
    {
        var scene = new Scene().Sent(1);
        var (party, citizen) = (new PartyId(1), Scene.Citizen(0));

        scene.Refuses(RefusalCode.NotIdentified, new ContractCommand.View(party, citizen));
        scene.Must(Scene.Identify(0));
        scene.Refuses(RefusalCode.NotViewed, new ContractCommand.Consent(party, citizen, "x", "vi"));
        scene.Must(new ContractCommand.View(party, citizen));
        scene.Refuses(RefusalCode.ConsentMissing, new ContractCommand.RequestAuthorisation(party, citizen, "00"));
        scene.Must(new ContractCommand.Consent(party, citizen, "x", "vi"));
        scene.Refuses(
            RefusalCode.AuthorisationMissing, new ContractCommand.Authorise(party, citizen, "challenge", 2, "a", "s"));
        scene.Refuses(RefusalCode.AuthorisationMissing, new ContractCommand.BeginSigning(party, Scene.TimestampRoom));
    }

    [Fact]
    public void An_authorisation_lapses_after_five_minutes()
    {
        var scene = new Scene().Sent(1);
        scene.Must(Scene.Identify(0));
        scene.Must(new ContractCommand.View(new(1), Scene.Citizen(0)));
        scene.Must(new ContractCommand.Consent(new(1), Scene.Citizen(0), "x", "vi"));
        scene.Must(new ContractCommand.RequestAuthorisation(new(1), Scene.Citizen(0), "00"));
        var answer = scene.Authorise(0);

        scene.Now += Contract.AuthorisationLifetime + TimeSpan.FromTicks(1);

        scene.Refuses(RefusalCode.AuthorisationExpired, answer);
    }

    [Fact]
    public void An_answer_to_an_earlier_question_is_refused()
    {
        var scene = new Scene().Sent(1);
        scene.Must(Scene.Identify(0));
        scene.Must(new ContractCommand.View(new(1), Scene.Citizen(0)));
        scene.Must(new ContractCommand.Consent(new(1), Scene.Citizen(0), "x", "vi"));
        scene.Must(new ContractCommand.RequestAuthorisation(new(1), Scene.Citizen(0), "00"));
        var earlier = scene.Authorise(0);

        scene.Must(new ContractCommand.RequestAuthorisation(new(1), Scene.Citizen(0), "01"));

        scene.Refuses(RefusalCode.AuthorisationMismatch, earlier);
    }

    [Fact]
    public void A_consent_given_anew_voids_the_question_that_was_asked()
    {
        var scene = new Scene().Sent(1);
        scene.Must(Scene.Identify(0));
        scene.Must(new ContractCommand.View(new(1), Scene.Citizen(0)));
        scene.Must(new ContractCommand.Consent(new(1), Scene.Citizen(0), "x", "vi"));
        scene.Must(new ContractCommand.RequestAuthorisation(new(1), Scene.Citizen(0), "00"));
        var answer = scene.Authorise(0);

        scene.Must(new ContractCommand.Consent(new(1), Scene.Citizen(0), "y", "en"));

        scene.Refuses(RefusalCode.AuthorisationMismatch, answer);
    }

    [Fact]
    public void An_authorisation_is_used_once()
    {
        var scene = new Scene().Sent(1, 1);
        scene.Signs(0);

        scene.Refuses(RefusalCode.AlreadySigned, new ContractCommand.BeginSigning(new(1), Scene.TimestampRoom));
        scene.Refuses(
            RefusalCode.AlreadySigned, new ContractCommand.RequestAuthorisation(new(1), Scene.Citizen(0), "ff"));
        Assert.IsType<Decision.Repeated>(scene.Give(scene.Record(0)));
    }

    [Fact]
    public void A_lapsed_authorisation_is_asked_for_again_and_the_old_answer_is_worth_nothing()
    {
        var scene = new Scene().Sent(1);
        scene.Authorised(0);
        scene.Must(new ContractCommand.BeginSigning(new(1), Scene.TimestampRoom));
        var (old, late) = (scene.Authorise(0), scene.Record(0));

        scene.Must(new ContractCommand.LapseAuthorisation(new(1), late.AuthorisationId));

        scene.Refuses(RefusalCode.Superseded, late);
        scene.Refuses(RefusalCode.AuthorisationMissing, new ContractCommand.BeginSigning(new(1), Scene.TimestampRoom));
        scene.Must(new ContractCommand.RequestAuthorisation(new(1), Scene.Citizen(0), "0a"));
        scene.Refuses(RefusalCode.AuthorisationMismatch, old);
        scene.Must(scene.Authorise(0));
        scene.Must(new ContractCommand.BeginSigning(new(1), Scene.TimestampRoom));
        Assert.IsType<Decision.Repeated>(scene.Give(new ContractCommand.LapseAuthorisation(new(1), late.AuthorisationId)));
        scene.Must(scene.Record(0));
        Assert.True(Contract.IsProven(scene.Contract.Parties[0]));
        scene.Refuses(RefusalCode.AlreadySigned, new ContractCommand.LapseAuthorisation(new(1), late.AuthorisationId));
    }

    [Fact]
    public void Stages_sign_one_after_the_other()
    {
        var scene = new Scene().Sent(1, 2);
        scene.Must(Scene.Identify(1));
        scene.Must(new ContractCommand.View(new(2), Scene.Citizen(1)));

        scene.Refuses(RefusalCode.NotYourTurn, new ContractCommand.Consent(new(2), Scene.Citizen(1), "x", "vi"));
        scene.Signs(0);
        scene.Must(new ContractCommand.Consent(new(2), Scene.Citizen(1), "x", "vi"));
    }

    [Fact]
    public void Two_signatures_are_not_made_at_once()
    {
        var scene = new Scene().Sent(1, 1);
        scene.Authorised(0);
        scene.Authorised(1);
        scene.Must(new ContractCommand.BeginSigning(new(1), Scene.TimestampRoom));

        scene.Refuses(RefusalCode.NotYourTurn, new ContractCommand.BeginSigning(new(2), Scene.TimestampRoom));
        Assert.IsType<Decision.Repeated>(scene.Give(new ContractCommand.BeginSigning(new(1), Scene.TimestampRoom)));
    }

    [Fact]
    public void A_signature_over_another_file_is_refused()
    {
        var scene = new Scene().Sent(1);
        scene.Authorised(0);
        scene.Must(new ContractCommand.BeginSigning(new(1), Scene.TimestampRoom));

        scene.Refuses(RefusalCode.Superseded, scene.Record(0) with { Base = Scene.DigestOf("other") });
        scene.Refuses(RefusalCode.Superseded, scene.Record(0) with { AuthorisationId = "other" });
    }

    [Fact]
    public void The_deadline_closes_the_contract()
    {
        var scene = new Scene().Sent(1);
        scene.Refuses(RefusalCode.IllegalTransition, new ContractCommand.Expire());

        scene.Now = scene.Contract.Deadline.AddTicks(1);

        scene.Refuses(RefusalCode.LinkExpired, Scene.Identify(0));
        scene.Must(new ContractCommand.Expire());
        Assert.Equal(ContractStatus.Expired, scene.Contract.Status);
        scene.Refuses(RefusalCode.IllegalTransition, Scene.Identify(0));
    }

    [Fact]
    public void A_declined_contract_is_over_for_everybody()
    {
        var scene = new Scene().Sent(1, 1);
        scene.Signs(0);
        scene.Must(Scene.Identify(1));
        scene.Must(new ContractCommand.Decline(new(2), Scene.Citizen(1), "Sai mức lương"));

        Assert.Equal(ContractStatus.Declined, scene.Contract.Status);
        scene.Refuses(RefusalCode.IllegalTransition, new ContractCommand.Void("late"));
        scene.Refuses(RefusalCode.IllegalTransition, new ContractCommand.BeginSealing());
    }

    [Fact]
    public void A_repeated_key_repeats_nothing_and_another_request_under_it_is_refused()
    {
        var scene = new Scene().Sent(1);

        Assert.IsType<Decision.Accepted>(scene.Give(new ContractCommand.Void("a"), "void-key-1", "one"));
        Assert.IsType<Decision.Repeated>(scene.Give(new ContractCommand.Void("a"), "void-key-1", "one"));
        var reused = Assert.IsType<Decision.Refused>(scene.Give(new ContractCommand.Void("b"), "void-key-1", "two"));
        Assert.Equal(RefusalCode.IdempotencyKeyReused, reused.Refusal.Code);
    }

    [Fact]
    public void Every_event_and_the_state_read_back_as_they_were()
    {
        var scene = new Scene().Sent(1, 1);
        scene.Signs(0);
        scene.Signs(1);
        scene.SealAndComplete();

        var replayed = scene.Events.Aggregate(Contract.Empty, (contract, happened) =>
            contract.Apply(EventCodec.Decode(EventCodec.NameOf(happened), EventCodec.Encode(happened))));
        var restored = EventCodec.DecodeState(EventCodec.Encode(scene.Contract));

        Assert.Equal(EventCodec.Encode(scene.Contract), EventCodec.Encode(replayed));
        Assert.Equal(EventCodec.Encode(scene.Contract), EventCodec.Encode(restored));
    }
}

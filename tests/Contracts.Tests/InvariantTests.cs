using CsCheck;
using Xunit;

namespace TrustPlatform.Contracts.Tests;

/// <summary>P06-29 over random interleavings: completed means that every signer is identified, authorised for this document and signed.</summary>
public sealed class InvariantTests
{
    private const int Parties = 3;

    private static readonly Gen<(int Action, int Party, int Other, int Minutes)> s_step =
        Gen.Select(Gen.Int[0, 18], Gen.Int[0, Parties - 1], Gen.Int[0, Parties - 1], Gen.Int[0, 8]);

    [Fact]
    public void No_interleaving_completes_an_unproven_contract() =>
        s_step.Array[0, 120].Sample(steps =>
        {
            var scene = new Scene().Draft(1, 1, 2);
            var signed = new Dictionary<PartyId, int>();
            foreach (var step in steps)
            {
                var before = scene.Contract;
                var count = scene.Events.Count;
                scene.Give(Command(scene, step));
                foreach (var happened in scene.Events.Skip(count).OfType<ContractEvent.PartySigned>())
                {
                    signed[happened.Party] = signed.GetValueOrDefault(happened.Party) + 1;
                }

                Assert.Equal(before.Sequence + scene.Events.Count - count, scene.Contract.Sequence);
                Assert.True(!before.HasEnded || scene.Contract.Status == before.Status);
                Assert.All(signed.Values, times => Assert.Equal(1, times));
                if (scene.Contract.Status is ContractStatus.Completed or ContractStatus.Sealing)
                {
                    Assert.All(scene.Contract.Parties, party => Assert.True(Contract.IsProven(party)));
                    Assert.Equal(Parties, signed.Count);
                }
            }
        }, iter: 3_000);

    [Fact]
    public void A_walk_that_goes_right_reaches_the_end_from_every_point() =>
        s_step.Where(step => step.Action is not (15 or 16 or 17)).Array[0, 40].Sample(steps =>
        {
            var scene = new Scene().Sent(1, 1, 1);
            foreach (var step in steps)
            {
                scene.Give(Command(scene, step with { Minutes = 0 }));
            }

            for (var i = 0; i < Parties; i++)
            {
                Finish(scene, i);
            }

            scene.Give(new ContractCommand.BeginSealing());
            scene.Give(Command(scene, (12, 0, 0, 0)));
            scene.Give(Command(scene, (13, 0, 0, 0)));

            Assert.Equal(ContractStatus.Completed, scene.Contract.Status);
        }, iter: 500);

    private static void Finish(Scene scene, int i)
    {
        // A signature under way elsewhere is finished first.
        foreach (var other in Enumerable.Range(0, Parties).OrderByDescending(p => scene.Contract.Parties[p].Intent is not null))
        {
            if (scene.Contract.Parties[other] is { Intent: not null, HasSigned: false })
            {
                scene.Must(scene.Record(other));
            }
        }

        if (!scene.Contract.Parties[i].HasSigned)
        {
            foreach (var action in (ReadOnlySpan<int>)[1, 2, 3, 4, 5, 6, 7])
            {
                scene.Give(Command(scene, (action, i, i, 0)));
            }
        }
    }

    private static ContractCommand Command(Scene scene, (int Action, int Party, int Other, int Minutes) step)
    {
        scene.Now += TimeSpan.FromMinutes(step.Minutes);
        var (id, citizen, other) = (new PartyId(step.Party + 1), Scene.Citizen(step.Party), Scene.Citizen(step.Other));
        var party = scene.Contract.Parties[step.Party];
        return step.Action switch
        {
            0 => scene.SendCommand(),
            1 => Scene.Identify(step.Party),
            2 => new ContractCommand.View(id, citizen),
            3 => new ContractCommand.Consent(id, citizen, "Tôi đồng ý.", "vi"),
            4 => new ContractCommand.RequestAuthorisation(id, citizen, $"{scene.Contract.Sequence:x32}"),
            5 => new ContractCommand.Authorise(id, citizen, party.Authorisation?.Challenge ?? "", 2, $"a{id}", "s"),
            6 => new ContractCommand.BeginSigning(id, Scene.TimestampRoom),
            7 => Record(scene, id, party),
            8 => Scene.Identify(step.Party) with { Citizen = other },
            9 => new ContractCommand.Authorise(
                id, other, scene.Contract.Parties[step.Other].Authorisation?.Challenge ?? "", 2, "x", "s"),
            10 => Scene.Identify(step.Party) with { Level = 1 },
            11 => new ContractCommand.BeginSealing(),
            12 => new ContractCommand.RecordSeal(
                scene.Contract.Document ?? Scene.Original, Scene.DigestOf("sealed"), "5402", scene.Now),
            13 => new ContractCommand.Complete(scene.Contract.Document ?? Scene.Original, Scene.DigestOf("archived")),
            14 => new ContractCommand.Authorise(id, citizen, party.Authorisation?.Challenge ?? "", 1, "low", "s"),
            15 => new ContractCommand.Decline(id, citizen, "Không"),
            16 => new ContractCommand.Void("Thu hồi"),
            18 => new ContractCommand.LapseAuthorisation(id, party.Intent?.AuthorisationId ?? "none"),
            _ => new ContractCommand.Expire(),
        };
    }

    private static ContractCommand.RecordSignature Record(Scene scene, PartyId id, Party party) => new(
        id, party.Intent?.AuthorisationId ?? "none", party.Intent?.Base ?? Scene.Original,
        Scene.DigestOf($"signed {id} {scene.Contract.Sequence}"), "5401", "CA", "digest", scene.Now);
}

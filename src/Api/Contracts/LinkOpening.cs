using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Contracts;

/// <summary>Binds a one-time link to the identified person who opens it first.</summary>
internal sealed class LinkOpening(IGrainFactory grains)
{
    public async Task<CommandOutcome> Open(LinkToken token, CitizenId citizen)
    {
        if (await grains.Citizen(citizen).Read() is not { } record)
        {
            return new CommandOutcome.Refused(new(RefusalCode.NotIdentified, ContractStatus.Draft));
        }

        var command = new ContractCommand.Identify(
            token.Digest, citizen, record.Name, record.Level, record.AssertionDigest, record.SealedAssertion);
        return await grains.Contract(token.Contract).Execute(new(command, citizen.ToString(), null, ""));
    }
}

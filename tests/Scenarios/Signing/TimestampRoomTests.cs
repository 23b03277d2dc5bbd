using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Utilities.Collections;
using Org.BouncyCastle.X509;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Pki;
using TrustPlatform.Scenarios.Running;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Scenarios.Signing;

/// <summary>A one-time key signs one digest, of which the room for the timestamp is part: it is measured once, and kept.</summary>
public sealed partial class TimestampRoomTests : IAsyncLifetime
{
    /// <summary>More than a token of ours and its signature take.</summary>
    private const int Long = 8192;

    private readonly Authority _authority = new();
    private readonly RunningPlatform _platform;

    public TimestampRoomTests() => _platform = new()
    {
        Replacements = services => services.AddSingleton<ITimestampSource>(provider =>
        {
            _authority.Pki = provider.GetRequiredService<PlatformPki>();
            return _authority;
        }),
    };

    public ValueTask InitializeAsync() => _platform.InitializeAsync();

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task A_signature_that_was_begun_has_the_same_room_after_a_restart()
    {
        _authority.Lengthens = true;
        var contract = await _platform.Send(People.An);
        _authority.Fails = true;
        await _platform.Sign(contract, People.An);
        Assert.Equal(1, await Count(contract, "party.signing_started"));
        Assert.Equal(0, await Count(contract, "party.signed"));

        (_authority.Lengthens, _authority.Fails) = (false, false);
        await _platform.Restart();
        await _platform.WaitFor(contract, "evidence.ready");

        Assert.Equal(1, await Count(contract, "party.authorised"));
        Assert.Equal(0, await Count(contract, "party.authorisation_lapsed"));
        var (party, seal) = await Rooms(contract);
        Assert.True(party > Long && seal < party - Long / 2, $"{party}, {seal}"); // the seal's was measured after the restart
    }

    [Fact]
    public async Task Tokens_of_any_length_find_room_and_when_they_become_longer_the_person_is_asked_again()
    {
        var contract = await _platform.Send(People.An, People.Binh);
        await _platform.Sign(contract, People.An);
        _authority.Lengthens = true;
        await _platform.Sign(contract, People.Binh);
        await _platform.WaitFor(contract, "party.authorisation_lapsed");

        await _platform.Sign(contract, People.Binh);
        await _platform.WaitFor(contract, "evidence.ready");

        Assert.Equal(2, await Count(contract, "party.signed"));
        Assert.Equal(2, await Count(contract, "certificate.issued"));
        Assert.Equal(1, await Count(contract, "party.authorisation_lapsed"));
        var (party, seal) = await Rooms(contract);
        Assert.True(party < Long && seal > Long, $"{party}, {seal}");
    }

    [Fact]
    public async Task A_seal_whose_token_has_become_longer_is_set_with_more_room()
    {
        (_authority.Lengthens, _authority.Steady) = (true, 2); // the sample and the party's own token
        var contract = await _platform.Send(People.An);

        await _platform.Sign(contract, People.An);
        await _platform.WaitFor(contract, "evidence.ready");

        Assert.Equal(1, await Count(contract, "party.signed"));
        Assert.Equal(1, await Count(contract, "seal.applied"));
        var (party, seal) = await Rooms(contract);
        Assert.True(party < Long && seal > Long, $"{party}, {seal}");
    }

    private async Task<int> Count(string contract, string type) =>
        (await _platform.Events(contract)).Count(happened => happened.GetProperty("type").GetString() == type);

    /// <summary>Bytes that the first signature and the seal have.</summary>
    private async Task<(int First, int Seal)> Rooms(string contract)
    {
        var file = await _platform.Business.Download($"/v1/contracts/{contract}/document", CancellationToken.None);
        var rooms = Room().Matches(Encoding.Latin1.GetString(file)).Select(match => match.Groups[1].Length / 2).ToList();
        return (rooms[0], rooms[^2]); // the last is the document timestamp
    }

    [GeneratedRegex("/Contents ?<([0-9A-F]+)>")]
    private static partial Regex Room();

    /// <summary>The platform's own authority, with more certificates in its tokens.</summary>
    private sealed class Authority : ITimestampSource
    {
        public PlatformPki? Pki { get; set; }

        public bool Lengthens { get; set; }

        /// <summary>How many tokens are left that are not lengthened.</summary>
        public int Steady { get; set; }

        /// <summary>A sample is given all the same.</summary>
        public bool Fails { get; set; }

        public Task<TimeStampToken> TimestampAsync(ReadOnlyMemory<byte> sha256Digest, CancellationToken cancellationToken)
        {
            if (Fails && !sha256Digest.Span.SequenceEqual(SHA256.HashData([])))
            {
                throw new SourceUnavailableException("The authority rests.");
            }

            var request = TimeStampRequest.Create(HashAlgorithmName.SHA256, sha256Digest.Span);
            var token = TimeStampResponse.Parse(Pki!.AnswerTimestampRequest(request.Encoded)).Token!;
            return Task.FromResult(Lengthens && Steady-- <= 0 ? Lengthened(token) : token);
        }

        private TimeStampToken Lengthened(TimeStampToken token)
        {
            var cms = new CmsSignedData(token.Encoded.ToArray());
            var more = Pki!.Certificates.Select(certificate => new X509Certificate(certificate.RawData.ToArray()));
            return TimeStampToken.Parse(CmsSignedData.ReplaceCertificatesAndCrls(
                cms, CollectionUtilities.CreateStore(cms.GetCertificates().EnumerateMatches(null).Union(more)),
                cms.GetCrls(), cms.GetAttributeCertificates()).GetEncoded("DER"));
        }
    }
}

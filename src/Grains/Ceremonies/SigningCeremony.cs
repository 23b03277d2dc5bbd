using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using TrustPlatform.Contracts;
using TrustPlatform.Identity;
using TrustPlatform.Pki;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Grains.Ceremonies;

/// <summary>
/// The signature activation module: it believes no database row. The identity provider's signed answer is verified again, the
/// challenge recomputed, the file hashed; only then is a key made, certified, used and destroyed. Repeating a ceremony after a
/// crash asks the same key for the same digest, so there is one certificate and one signature for one authorisation.
/// </summary>
internal sealed class SigningCeremony(
    PlatformPki pki, MeasuredTimestamps timestamps, DocumentFiles files, PersonalDataProtector protector, VneIdOptions identity,
    IOptions<GrainsOptions> options)
{
    private static readonly TimeSpan s_vietNam = TimeSpan.FromHours(7);

    private readonly Lazy<byte[]> _font = new(() => File.ReadAllBytes(options.Value.FontFile));

    /// <summary>The owner's field in every contract.</summary>
    public const string SealField = "Seal";

    /// <summary>Bytes to keep for the timestamp of a signature that is about to be begun.</summary>
    public Task<int> TimestampRoom() => timestamps.Room();

    public async Task<SignedFile> Sign(Contract contract, Party party)
    {
        var intent = party.Intent ?? throw new InvalidOperationException("No signature was begun.");
        var (assertion, number) = Verify(contract, party);
        var credential = await pki.OneTimeAsync(new(
            intent.AuthorisationId, assertion.FullName, number, assertion.Level,
            Convert.FromHexString(party.Authorisation!.AssertionDigest!),
            SHA256.HashData(Encoding.UTF8.GetBytes(contract.Id.ToString()))));
        return await Sign(
            contract, intent, credential, party.FieldName, assertion.FullName, $"Ký {contract.Title}",
            "Ký điện tử, danh tính VNeID mức 2");
    }

    public Task<SignedFile> Seal(Contract contract)
    {
        var intent = contract.SealIntent ?? throw new InvalidOperationException("No seal was begun.");
        return Sign(
            contract, intent, pki.Seal(SealSubjectOf(contract)), SealField, contract.OwnerName, $"Đóng dấu {contract.Title}",
            "Con dấu điện tử của tổ chức");
    }

    public static SealSubject SealSubjectOf(Contract contract) =>
        new(contract.Owner.ToString(), contract.OwnerName, contract.Owner.ToString()["org-".Length..]);

    private async Task<SignedFile> Sign(
        Contract contract, SigningIntent intent, SigningCredential credential, string field, string name, string reason,
        string kind)
    {
        // A certificate that an outage delayed begins after the intent, and so does the signature: no key signs before its validity.
        var time = credential.Certificate.NotBefore > intent.SigningTime ? credential.Certificate.NotBefore : intent.SigningTime;
        var request = new PadesSigningRequest
        {
            FieldName = field,
            Key = credential.Key,
            Certificate = credential.Certificate,
            Chain = credential.Chain,
            SigningTime = time,
            SignerName = name,
            Reason = reason,
            Appearance = new(
                [name, kind, TimeLine(time), $"Mã tài liệu: {contract.Frozen!.Value.ShortCode}"], _font.Value),
            Timestamps = timestamps,
            TimestampRoom = intent.TimestampRoom ?? await timestamps.Room(),
        };
        await using var input = await files.Open(intent.Base);
        await using var frozen = await files.Open(contract.Frozen!.Value);
        await DocumentFiles.Check(input, intent.Base, frozen.Length, contract.Frozen.Value);
        await using var output = files.CreateTemporary();
        var result = await PadesSigner.SignAsync(input, output, request, CancellationToken.None);
        var document = await files.Keep(output);
        return new(
            document, credential.Certificate.SerialNumber, credential.Certificate.Issuer.CommonName ?? "",
            Convert.ToHexStringLower(SHA256.HashData(credential.Certificate.RawData.Span)),
            result.TimestampTime ?? throw new SourceUnavailableException("The signature has no timestamp."));
    }

    private (IdentityAssertion Assertion, string Number) Verify(Contract contract, Party party)
    {
        var authorisation = party.Authorisation!;
        var opened = protector.OpenAssertion(authorisation.SealedAssertion!);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(opened.Token)));
        var number = protector.OpenNumber(party.Identity.SealedNumber);
        var challenge = SigningChallenge.Compute(
            contract.Id, contract.Frozen!.Value, party.Id, party.Identity.CitizenId, party.ConsentDigest!, authorisation.Nonce);
        var nonce = System.Buffers.Text.Base64Url.EncodeToString(Convert.FromHexString(challenge));
        return digest == authorisation.AssertionDigest
            && VneIdClient.Reverify(opened.Token, opened.VerificationKey, identity, party.Intent!.SigningTime)
                is IdentificationOutcome.Identified { Assertion: { Level: >= 2 } assertion }
            && assertion.Nonce == nonce
            && assertion.PersonalNumber == number.Number
            && number.Commitment == party.Identity.NumberCommitment
            && PersonName.Compare(assertion.FullName, party.Name) == NameMatch.Same
                ? (assertion, number.Number)
                : throw new CryptographicException(
                    $"The authorisation of party {party.Id} of {contract.Id} does not hold; nothing was signed.");
    }

    private static string TimeLine(DateTimeOffset time) =>
        time.ToOffset(s_vietNam).ToString("'Ngày' dd/MM/yyyy HH:mm:ss '(GMT+7)'", CultureInfo.InvariantCulture);
}

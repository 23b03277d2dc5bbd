using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrustPlatform.Contracts;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Evidence.Tests;

/// <summary>
/// A completed contract with two parties, whose every part a test may change before it becomes a package. The PDF is a
/// stand-in and its verdict is given, but in <see cref="RealDocumentTests"/>.
/// </summary>
internal sealed class Sample
{
    public const string PartySerial = "0A11";
    public const string OtherSerial = "0A22";
    public const string Consent = "Tôi đồng ý ký hợp đồng này.";

    private static readonly byte[] s_frozen = "%PDF-1.7\nfrozen %%EO %%%EOF\r\n"u8.ToArray();
    private static readonly DateTimeOffset s_at = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    private readonly Platform _platform;

    public Sample(Platform platform)
        : this(platform, s_frozen, [.. s_frozen, .. "signature\n%%EOF\nseal\n%%EOF\n"u8], PartySerial, OtherSerial)
    {
    }

    public Sample(Platform platform, byte[] frozen, byte[] document, string firstSerial, string secondSerial)
    {
        _platform = platform;
        Assert.True(ContractId.TryParse("con-abcdefghijklmnopqrstuvwxyz", out var id));
        Id = id;
        Signer = Platform.SealOf(platform.Pki);
        DocumentSeal = Signer;
        (Frozen, Document) = (frozen, document);
        Add(new ContractEvent.Created(id, Owner, "CÔNG TY CỔ PHẦN MINH ANH", "Hợp đồng số 1", s_at.AddDays(30))
        {
            At = s_at,
            Actor = "org",
        });
        Add(new ContractEvent.DocumentAttached(DigestOf("original"u8), 1) { At = s_at, Actor = "org" });
        AddParty(1);
        AddParty(2);
        SentParty[] parties = [new(new(1), new(1, 0, 0, 100, 50), "l1"), new(new(2), new(1, 0, 0, 100, 50), "l2")];
        Add(new ContractEvent.Sent(DigestOf(Frozen), parties) { At = s_at, Actor = "org" });
        SignParty(1, firstSerial);
        SignParty(2, secondSerial);
        Add(new ContractEvent.SealApplied(DigestOf(Document), Signer.Certificate.SerialNumber, s_at) { At = s_at, Actor = "system" });
        Add(new ContractEvent.Completed(DigestOf(Document)) { At = s_at, Actor = "system" });
        Files["identities.json"] = JsonSerializer.SerializeToUtf8Bytes(((int[])[1, 2]).Select(party =>
            new { party = $"p{party}", number = NumberOf(party), salt = Convert.ToBase64String(SaltOf(party)) }));
        Files["reports/validation.json"] = "{}"u8.ToArray();
        Files["certificates/root.cer"] = platform.Pki.Roots[0].RawData.ToArray();
    }

    public ContractId Id { get; }

    public byte[] Frozen { get; }

    public byte[] Document { get; set; }

    public List<ContractEvent> Events { get; } = [];

    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public EvidenceSigner Signer { get; set; }

    /// <summary>Whose seal the document carries, by its verdict.</summary>
    public EvidenceSigner DocumentSeal { get; set; }

    public FileVerdict Verdict { get; set; } = FileVerdict.Valid;

    /// <summary>The organisation that sends the contract.</summary>
    private static OrganizationId Owner =>
        TaxCode.TryParse("0100109106", out var code) ? OrganizationId.For(code) : throw new InvalidOperationException();

    public static DocumentDigest DigestOf(ReadOnlySpan<byte> bytes) => DocumentDigest.From(SHA256.HashData(bytes));

    /// <summary>Replaces the only event of a type.</summary>
    public void Change<T>(Func<T, ContractEvent> change, int which = 0)
        where T : ContractEvent
    {
        var old = Events.OfType<T>().ElementAt(which);
        Events[Events.IndexOf(old)] = change(old);
    }

    public EvidenceContent Content()
    {
        var events = new List<EvidenceEvent>();
        var previous = EventChain.Start;
        foreach (var happened in Events)
        {
            var (type, payload) = (EventCodec.NameOf(happened), EventCodec.Encode(happened));
            previous = EventChain.Next(Id.ToString(), previous, events.Count + 1, type, payload);
            events.Add(new(events.Count + 1, type, payload, previous));
        }

        return new()
        {
            ContractId = Id.ToString(),
            Document = new MemoryStream(Document),
            Events = events,
            Files = [.. Files.Select(file => new EvidenceFile(file.Key, file.Value))],
        };
    }

    public async Task<byte[]> PackageAsync()
    {
        var output = new MemoryStream();
        await EvidencePackage.WriteAsync(Content(), Signer, output, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    public EvidenceReport Audit(byte[] package) => new EvidenceAudit(
        _platform.Context, (_, name, _, _) => Verdicts(name), TestContext.Current.CancellationToken).Run(new MemoryStream(package));

    /// <summary>The files of a package in their order.</summary>
    public static List<(string Name, byte[] Content)> Unzip(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        return [.. zip.Entries.Select(entry =>
        {
            using var content = entry.Open();
            var copy = new MemoryStream();
            content.CopyTo(copy);
            return (entry.FullName, copy.ToArray());
        })];
    }

    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> files)
    {
        var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var content = zip.CreateEntry(name).Open();
                content.Write(bytes);
            }
        }

        return output.ToArray();
    }

    private void Add(ContractEvent happened) => Events.Add(happened);

    private void AddParty(int number) => Add(new ContractEvent.PartyAdded(
        new(number), "Nguyễn Văn An", 1,
        new(CitizenOf(number), "0010••••3456",
            Convert.ToBase64String(HMACSHA256.HashData(SaltOf(number), Encoding.ASCII.GetBytes(NumberOf(number)))), "", ""), null)
    {
        At = s_at,
        Actor = "org",
    });

    private void SignParty(int number, string serial)
    {
        var (party, nonce, authorisation) = (new PartyId(number), $"nonce-{number}", $"a{number}");
        var consent = SigningChallenge.DigestOf(Consent);
        var challenge = SigningChallenge.Compute(Id, DigestOf(Frozen), party, CitizenOf(number), consent, nonce);
        var identified = AddAssertion("identify", number);
        var answered = AddAssertion(Base64Url.EncodeToString(Convert.FromHexString(challenge)), number);
        Files[$"consents/{consent}.txt"] = Encoding.UTF8.GetBytes(Consent);
        var actor = CitizenOf(number).ToString();
        Add(new ContractEvent.PartyIdentified(party, CitizenOf(number), "Nguyễn Văn An", 2, identified, "") { At = s_at, Actor = actor });
        Add(new ContractEvent.PartyConsented(party, Consent, consent, "vi") { At = s_at, Actor = actor });
        Add(new ContractEvent.AuthorisationRequested(party, authorisation, nonce, challenge, s_at.AddMinutes(5)) { At = s_at, Actor = actor });
        Add(new ContractEvent.PartyAuthorised(party, authorisation, answered, "") { At = s_at, Actor = actor });
        Add(new ContractEvent.PartySigned(party, authorisation, DigestOf(Document), serial, s_at) { At = s_at, Actor = "system" });
    }

    /// <summary>Adds the file of an ID token with this nonce and returns the digest of the token.</summary>
    public string AddAssertion(string nonce, int party)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = Encode("{\"alg\":\"ES256\"}") + "." +
            Encode(JsonSerializer.Serialize(new { iss = "https://vneid.test", nonce, SoDinhDanh = NumberOf(party) }));
        var token = signed + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256));
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        Files[$"assertions/{digest}.json"] = JsonSerializer.SerializeToUtf8Bytes(new
        {
            token,
            verificationKey = new
            {
                kty = "EC",
                crv = "P-256",
                x = Base64Url.EncodeToString(point.X),
                y = Base64Url.EncodeToString(point.Y),
            },
        });
        return digest;
    }

    private ValidationReport Verdicts(string name) => new()
    {
        File = name,
        Verdict = Verdict,
        Signatures =
        [
            SignatureOf(SignatureKind.Signature, PartySerial, "CN=Person CA"),
            SignatureOf(SignatureKind.Signature, OtherSerial, "CN=Person CA"),
            SignatureOf(SignatureKind.Seal, DocumentSeal.Certificate.SerialNumber, DocumentSeal.Certificate.Issuer.ToString()),
        ],
    };

    private static SignatureReport SignatureOf(SignatureKind kind, string serial, string issuer) => new()
    {
        Field = null,
        Kind = kind,
        SubFilter = null,
        Revision = 1,
        Integrity = SignatureIntegrity.Intact,
        Coverage = SignatureCoverage.EntireFile,
        Changes = ChangeClass.None,
        Indication = Indication.TotalPassed,
        SubIndication = null,
        Trusted = true,
        Level = BaselineLevel.BLTA,
        Signer = new("", "", serial, issuer),
        ClaimedTime = null,
        ProvenTime = null,
        Rules = [],
    };

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string NumberOf(int party) => $"00109012345{party}";

    private static byte[] SaltOf(int party) => SHA256.HashData([(byte)party]);

    private static CitizenId CitizenOf(int party) => CitizenId.FromPseudonym(new string((char)('a' + party), 26));
}

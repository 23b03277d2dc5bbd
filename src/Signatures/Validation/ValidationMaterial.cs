using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// Certificates and revocation data that the file itself carries: in its security store (ISO 32000-2, 12.8.4.3), in the
/// signatures and in their timestamps; and what was fetched besides. Nothing here is trusted; it is only looked through.
/// </summary>
internal sealed class ValidationMaterial(KnownCertificates known)
{
    private const int MaxItems = 4096;

    private readonly Dictionary<string, int> _seen = [];
    private readonly HashSet<(long DataOffset, Delegate Take)> _taken = [];
    private readonly Dictionary<object, string> _keys = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, DateTimeOffset> _proofs = [];
    private int _revision;

    public List<Certificate> Certificates { get; } = [];

    public List<OcspResponse> OcspResponses { get; } = [];

    public List<CertificateRevocationList> Crls { get; } = [];

    private readonly List<int> _storeRevisions = [];

    /// <summary>The index of the last revision that extended the security store; -1 where there is none.</summary>
    public int SecurityStoreRevision => _storeRevisions is [.., var last] ? last : -1;

    /// <summary>The first revision at or after another one that extended the security store.</summary>
    public int FirstSecurityStoreRevision(int revision) => _storeRevisions.FirstOrDefault(store => store >= revision, int.MaxValue);

    public void TakeSecurityStore(PdfDocument document)
    {
        foreach (var revision in document.Revisions)
        {
            try
            {
                if (revision.Resolve<PdfDictionary>(revision.Catalog["DSS"]) is { } store)
                {
                    Take(revision, store);
                }
            }
            catch (PdfSyntaxException)
            {
                // A store that cannot be read holds nothing; the path rules then say what is missing.
            }
        }
    }

    /// <summary>The first revision whose bytes hold a CRL or OCSP response: what covers it proves the item.</summary>
    public int RevisionOf(object item) => _keys.TryGetValue(item, out var key) ? _seen[key] : int.MaxValue;

    /// <summary>The file carries the CRL or OCSP response; it was not fetched.</summary>
    public bool IsInFile(object item) => RevisionOf(item) != int.MaxValue;

    /// <summary>The time that the item's own signature proves, for signed attributes; null for none.</summary>
    public DateTimeOffset? SignedProof(object item) =>
        _keys.TryGetValue(item, out var key) && _proofs.TryGetValue(key, out var time) ? time : null;

    /// <summary>What a signer signed along with the document existed when a timestamp over the signature was made.</summary>
    public void Prove(CmsSignerInfo signer, DateTimeOffset time)
    {
        var values = RevocationValues.ReadSigned(signer);
        foreach (var key in values.Crls.Concat(values.OcspResponses).Concat(values.BasicOcspResponses).Select(Key))
        {
            _proofs[key] = _proofs.TryGetValue(key, out var known) && known < time ? known : time;
        }
    }

    /// <summary>Takes what a signature carries; its bytes are proven by what covers <paramref name="revision"/>.</summary>
    public void Take(CmsSignedData cms, int revision)
    {
        _revision = revision;
        foreach (var certificate in cms.Certificates)
        {
            Add(certificate);
        }

        cms.Crls.ToList().ForEach(AddCrl);
        cms.OcspResponses.ToList().ForEach(AddOcsp);
        foreach (var signer in cms.Signers)
        {
            var values = RevocationValues.Read(signer);
            values.Crls.ForEach(AddCrl);
            values.OcspResponses.ForEach(AddOcsp);
            values.BasicOcspResponses.ForEach(encoded => AddOcsp(encoded, OcspResponse.ParseBasic));
        }
    }

    /// <summary>Takes what no file carries; nothing proves it but the time of validation.</summary>
    public void Take(CollectedMaterial collected)
    {
        _revision = int.MaxValue;
        foreach (var certificate in collected.Certificates)
        {
            Add(certificate);
        }

        foreach (var response in collected.OcspResponses)
        {
            AddOcsp(response);
        }

        foreach (var crl in collected.Crls)
        {
            AddCrl(crl);
        }
    }

    private void Take(PdfRevision revision, PdfDictionary store)
    {
        _revision = revision.Index;
        var before = _seen.Count;
        TakeList(revision, store["Certs"], AddCertificate);
        TakeList(revision, store["OCSPs"], AddOcsp);
        TakeList(revision, store["CRLs"], AddCrl);
        foreach (var (_, value) in revision.Resolve<PdfDictionary>(store["VRI"])?.Entries ?? [])
        {
            var entry = revision.Resolve<PdfDictionary>(value) ?? PdfDictionary.Empty;
            TakeList(revision, entry["Cert"], AddCertificate);
            TakeList(revision, entry["OCSP"], AddOcsp);
            TakeList(revision, entry["CRL"], AddCrl);
        }

        if (_seen.Count > before || _storeRevisions.Count == 0)
        {
            _storeRevisions.Add(revision.Index);
        }
    }

    /// <summary>Each stream once: the store and its /VRI name the same ones, in every revision again.</summary>
    private void TakeList(PdfRevision revision, PdfObject? list, Action<ReadOnlyMemory<byte>> take)
    {
        foreach (var item in revision.Resolve<PdfArray>(list) ?? new([]))
        {
            try
            {
                if (revision.Resolve<PdfStream>(item) is { } stream && _taken.Add((stream.DataOffset, take)))
                {
                    take(revision.Decode(stream));
                }
            }
            catch (PdfSyntaxException)
            {
                // One broken stream does not spoil the others.
            }
        }
    }

    private bool IsNew(ReadOnlyMemory<byte> encoded)
    {
        var key = Key(encoded);
        return !IsSeen(key) && _seen.Count < MaxItems && _seen.TryAdd(key, _revision);
    }

    private bool IsSeen(string key)
    {
        if (!_seen.TryGetValue(key, out var first))
        {
            return false;
        }

        _seen[key] = Math.Min(first, _revision);
        return true;
    }

    public static string Key(ReadOnlyMemory<byte> encoded) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(encoded.Span));

    private void AddCertificate(ReadOnlyMemory<byte> encoded)
    {
        var key = Key(encoded);
        if (IsSeen(key))
        {
            return;
        }

        try
        {
            Add(known.Find(key) ?? Certificate.Parse(encoded.Span));
        }
        catch (CmsSyntaxException)
        {
            // What is no certificate cannot be part of a path.
        }
    }

    private void Add(Certificate certificate)
    {
        if (IsNew(certificate.RawData))
        {
            Certificates.Add(known.FirstOf(certificate));
        }
    }

    private void AddOcsp(ReadOnlyMemory<byte> encoded) => AddOcsp(encoded, OcspResponse.Parse);

    private void AddOcsp(ReadOnlyMemory<byte> encoded, Func<ReadOnlyMemory<byte>, OcspResponse> parse)
    {
        try
        {
            if (IsNew(encoded))
            {
                var response = parse(encoded);
                _keys[response] = Key(encoded);
                OcspResponses.Add(response);
            }
        }
        catch (CmsSyntaxException)
        {
            // What is no response tells no status.
        }
    }

    private void AddCrl(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            if (IsNew(encoded))
            {
                var crl = CertificateRevocationList.Parse(encoded);
                _keys[crl] = Key(encoded);
                Crls.Add(crl);
            }
        }
        catch (CmsSyntaxException)
        {
            // Likewise.
        }
    }
}

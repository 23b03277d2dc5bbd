using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Pdf;
using TrustPlatform.Pdf.Writing;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Augmentation;

/// <summary>The document security store of a file (12.8.4.3) with what is to be added to it.</summary>
internal sealed class DocumentSecurityStore
{
    private static readonly string[] Kinds = ["Certs", "OCSPs", "CRLs"];

    private readonly PdfRevision _revision;
    private readonly PdfDictionary _existing;
    private readonly Dictionary<string, PdfReference> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ReadOnlyMemory<byte>>> _added = Kinds.ToDictionary(kind => kind, _ => new List<ReadOnlyMemory<byte>>());
    private readonly Dictionary<string, List<(string Kind, string Digest)>> _related = new(StringComparer.Ordinal);

    private DocumentSecurityStore(PdfRevision revision, PdfDictionary existing) => (_revision, _existing) = (revision, existing);

    /// <summary>Certificates that the store has already.</summary>
    public List<Certificate> Certificates { get; } = [];

    public static DocumentSecurityStore Read(PdfRevision revision)
    {
        var existing = revision.Resolve<PdfDictionary>(revision.Catalog["DSS"]) ?? PdfDictionary.Empty;
        var store = new DocumentSecurityStore(revision, existing);
        foreach (var kind in Kinds)
        {
            foreach (var reference in (revision.Resolve<PdfArray>(existing[kind]) ?? PdfArray.Empty).OfType<PdfReference>())
            {
                if (revision.Resolve<PdfStream>(reference) is { } stream)
                {
                    store.Know(kind, reference, revision.Decode(stream));
                }
            }
        }

        return store;
    }

    /// <summary>Adds what one signature needs; what the store has already is only referred to.</summary>
    public void Add(string key, CollectedMaterial material)
    {
        var related = _related[key] = [];
        Add("Certs", material.Certificates.Select(certificate => certificate.RawData));
        Add("OCSPs", material.OcspResponses);
        Add("CRLs", material.Crls);

        void Add(string kind, IEnumerable<ReadOnlyMemory<byte>> values)
        {
            foreach (var value in values)
            {
                var digest = kind + Convert.ToHexString(SHA256.HashData(value.Span));
                if (!related.Contains((kind, digest)))
                {
                    related.Add((kind, digest));
                }

                if (!_known.ContainsKey(digest) && !_added[kind].Any(other => other.Span.SequenceEqual(value.Span)))
                {
                    _added[kind].Add(value);
                }
            }
        }
    }

    /// <summary>The update with the extended store, or null when there is nothing to add.</summary>
    public PdfUpdate? Write(PdfDocument document)
    {
        var vri = _revision.Resolve<PdfDictionary>(_existing["VRI"]) ?? PdfDictionary.Empty;
        if (_added.Values.All(values => values.Count == 0) && _related.Keys.All(key => vri[key] is not null))
        {
            return null;
        }

        var writer = new IncrementalWriter(document);
        var store = _existing["Type"] is null ? _existing.With("Type", new PdfName("DSS")) : _existing;
        foreach (var kind in Kinds)
        {
            var array = (_revision.Resolve<PdfArray>(_existing[kind]) ?? PdfArray.Empty).Items.ToList();
            foreach (var value in _added[kind])
            {
                var reference = writer.Add(new PdfStream(PdfDictionary.Empty, value));
                _known[kind + Convert.ToHexString(SHA256.HashData(value.Span))] = reference;
                array.Add(reference);
            }

            store = array.Count > 0 ? store.With(kind, new PdfArray(array)) : store;
        }

        foreach (var (key, related) in _related)
        {
            vri = vri.With(key, Entry(_revision.Resolve<PdfDictionary>(vri[key]), related));
        }

        store = store.With("VRI", vri);
        if (_revision.Catalog["DSS"] is PdfReference own)
        {
            writer.Set(own, store);
        }
        else if (_revision.Trailer["Root"] is PdfReference root)
        {
            writer.Set(root, _revision.Catalog.With("DSS", writer.Add(store)));
        }

        return writer.Build();
    }

    /// <summary>Table 262: the arrays of one signature, those that it had first.</summary>
    private PdfDictionary Entry(PdfDictionary? existing, List<(string Kind, string Digest)> related)
    {
        var entry = existing ?? PdfDictionary.Of(("Type", new PdfName("VRI")));
        foreach (var (kind, key) in (ReadOnlySpan<(string, string)>)[("Certs", "Cert"), ("OCSPs", "OCSP"), ("CRLs", "CRL")])
        {
            var array = (_revision.Resolve<PdfArray>(entry[key]) ?? PdfArray.Empty).Items.ToList();
            foreach (var reference in related.Where(one => one.Kind == kind).Select(one => _known[one.Digest]))
            {
                if (!array.Contains(reference))
                {
                    array.Add(reference);
                }
            }

            entry = array.Count > 0 ? entry.With(key, new PdfArray(array)) : entry;
        }

        return entry;
    }

    private void Know(string kind, PdfReference reference, ReadOnlyMemory<byte> value)
    {
        _known.TryAdd(kind + Convert.ToHexString(SHA256.HashData(value.Span)), reference);
        if (kind != "Certs")
        {
            return;
        }

        try
        {
            Certificates.Add(Certificate.Parse(value.Span));
        }
        catch (CmsSyntaxException)
        {
            // Somebody else's entry that is no certificate: it stays in the store and helps no chain.
        }
    }
}

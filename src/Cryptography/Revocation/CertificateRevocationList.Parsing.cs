using System.Formats.Asn1;
using System.Numerics;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Revocation;

public sealed partial class CertificateRevocationList
{
    private sealed class Fields
    {
        private const string Clause = "RFC 5280, 5.1";

        private ReadOnlyMemory<byte> _entries;

        public required ReadOnlyMemory<byte> ToBeSigned { get; init; }

        public required ReadOnlyMemory<byte> Signature { get; init; }

        public required AlgorithmIdentifier OuterAlgorithm { get; init; }

        public required int Version { get; init; }

        public required DistinguishedName Issuer { get; init; }

        public required DateTimeOffset ThisUpdate { get; init; }

        public required DateTimeOffset? NextUpdate { get; init; }

        public int EntryCount { get; private set; }

        public List<X509Extension> Extensions { get; private set; } = [];

        public List<Malformation> Malformations { get; } = [];

        public BigInteger? Number { get; private set; }

        public BigInteger? DeltaBaseNumber { get; private set; }

        public IssuingDistributionPoint? IssuingDistributionPoint { get; private set; }

        public AuthorityKeyIdentifier? AuthorityKeyIdentifier { get; private set; }

        public DateTimeOffset? KeepsExpiredSince { get; private set; }

        public bool HasUnknownCriticalExtension { get; private set; }

        public static Fields Read(ReadOnlyMemory<byte> encoded) => Asn.ReadWhole(encoded, Clause, reader =>
        {
            var list = reader.ReadSequence();
            var rawTbs = list.PeekEncodedValue();
            var tbs = list.ReadSequence();
            var outerAlgorithm = AlgorithmIdentifier.Read(list);
            var signature = list.ReadSignatureValue();
            list.ThrowIfNotEmpty();

            var version = 1;
            if (tbs.NextIs(Asn1Tag.Integer))
            {
                version = tbs.TryReadInt32(out var number) && number is >= 0 and < 100 ? number + 1 : 0;
            }

            var innerAlgorithm = AlgorithmIdentifier.Read(tbs);
            var issuer = DistinguishedName.Read(tbs);
            var thisUpdate = ProfileTime.Read(tbs);
            ProfileTime? nextUpdate = tbs.NextIs(Asn1Tag.UtcTime) || tbs.NextIs(Asn1Tag.GeneralizedTime)
                ? ProfileTime.Read(tbs)
                : null;
            var fields = new Fields
            {
                ToBeSigned = rawTbs,
                Signature = signature,
                OuterAlgorithm = outerAlgorithm,
                Version = version,
                Issuer = issuer,
                ThisUpdate = thisUpdate.Instant,
                NextUpdate = nextUpdate?.Instant,
            };
            if (!innerAlgorithm.Matches(outerAlgorithm))
            {
                fields.Add(MalformationKind.SignatureAlgorithmMismatch, "5.1.1.2", "The algorithm outside is not the one inside.");
            }

            if (!thisUpdate.FollowsProfile || nextUpdate is { FollowsProfile: false })
            {
                fields.Add(MalformationKind.TimeForm, "5.1.2.4", "An update time is not in the profile's form.");
            }

            fields.TakeRest(tbs);
            return fields;
        });

        public RevokedCertificate? Find(ReadOnlySpan<byte> serialNumber, DistinguishedName certificateIssuer)
        {
            var isIndirect = IssuingDistributionPoint is { IsIndirect: true };
            var entryIssuer = Issuer;
            for (var at = 0; at < _entries.Length;)
            {
                // Read by the decoder's static half, without an object for each of a million entries.
                AsnDecoder.ReadSequence(
                    _entries.Span[at..], AsnEncodingRules.BER, out var contentOffset, out var contentLength, out var consumed);
                var content = _entries.Slice(at + contentOffset, contentLength);
                at += consumed;
                var serial = AsnDecoder.ReadIntegerBytes(content.Span, AsnEncodingRules.BER, out var serialConsumed);
                var isSerial = serial.SequenceEqual(serialNumber);
                if (!isIndirect && !isSerial)
                {
                    continue;
                }

                var entry = new AsnReader(content[serialConsumed..], AsnEncodingRules.BER);
                var date = ProfileTime.Read(entry).Instant;
                var extensions = entry.HasData ? X509Extension.ReadMany(entry.ReadSequence(), Clause) : [];
                entryIssuer = IssuerOf(extensions) ?? entryIssuer;
                if (isSerial && entryIssuer.Equals(certificateIssuer))
                {
                    return new RevokedCertificate(
                        Convert.ToHexString(serial), date, ReasonOf(extensions), InvalidityDateOf(extensions));
                }
            }

            return null;
        }

        private void TakeRest(AsnReader tbs)
        {
            if (tbs.NextIs(Asn1Tag.Sequence))
            {
                _entries = tbs.PeekContentBytes();
                CheckEntries(tbs.ReadSequence());
            }

            if (tbs.NextIs(Asn.Context0))
            {
                var explicitTag = tbs.ReadSequence(Asn.Context0);
                Extensions = X509Extension.ReadMany(explicitTag.ReadSequence(), "RFC 5280, 5.2");
                explicitTag.ThrowIfNotEmpty();
            }

            tbs.ThrowIfNotEmpty();
            if (Version is not (1 or 2) || (Version == 1 && Extensions.Count > 0))
            {
                Add(MalformationKind.Version, "5.1.2.1", $"Version {Version} does not have the fields that are there.");
            }

            TakeExtensions();
        }

        /// <summary>
        /// Reads every entry once, so that a lookup later meets nothing that it cannot read. Most entries of a list
        /// carry the same extensions as the one before, which are read once.
        /// </summary>
        private void CheckEntries(AsnReader entries)
        {
            ReadOnlyMemory<byte> checkedExtensions = default;
            while (entries.HasData)
            {
                var entry = entries.ReadSequence();
                entry.ReadIntegerBytes();
                ProfileTime.Read(entry);
                if (entry.HasData)
                {
                    var encoded = entry.PeekEncodedValue();
                    var extensions = entry.ReadSequence();
                    if (!encoded.Span.SequenceEqual(checkedExtensions.Span))
                    {
                        CheckEntryExtensions(X509Extension.ReadMany(extensions, "RFC 5280, 5.3"));
                        checkedExtensions = encoded;
                    }
                }

                entry.ThrowIfNotEmpty();
                EntryCount++;
            }
        }

        private void CheckEntryExtensions(List<X509Extension> extensions)
        {
            ReasonOf(extensions);
            InvalidityDateOf(extensions);
            IssuerOf(extensions);
            HasUnknownCriticalExtension |= extensions.Exists(extension => extension is
            {
                IsCritical: true,
                ObjectIdentifier: not (Oids.ReasonCode or Oids.InvalidityDate or Oids.CertificateIssuer),
            });
        }

        private void TakeExtensions()
        {
            var seen = new HashSet<string>();
            foreach (var extension in Extensions)
            {
                if (!seen.Add(extension.ObjectIdentifier))
                {
                    Add(MalformationKind.DuplicateExtension, "5.2", $"{extension.ObjectIdentifier} stands twice.");
                    continue;
                }

                try
                {
                    HasUnknownCriticalExtension |= !TryTake(extension) && extension.IsCritical;
                }
                catch (CmsSyntaxException exception)
                {
                    HasUnknownCriticalExtension |= extension.IsCritical;
                    Add(MalformationKind.ExtensionSyntax, "5.2", $"{extension.ObjectIdentifier}: {exception.Message}");
                }
            }
        }

        private bool TryTake(X509Extension extension)
        {
            var value = extension.Value;
            switch (extension.ObjectIdentifier)
            {
                case Oids.AuthorityKeyIdentifier:
                    AuthorityKeyIdentifier = Asn.ReadWhole(value, "RFC 5280, 5.2.1", ExtensionReader.AuthorityKeyIdentifier);
                    return !extension.IsCritical;
                case Oids.CrlNumber:
                    Number = Asn.ReadWhole(value, "RFC 5280, 5.2.3", reader => reader.ReadInteger());
                    return !extension.IsCritical;
                case Oids.DeltaCrlIndicator:
                    DeltaBaseNumber = Asn.ReadWhole(value, "RFC 5280, 5.2.4", reader => reader.ReadInteger());
                    return true;
                case Oids.IssuingDistributionPoint:
                    IssuingDistributionPoint = Asn.ReadWhole(value, "RFC 5280, 5.2.5", ReadIssuingDistributionPoint);
                    return true;
                case Oids.ExpiredCertificatesOnCrl:
                    KeepsExpiredSince = Asn.ReadWhole(value, "ITU-T X.509, 9.5.2.8", reader => ProfileTime.Read(reader).Instant);
                    return true;
                case Oids.FreshestCrl or Oids.IssuerAltName or Oids.AuthorityInformationAccess:
                    return !extension.IsCritical;
                default:
                    return false;
            }
        }

        private static IssuingDistributionPoint ReadIssuingDistributionPoint(AsnReader reader)
        {
            var sequence = reader.ReadSequence();
            var (fullName, relativeName) = sequence.NextIs(Asn.Context0)
                ? ExtensionReader.DistributionPointName(sequence.ReadSequence(Asn.Context0))
                : ([], ReadOnlyMemory<byte>.Empty);
            bool Flag(Asn1Tag tag) => sequence.NextIs(tag) && sequence.ReadBoolean(tag);
            var onlyUser = Flag(Asn.Context1);
            var onlyAuthority = Flag(Asn.Context2);
            var reasons = sequence.NextIs(Asn.Context3)
                ? ExtensionReader.Reasons(sequence, Asn.Context3)
                : RevocationReasons.All;
            var isIndirect = Flag(Asn.Context4);
            var onlyAttribute = Flag(Asn.Context5);
            sequence.ThrowIfNotEmpty();
            return new IssuingDistributionPoint(
                fullName, relativeName, onlyUser, onlyAuthority, reasons, isIndirect, onlyAttribute);
        }

        private static RevocationReason ReasonOf(List<X509Extension> extensions) =>
            extensions.Find(extension => extension.ObjectIdentifier == Oids.ReasonCode) is { } code
                ? Asn.ReadWhole(code.Value, "RFC 5280, 5.3.1", reader =>
                    reader.ReadEnumeratedBytes().Span is [var reason and <= (byte)RevocationReason.AaCompromise]
                        ? (RevocationReason)reason
                        : RevocationReason.Unspecified)
                : RevocationReason.Unspecified;

        private static DateTimeOffset? InvalidityDateOf(List<X509Extension> extensions) =>
            extensions.Find(extension => extension.ObjectIdentifier == Oids.InvalidityDate) is { } date
                ? Asn.ReadWhole(date.Value, "RFC 5280, 5.3.2", reader => ProfileTime.Read(reader).Instant)
                : null;

        private static DistinguishedName? IssuerOf(List<X509Extension> extensions) =>
            extensions.Find(extension => extension.ObjectIdentifier == Oids.CertificateIssuer) is { } issuer
                ? Asn.ReadWhole(issuer.Value, "RFC 5280, 5.3.3", ExtensionReader.GeneralNames)
                    .FirstOrDefault(name => name.DirectoryName is not null)?.DirectoryName
                : null;

        private void Add(MalformationKind kind, string clause, string detail) =>
            Malformations.Add(new Malformation(kind, $"RFC 5280, {clause}", detail));
    }
}

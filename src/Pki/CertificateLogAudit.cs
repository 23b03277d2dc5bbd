using System.Formats.Asn1;
using TrustPlatform.Cryptography.Transparency;

namespace TrustPlatform.Pki;

/// <summary>
/// The certificate log against the certificates: every entry reads, every kept hash is the hash of what lies below it, and
/// certificates and entries are the same set.
/// </summary>
internal static class CertificateLogAudit
{
    private const int Batch = 4096;

    /// <summary>Adds one sentence for each thing found wrong.</summary>
    public static void Check(SqlSession session, List<string> findings)
    {
        var size = Register.LogSize(session);
        var unlogged = Register.IssuedDigests(session);
        var hashes = new SubtreeCheck(session, findings);
        for (long first = 0; first < size; first += Batch)
        {
            var entries = Register.LogEntries(session, first, Batch);
            if (entries.Count != Math.Min(Batch, size - first))
            {
                findings.Add($"log: entries are missing after {first}.");
                return;
            }

            for (var i = 0; i < entries.Count; i++)
            {
                Tick(entries[i], first + i, unlogged, findings);
                hashes.Append(MerkleRange.LeafHash(entries[i]));
            }
        }

        findings.AddRange(unlogged.Keys.Select(serial => $"{serial}: is not in the certificate log."));
    }

    private static void Tick(byte[] encoded, long position, Dictionary<string, string> unlogged, List<string> findings)
    {
        CertificateLogEntry entry;
        try
        {
            entry = CertificateLogEntry.Decode(encoded);
        }
        catch (AsnContentException)
        {
            findings.Add($"log: entry {position} cannot be read.");
            return;
        }

        if (entry.Event != LoggedEvent.Issued)
        {
            return;
        }

        var serial = Convert.ToHexString(entry.SerialNumber.Span);
        if (!unlogged.Remove(serial, out var digest))
        {
            findings.Add($"{serial}: stands in the certificate log (entry {position}) twice or without a certificate.");
        }
        else if (digest != Convert.ToHexString(entry.CertificateDigest.Span))
        {
            findings.Add($"{serial}: the certificate log (entry {position}) names another certificate.");
        }
    }

    /// <summary>Compares the hashes kept of whole subtrees with those of the entries, level by level.</summary>
    private sealed class SubtreeCheck(SqlSession session, List<string> findings)
    {
        private const int LevelsApart = 8;

        private readonly MerkleRange[] _open = [new(), new(), new(), new()];
        private readonly long[] _next = new long[4];

        public void Append(byte[] hash) => Append(0, hash);

        private void Append(int tile, byte[] hash)
        {
            _open[tile].Append(hash);
            if (_open[tile].Size < 1 << LevelsApart)
            {
                return;
            }

            var root = _open[tile].Root();
            var level = (tile + 1) * LevelsApart;
            var position = _next[tile]++;
            if (Register.LogSubtrees(session, level, position, 1) is [var kept] && !kept.AsSpan().SequenceEqual(root))
            {
                findings.Add($"log: the hash of subtree {position} of level {level} is not that of its entries.");
            }

            _open[tile] = new();
            if (tile + 1 < _open.Length)
            {
                Append(tile + 1, root);
            }
        }
    }
}

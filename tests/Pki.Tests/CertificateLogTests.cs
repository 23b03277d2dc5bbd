using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Cryptography.Revocation;

namespace TrustPlatform.Pki.Tests;

/// <summary>The certificate log, read as a stranger reads it: tiles, a tree computed here, a checkpoint verified by openssl.</summary>
public sealed class CertificateLogTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_certificate_handed_out_and_every_revocation_stands_in_the_log_in_order()
    {
        using var pki = _folder.Open(_time);
        var first = pki.OneTime(Subjects.Person("a")).Certificate;
        var second = pki.Seal(Subjects.Organisation()).Certificate;
        pki.Hold(second.SerialNumber);
        pki.Release(second.SerialNumber);
        pki.Revoke(first.SerialNumber, RevocationReason.KeyCompromise);

        _time.Advance(TimeSpan.FromSeconds(2));
        var entries = Entries(pki).TakeLast(5).ToList();

        Assert.Equal(
            [LoggedEvent.Issued, LoggedEvent.Issued, LoggedEvent.Revoked, LoggedEvent.Released, LoggedEvent.Revoked],
            entries.Select(entry => entry.Event));
        Assert.Equal(
            [first.SerialNumber, second.SerialNumber, second.SerialNumber, second.SerialNumber, first.SerialNumber],
            entries.Select(entry => Convert.ToHexString(entry.SerialNumber.Span)));
        Assert.Equal(SHA256.HashData(first.RawData.Span), entries[0].CertificateDigest);
        Assert.Equal(
            [null, null, RevocationReason.CertificateHold, null, RevocationReason.KeyCompromise],
            entries.Select(entry => entry.Reason));
        Assert.Equal(["persons", "organisations"], entries.Take(2).Select(entry => entry.Authority));
        Assert.Empty(pki.Lint().Findings);
    }

    [Fact]
    public async Task The_checkpoint_is_the_root_of_the_tree_and_openssl_verifies_its_signature()
    {
        using var pki = _folder.Open(_time);
        Parallel.For(0, 600, i => pki.IssueSeal(Subjects.Organisation($"org-{i}"), Requests.Create()));
        _time.Advance(TimeSpan.FromSeconds(2));
        var note = Checkpoint(pki);
        var leaves = EncodedEntries(pki).Select(entry => SHA256.HashData([0, .. entry])).ToList();

        Assert.Equal("trust.test:8080/pki/log", note[0]);
        Assert.Equal(leaves.Count, int.Parse(note[1], CultureInfo.InvariantCulture));
        Assert.InRange(leaves.Count, 600, 700);
        Assert.Equal(Convert.ToBase64String(Root(leaves)), note[2]);
        Assert.Equal(leaves.Take(512), Tiles(pki, 0, 2).Take(512));
        Assert.Equal([Root(leaves[..256]), Root(leaves[256..512])], Split(pki.LogTile(1, 0, 2)!));
        Assert.Null(pki.LogTile(1, 0, 3));
        Assert.Null(pki.LogTile(0, 3, 1));
        Assert.Null(pki.LogEntries(long.MaxValue / 256, 1));

        var signature = Convert.FromBase64String(note[4].Split(' ')[2])[4..];
        var text = _folder.Write("text", Encoding.UTF8.GetBytes(string.Join('\n', note[..3]) + "\n"));
        var key = _folder.Write("log.pem", Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", pki.LogKey.PublicKeyInfo.Span)));
        var (code, output) = await Tool.Run(
            "openssl", "dgst", "-sha256", "-verify", key, "-signature", _folder.Write("signature", signature), text);
        Assert.True(code == 0, output);
        Assert.Equal(
            $"{note[0]}+{Convert.ToHexStringLower(SHA256.HashData(pki.LogKey.PublicKeyInfo.Span)[..4])}+"
            + Convert.ToBase64String([2, .. pki.LogKey.PublicKeyInfo.Span]),
            pki.LogKey.VerifierKey);
    }

    [Fact]
    public void The_log_goes_on_after_a_restart_and_says_the_same_of_what_it_held()
    {
        List<byte[]> before;
        using (var pki = _folder.Open(_time))
        {
            pki.OneTime(Subjects.Person("a"));
            _time.Advance(TimeSpan.FromSeconds(2));
            before = [.. EncodedEntries(pki)];
        }

        using var again = _folder.Open(_time);
        again.OneTime(Subjects.Person("b"));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(before, EncodedEntries(again).Take(before.Count));
        Assert.Equal(before.Count + 1, EncodedEntries(again).Count());
    }

    [Fact]
    public void A_restored_register_stops_issuing_until_the_operator_takes_the_checkpoint_away_and_the_log_tells_it()
    {
        var backup = Path.Combine(_folder.Path, "backup");
        using (var pki = _folder.Open(_time))
        {
            pki.OneTime(Subjects.Person("a"));
        }

        CopyRegister(_folder.Options.Directory, backup);
        string lost;
        using (var pki = _folder.Open(_time))
        {
            lost = pki.OneTime(Subjects.Person("b")).Certificate.SerialNumber;
            _time.Advance(TimeSpan.FromSeconds(2));
            pki.LogCheckpoint();
        }

        CopyRegister(backup, _folder.Options.Directory);
        using (var restored = _folder.Open(_time))
        {
            var status = restored.Status();
            Assert.Contains("the register was restored", status.LogFault!, StringComparison.Ordinal);
            Assert.Equal(PkiAlarm.Over, status.Alarm);
            Assert.Null(restored.LogCheckpoint());
            Assert.Contains(restored.Lint().Findings, finding => finding.Contains("restored", StringComparison.Ordinal));
            Assert.Equal(IssuanceRefusal.LogBroken, Assert.Throws<IssuanceRefusedException>(
                () => restored.OneTime(Subjects.Person("c"))).Refusal);

            // Revoking and answering go on.
            var seal = restored.Certificates[^1];
            Assert.NotEmpty(restored.StatusOf(seal));
            Assert.Equal(RevocationOutcome.NotIssued, restored.Revoke(lost, RevocationReason.Unspecified));
            Assert.Equal(RevocationOutcome.Done, restored.Revoke(seal.SerialNumber, RevocationReason.Superseded));
        }

        File.Move(
            Path.Combine(_folder.Options.Directory, "log.checkpoint"), Path.Combine(_folder.Path, "log.checkpoint.of-the-fork"));
        using var resumed = _folder.Open(_time);
        resumed.OneTime(Subjects.Person("c"));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(resumed.Status().LogFault);
        Assert.Empty(resumed.Lint().Findings);
        Assert.Single(Entries(resumed), entry => entry.Event == LoggedEvent.Resumed);
    }

    [Fact]
    public void What_somebody_changed_by_hand_is_found()
    {
        using (var pki = _folder.Open(_time))
        {
            Parallel.For(0, 260, i => pki.IssueSeal(Subjects.Organisation($"org-{i}"), Requests.Create()));
            pki.OneTime(Subjects.Person("a"));
            Assert.Empty(pki.Lint().Findings);
        }

        var folder = _folder.Options.Directory;
        var sound = Path.Combine(_folder.Path, "sound");
        CopyRegister(folder, sound);
        foreach (var (sql, finding) in ((string, string)[])
        [
            ("UPDATE certificate_log SET entry = (SELECT entry FROM certificate_log WHERE position = 4) WHERE position = 3",
                "is not that of its entries"),
            ("UPDATE certificate_log SET entry = x'3000' WHERE position = 5", "entry 5 cannot be read"),
            ("DELETE FROM certificate_log WHERE position = 3", "entries are missing"),
            ("DELETE FROM certificate_log WHERE position > 258", "the register was restored"),
            ("UPDATE certificate_log SET entry = (SELECT entry FROM certificate_log WHERE position = 4) WHERE position = 259",
                "the register was altered"),
            ("UPDATE certificate SET digest = zeroblob(32) WHERE profile = 'ceremony'", "names another certificate"),
            ("INSERT INTO certificate (serial, authority, profile, spki_digest, issued_at, digest, not_after) "
                + "VALUES (x'0102', 'persons', 'ceremony', x'00', 0, x'00', 0)", "0102: is not in the certificate log"),
            ("DELETE FROM certificate WHERE profile = 'ceremony'", "without a certificate"),
            ("UPDATE certificate_log_subtree SET hash = zeroblob(32)", "the register was altered"),
        ])
        {
            CopyRegister(sound, folder);
            RegisterFile.Execute(
                _folder, "DROP TRIGGER certificate_log_is_not_changed; DROP TRIGGER certificate_log_is_not_shortened; " + sql);
            using var changed = _folder.Open(_time);
            Assert.Contains(changed.Lint().Findings, sentence => sentence.Contains(finding, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("UPDATE certificate_log SET entry = x'00'")]
    [InlineData("DELETE FROM certificate_log WHERE position = 1")]
    public void The_register_itself_refuses_to_change_the_log(string sql)
    {
        using var pki = _folder.Open(_time);

        Assert.Contains("only appended", Assert.ThrowsAny<Exception>(() => RegisterFile.Execute(_folder, sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_altered_by_one_octet_or_signed_by_another_key_stops_issuing()
    {
        using (_folder.Open(_time))
        {
        }

        var path = Path.Combine(_folder.Options.Directory, "log.checkpoint");
        var note = File.ReadAllText(path);
        foreach (var altered in (string[])[note.Replace("\n\n", "\nx\n\n", StringComparison.Ordinal), note[..^9] + "AAAAAAA=\n", ""])
        {
            File.WriteAllText(path, altered);
            using var pki = _folder.Open(_time);
            Assert.Contains("altered", pki.Status().LogFault!, StringComparison.Ordinal);
        }

        File.WriteAllText(path, note);
        using var right = _folder.Open(_time);
        Assert.Null(right.Status().LogFault);
    }

    [Fact]
    public void Two_processes_write_one_log()
    {
        using var one = _folder.Open(_time);
        using var other = _folder.Open(_time);
        Parallel.For(0, 60, i => (i % 2 == 0 ? one : other).OneTime(Subjects.Person($"a{i}")));
        one.LogCheckpoint();
        other.LogCheckpoint();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(Checkpoint(one)[..3], Checkpoint(other)[..3]);
        Assert.Empty(one.Lint().Findings);
        Assert.Empty(other.Lint().Findings);
    }

    private static string[] Checkpoint(PlatformPki pki)
    {
        var lines = pki.LogCheckpoint()!.Split('\n');
        Assert.Equal("", lines[3]);
        Assert.StartsWith("\u2014 trust.test:8080/pki/log ", lines[4], StringComparison.Ordinal);
        Assert.Equal(6, lines.Length);
        return lines;
    }

    internal static IEnumerable<CertificateLogEntry> Entries(PlatformPki pki) =>
        EncodedEntries(pki).Select(entry => CertificateLogEntry.Decode(entry));

    private static IEnumerable<byte[]> EncodedEntries(PlatformPki pki)
    {
        var size = int.Parse(Checkpoint(pki)[1], CultureInfo.InvariantCulture);
        for (var first = 0; first < size; first += 256)
        {
            var tile = pki.LogEntries(first / 256, Math.Min(256, size - first))!;
            for (var at = 0; at < tile.Length;)
            {
                var length = (tile[at] << 8) + tile[at + 1];
                yield return tile[(at + 2)..(at + 2 + length)];
                at += 2 + length;
            }
        }
    }

    private static IEnumerable<byte[]> Tiles(PlatformPki pki, int level, int count) =>
        Enumerable.Range(0, count).SelectMany(index => Split(pki.LogTile(level, index, 256)!));

    private static IEnumerable<byte[]> Split(byte[] tile) => tile.Chunk(32);

    /// <summary>RFC 9162, 2.1.1, word for word: split at the largest power of two below the size.</summary>
    private static byte[] Root(List<byte[]> leaves)
    {
        if (leaves.Count == 1)
        {
            return leaves[0];
        }

        var half = 1;
        while (half * 2 < leaves.Count)
        {
            half *= 2;
        }

        return SHA256.HashData([1, .. Root(leaves[..half]), .. Root(leaves[half..])]);
    }

    private static void CopyRegister(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var stale in Directory.GetFiles(to, "register.db*"))
        {
            File.Delete(stale);
        }

        foreach (var file in Directory.GetFiles(from, "register.db*"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}

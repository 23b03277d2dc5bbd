using System.Security.Cryptography;
using System.Text.Json;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Transparency;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Transparency;

/// <summary>Trees with the published entries of RFC 6962's reference implementation, and checkpoints in and out of their form.</summary>
public sealed class TransparencyTests
{
    private static readonly string[] s_entries =
    [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696A6B6C6D6E6F",
    ];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void A_tree_has_the_published_root(int size, string root)
    {
        var range = new MerkleRange();
        foreach (var entry in s_entries.Take(size))
        {
            range.Append(MerkleRange.LeafHash(Convert.FromHexString(entry)));
        }

        Assert.Equal(root, Convert.ToHexStringLower(range.Root()));
        Assert.Equal(size, range.Size);
    }

    [Fact]
    public void A_tree_of_whole_subtrees_is_the_tree_of_its_entries_and_a_subtree_begins_where_it_may()
    {
        var leaves = Enumerable.Range(0, 77).Select(i => MerkleRange.LeafHash([(byte)i])).ToList();
        var byEntry = new MerkleRange();
        leaves.ForEach(byEntry.Append);
        var bySubtree = new MerkleRange();
        for (var first = 0; first < 64; first += 16)
        {
            var part = new MerkleRange();
            leaves.GetRange(first, 16).ForEach(part.Append);
            bySubtree.Append(4, part.Root());
        }

        leaves.GetRange(64, 13).ForEach(bySubtree.Append);

        Assert.Equal(byEntry.Root(), bySubtree.Root());
        Assert.Throws<InvalidOperationException>(() => bySubtree.Append(4, leaves[0]));
    }

    [Fact]
    public void Published_consistency_proofs_agree_on_the_roots_of_the_reference_tree()
    {
        Assert.SkipWhen(Corpora.Folder is null, "no corpora");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Corpora.Folder!, "pki", "merkle", "vectors.json")));
        var compared = 0;
        foreach (var vector in document.RootElement.GetProperty("consistency").EnumerateArray())
        {
            var size = vector.GetProperty("size2").GetInt64();
            var root = vector.GetProperty("root2").GetBytesFromBase64();
            if (vector.GetProperty("wantErr").GetBoolean() || size is < 1 or > 8 || root.Length != SHA256.HashSizeInBytes)
            {
                continue;
            }

            var range = new MerkleRange();
            s_entries.Take((int)size).ToList().ForEach(entry => range.Append(MerkleRange.LeafHash(Convert.FromHexString(entry))));
            Assert.Equal(root, range.Root());
            compared++;
        }

        Assert.InRange(compared, 3, 57);
    }

    [Fact]
    public void A_checkpoint_opens_with_its_key_and_name_only_and_no_octet_of_it_may_change()
    {
        using var key = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        using var other = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        var head = new Checkpoint("log.example/pki", 1234567, SHA256.HashData("x"u8));
        var note = head.Sign(key);
        var opened = Checkpoint.Open(note, head.Origin, key.SubjectPublicKeyInfo)!;

        Assert.Equal((head.Size, Convert.ToHexString(head.Root.Span)), (opened.Size, Convert.ToHexString(opened.Root.Span)));
        Assert.Null(Checkpoint.Open(note, "log.example/other", key.SubjectPublicKeyInfo));
        Assert.Null(Checkpoint.Open(note, head.Origin, other.SubjectPublicKeyInfo));
        var signature = note.LastIndexOf("\n\n", StringComparison.Ordinal) + 2;
        for (var i = 0; i < signature; i++)
        {
            var changed = note[..i] + (char)(note[i] ^ 1) + note[(i + 1)..];
            Assert.Null(Checkpoint.Open(changed, head.Origin, key.SubjectPublicKeyInfo));
        }

        foreach (var form in (string[])[
            "", "\n\n", note[..signature], note.TrimEnd('\n'), note.Replace("1234567", "01234567", StringComparison.Ordinal),
            note.Replace("1234567", "-1", StringComparison.Ordinal), note.Replace("\u2014", "-", StringComparison.Ordinal), new string('\n', 100_000),
        ])
        {
            Assert.Null(Checkpoint.Open(form, head.Origin, key.SubjectPublicKeyInfo));
        }
    }

    [Fact]
    public void A_cosignature_beside_the_logs_own_is_passed_over()
    {
        using var key = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        var head = new Checkpoint("log.example/pki", 0, new MerkleRange().Root());
        var note = head.Sign(key);
        var at = note.IndexOf('\u2014', StringComparison.Ordinal);

        Assert.Equal(0, Checkpoint.Open(
            note[..at] + "\u2014 witness.example/w1 MZUdJQAAAABoTuGA\n" + note[at..], head.Origin, key.SubjectPublicKeyInfo)!.Size);
    }
}

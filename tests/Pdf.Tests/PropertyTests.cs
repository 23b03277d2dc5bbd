using System.Diagnostics;
using System.Text;
using CsCheck;
using TrustPlatform.Pdf.Writing;
using Xunit;

namespace TrustPlatform.Pdf.Tests;

public sealed class PropertyTests
{
    private static readonly byte[] Small = Encoding.Latin1.GetBytes(TestFile.Update(
        TestFile.Table(
        [
            .. TestFile.OnePage, "<</Type/ObjStm/N 1/First 4/Length 9>>\nstream\n9 0 (abc)\nendstream",
            "<</Length 4 0 R/Filter[/FlateDecode/ASCIIHexDecode]>>\nstream\nx\nendstream",
        ],
        trailer: "/ID[<00><00>]/Info<</T(x)>>"),
        3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 1]/Annots[5 0 R]/X(\\101\\(\\))>>"));

    private static readonly Gen<string> Key = Gen.Char[(char)1, (char)255].Array[0, 6].Select(characters => new string(characters));

    private static readonly Gen<PdfObject> Object = Gen.Recursive<PdfObject>((depth, inner) => depth > 4 ? Leaf() : Gen.OneOf(
        Leaf(),
        inner.Array[0, 5].Select(items => (PdfObject)new PdfArray(items)),
        Gen.Select(Key, inner).Array[0, 5].Select(entries => (PdfObject)new PdfDictionary(
            entries.DistinctBy(entry => entry.Item1).Select(entry => KeyValuePair.Create(entry.Item1, entry.Item2)).ToList()))));

    [Fact]
    public void What_is_written_is_read_again() => Gen.Select(Object, Gen.Byte.Array[0, 50]).Sample((value, data) =>
    {
        using var document = TestFile.Open(TestFile.Table(TestFile.OnePage));
        var writer = new IncrementalWriter(document);
        var plain = writer.Add(value);
        var stream = writer.Add(new PdfStream(PdfDictionary.Of(("Value", value)), data));
        byte[] file = [.. Encoding.Latin1.GetBytes(TestFile.Table(TestFile.OnePage)), .. writer.Build().Bytes.Span];

        using var read = TestFile.Open(file);
        var readStream = (PdfStream)read.Current.Load(stream.Number)!.Value;
        return !read.IsRecovered && AreSame(value, read.Current.Load(plain.Number)!.Value)
            && AreSame(value, readStream.Dictionary["Value"] ?? PdfNull.Value)
            && readStream.EncodedBytes.Span.SequenceEqual(data);
    });

    [Fact]
    public void A_file_with_wrong_bytes_is_read_or_refused_in_short_time() =>
        Gen.Select(Gen.Int[0, Small.Length - 1], Gen.Byte).Array[1, 8].Sample(changes =>
        {
            var bytes = Small.ToArray();
            foreach (var (at, value) in changes)
            {
                bytes[at] = value;
            }

            ReadAll(bytes);
        });

    [Fact]
    public void A_file_put_together_from_its_own_parts_is_read_or_refused_in_short_time() =>
        Gen.Select(Gen.Int[0, Small.Length - 1], Gen.Int[0, 200], Gen.Int[0, Small.Length - 1]).Array[1, 4].Sample(moves =>
        {
            var bytes = Small.ToList();
            foreach (var (from, length, to) in moves)
            {
                bytes.InsertRange(Math.Min(to, bytes.Count), Small.Skip(from).Take(length));
            }

            ReadAll([.. bytes]);
        });

    /// <summary>Any other exception than the one for content fails the test.</summary>
    private static void ReadAll(byte[] bytes)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var document = TestFile.Open(bytes);
            foreach (var number in document.Revisions.SelectMany(revision => revision.Entries.Keys).Take(100))
            {
                Ignore(() => document.Current.Load(number)?.Value is PdfStream stream ? document.Current.Decode(stream) : default);
            }

            Ignore(() => document.Current.Pages);
            Ignore(() => document.FindMisplacedObject());
        }
        catch (PdfSyntaxException)
        {
            // refused as a whole
        }

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));

        static void Ignore<T>(Func<T> read)
        {
            try
            {
                _ = read();
            }
            catch (PdfSyntaxException)
            {
                // this object is refused, the others are not
            }
        }
    }

    private static Gen<PdfObject> Leaf() => Gen.OneOf(
        Gen.Const((PdfObject)PdfNull.Value),
        Gen.Bool.Select(value => (PdfObject)new PdfBoolean(value)),
        Gen.Long.Select(value => (PdfObject)new PdfInteger(value)),
        Gen.Double[-1e9, 1e9].Select(value => (PdfObject)new PdfReal(Math.Round(value, 4))),
        Key.Select(value => (PdfObject)new PdfName(value)),
        Gen.Select(Gen.Byte.Array[0, 20], Gen.Bool).Select((bytes, isHexadecimal) => (PdfObject)new PdfString(bytes, isHexadecimal)),
        Gen.Int[1, 9].Select(number => (PdfObject)new PdfReference(number)));

    private static bool AreSame(PdfObject a, PdfObject b) => (a, b) switch
    {
        (PdfString x, PdfString y) => x.Bytes.Span.SequenceEqual(y.Bytes.Span) && x.IsHexadecimal == y.IsHexadecimal,
        (PdfReal x, PdfReal y) => x.Value.Equals(y.Value),
        (PdfReal x, PdfInteger y) => x.Value.Equals(y.Value),
        (PdfArray x, PdfArray y) => x.Count == y.Count && x.Zip(y).All(pair => AreSame(pair.First, pair.Second)),
        (PdfDictionary x, PdfDictionary y) => x.Entries.Count == y.Entries.Count
            && x.Entries.Zip(y.Entries).All(pair => pair.First.Key == pair.Second.Key && AreSame(pair.First.Value, pair.Second.Value)),
        _ => a.Equals(b),
    };
}

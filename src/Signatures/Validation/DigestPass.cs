using System.Buffers;
using System.Security.Cryptography;

namespace TrustPlatform.Signatures.Validation;

/// <summary>A digest that is asked for: of the first <paramref name="HoleStart"/> bytes and those from hole's end to end.</summary>
internal sealed record DigestRequest(HashAlgorithmName Hash, long HoleStart, long HoleEnd, long End)
{
    /// <summary>The digest; null where the platform lacks the hash or the work was beyond the limit.</summary>
    public byte[]? Digest { get; set; }
}

/// <summary>
/// Hashes what all signatures of a file cover in one pass: the running state is cloned at each hole, the clone skips that hole
/// and takes the rest of its revision, so that n signatures cost one reading of the file and their small ends.
/// </summary>
internal static class DigestPass
{
    private const int BufferLength = 128 * 1024;

    // Ends that overlap again and again are not what signers make; beyond this many lengths of the file nobody waits.
    private const int MaxFileLengths = 64;

    public static void Run(Stream file, IReadOnlyCollection<DigestRequest> requests, CancellationToken cancellationToken)
    {
        var budget = Math.Max(file.Length, 1024 * 1024) * MaxFileLengths;
        var lanes = new List<Lane>();
        foreach (var group in requests.GroupBy(request => request.Hash))
        {
            if (RunningHash.TryCreate(group.Key) is { } hash)
            {
                lanes.Add(new(hash, [.. group.OrderBy(request => request.HoleStart)]));
            }
        }

        foreach (var lane in lanes)
        {
            lane.Drop(ref budget);
        }

        try
        {
            Read(file, lanes, cancellationToken);
        }
        finally
        {
            lanes.ForEach(lane => lane.Dispose());
        }
    }

    private static void Read(Stream file, List<Lane> lanes, CancellationToken cancellationToken)
    {
        var end = lanes.Select(lane => lane.End).DefaultIfEmpty(0).Max();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            file.Position = 0;
            for (var at = 0L; at < end;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = file.Read(buffer, 0, (int)Math.Min(BufferLength, end - at));
                if (read == 0)
                {
                    return;
                }

                foreach (var lane in lanes)
                {
                    lane.Append(at, buffer.AsSpan(0, read));
                }

                at += read;
            }

            lanes.ForEach(lane => lane.Finish(end));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>One hash function with its running state and the states that left it.</summary>
    private sealed class Lane(RunningHash main, List<DigestRequest> requests) : IDisposable
    {
        private readonly List<(DigestRequest Request, RunningHash State)> _open = [];
        private int _next;

        public long End => requests.Count == 0 ? 0 : requests.Max(request => request.End);

        public void Drop(ref long budget)
        {
            var kept = new List<DigestRequest>();
            foreach (var request in requests.Where(request => request.HoleEnd <= request.End))
            {
                budget -= request.End - request.HoleEnd;
                if (budget >= 0)
                {
                    kept.Add(request);
                }
            }

            requests = kept;
        }

        public void Append(long at, ReadOnlySpan<byte> bytes)
        {
            foreach (var (request, state) in _open)
            {
                state.Append(Part(bytes, at, request.HoleEnd, request.End));
            }

            var done = at;
            for (; _next < requests.Count && requests[_next].HoleStart <= at + bytes.Length; _next++)
            {
                var request = requests[_next];
                main.Append(Part(bytes, at, done, request.HoleStart));
                done = Math.Max(done, request.HoleStart);
                var state = main.Clone();
                state.Append(Part(bytes, at, request.HoleEnd, request.End));
                _open.Add((request, state));
            }

            if (_next < requests.Count)
            {
                main.Append(Part(bytes, at, done, at + bytes.Length));
            }

            Close(at + bytes.Length);
        }

        public void Finish(long at)
        {
            for (; _next < requests.Count && requests[_next].HoleStart <= at; _next++)
            {
                _open.Add((requests[_next], main.Clone()));
            }

            Close(long.MaxValue);
        }

        public void Dispose()
        {
            main.Dispose();
            _open.ForEach(open => open.State.Dispose());
        }

        private void Close(long at)
        {
            foreach (var (request, state) in _open.Where(open => open.Request.End <= at))
            {
                request.Digest = state.Digest();
                state.Dispose();
            }

            _open.RemoveAll(open => open.Request.End <= at);
        }

        /// <summary>The part of the buffer, which stands at an offset, between two offsets.</summary>
        private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, long at, long start, long end)
        {
            var from = Math.Clamp(start - at, 0, bytes.Length);
            var to = Math.Clamp(end - at, from, bytes.Length);
            return bytes[(int)from..(int)to];
        }
    }
}

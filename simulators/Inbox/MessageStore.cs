using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using SmtpServer;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace TrustPlatform.Simulators.Inbox;

/// <summary>
/// One <c>.eml</c> a message in the data folder, the envelope's recipients beside it in a <c>.to</c>. The file name holds the
/// time of arrival, so the folder is all there is to keep.
/// </summary>
internal sealed class MessageStore : IMessageStore, IMailboxFilter
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss.fffffff'Z'";
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private ImmutableList<ReceivedMessage> _messages = [];
    private ImmutableHashSet<string> _undeliverable = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);
    private int _sequence;

    public MessageStore(InboxSimulatorOptions options)
    {
        _folder = Path.Combine(options.DataDirectory, "messages");
        _time = options.TimeProvider;
        Directory.CreateDirectory(_folder);
        foreach (var file in Directory.EnumerateFiles(_folder, "*.eml").Order(StringComparer.Ordinal))
        {
            var id = Path.GetFileNameWithoutExtension(file);
            using var eml = File.OpenRead(file);
            _messages = _messages.Insert(0, ReceivedMessage.Read(id, Arrival(id), File.ReadAllLines(Recipients(id)), eml));
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ReceivedMessage> Messages => Volatile.Read(ref _messages);

    public IReadOnlyCollection<string> Undeliverable => Volatile.Read(ref _undeliverable);

    public ReceivedMessage? Find(string id) => Messages.FirstOrDefault(message => message.Id == id);

    public void Refuse(string address) => ImmutableInterlocked.Update(ref _undeliverable, set => set.Add(address));

    public void Clear()
    {
        lock (_lock)
        {
            foreach (var file in Directory.EnumerateFiles(_folder))
            {
                File.Delete(file);
            }

            _messages = [];
        }
    }

    /// <inheritdoc/>
    public async Task<SmtpResponse> SaveAsync(
        ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        var received = _time.GetUtcNow();
        var id = string.Create(CultureInfo.InvariantCulture,
            $"{received.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{Interlocked.Increment(ref _sequence):000000}");
        string[] to = [.. transaction.To.Select(mailbox => mailbox.AsAddress())];
        var bytes = buffer.ToArray();
        await File.WriteAllLinesAsync(Recipients(id), to, cancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(_folder, id + ".eml"), bytes, cancellationToken);
        using var eml = new MemoryStream(bytes);
        var message = ReceivedMessage.Read(id, received, to, eml);
        lock (_lock)
        {
            _messages = _messages.Insert(0, message);
        }

        return SmtpResponse.Ok;
    }

    /// <inheritdoc/>
    public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    /// <inheritdoc/>
    public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
        Task.FromResult(!_undeliverable.Contains(to.AsAddress()));

    private string Recipients(string id) => Path.Combine(_folder, id + ".to");

    private static DateTimeOffset Arrival(string id) => DateTimeOffset.ParseExact(
        id.AsSpan(0, id.LastIndexOf('-')), TimeFormat, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

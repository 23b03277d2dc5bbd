using System.Text;
using CsCheck;

namespace TrustPlatform.Storage.Tests;

/// <summary>What every event store does; run against each of them.</summary>
public abstract class EventStoreContract : IAsyncLifetime
{
    private static readonly AppendOutcome Committed = new AppendOutcome.Committed();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IEventStore Store { get; private set; } = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        Store = await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // Null when the test was skipped before it had a store.
        if (Store is not null)
        {
            await Store.DisposeAsync();
        }

        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the database of this test; a second call opens the same one again.</summary>
    protected abstract Task<IEventStore> OpenAsync();

    protected abstract Task PrepareAsync();

    protected abstract Task CleanUpAsync();

    /// <summary>Sets the schema's version as a later program would.</summary>
    protected abstract Task SetSchemaVersionAsync(int version);

    [Fact]
    public async Task Unknown_stream_is_empty()
    {
        Assert.Null(await Store.ReadSnapshotAsync("c-1", Token));
        Assert.Empty(await Store.ReadAsync("c-1", 0, 10, Token));
        Assert.Empty(await Store.ReadOutboxAsync(Appends.Noon, 10, Token));
    }

    [Fact]
    public async Task Append_is_read_back_as_it_was_written()
    {
        var listing = new StreamListing("org-1", "sent", Appends.Noon.AddTicks(1), Encoding.UTF8.GetBytes("Hợp đồng số 1"));
        var append = Appends.Of("c-1", 0, 3) with
        {
            Outbox = [new("mail", new byte[] { 0, 255, 10 }), new("status", default)],
            Listings = [listing],
        };

        var outcome = await Store.AppendAsync(append, Token);

        Assert.Equal(Committed, outcome);
        var events = await Store.ReadAsync("c-1", 0, 10, Token);
        Assert.Equal(["c-1#1", "c-1#2", "c-1#3"], events.Select(stored => stored.Payload.Text()));
        Assert.All(events, stored => Assert.Equal("contract.viewed", stored.Type));
        Appends.AssertChain(events);
        var snapshot = await Store.ReadSnapshotAsync("c-1", Token);
        Assert.Equal((3, "c-1@3"), (snapshot!.Sequence, snapshot.State.Text()));
        var messages = await Store.ReadOutboxAsync(Appends.Noon, 10, Token);
        Assert.Equal(
            [("c-1", 0, "mail", "00FF0A"), ("c-1", 0, "status", "")],
            messages.Select(message => (message.StreamId, message.Attempts, message.Message.Kind,
                Convert.ToHexString(message.Message.Body.Span))));
        var (rows, next) = await Store.ListAsync("org-1", null, null, 10, Token);
        var row = Assert.Single(rows);
        Assert.Equal(("c-1", "org-1", "sent", listing.UpdatedAt, "Hợp đồng số 1"),
            (row.StreamId, row.Listing.OwnerId, row.Listing.State, row.Listing.UpdatedAt, row.Listing.Body.Text()));
        Assert.Null(next);
    }

    [Theory]
    [InlineData("behind", 1, 2)]
    [InlineData("ahead", 3, 2)]
    [InlineData("again as new", 0, 2)]
    public async Task Append_from_another_sequence_conflicts_and_leaves_nothing(string why, long expected, long actual)
    {
        await Store.AppendAsync(Appends.Of("c-1", 0, 2), Token);

        var outcome = await Store.AppendAsync(Appends.Of("c-1", expected, 4) with
        {
            Outbox = [new("mail", default)],
            Listings = [new("org-1", "sent", Appends.Noon, default)],
        }, Token);

        Assert.True(outcome is AppendOutcome.Conflict conflict && conflict.ActualSequence == actual, why);
        Assert.Equal(2, (await Store.ReadAsync("c-1", 0, 10, Token)).Count);
        Assert.Equal("c-1@2", (await Store.ReadSnapshotAsync("c-1", Token))!.State.Text());
        Assert.Empty(await Store.ReadOutboxAsync(Appends.Noon, 10, Token));
        Assert.Empty((await Store.ListAsync("org-1", null, null, 10, Token)).Rows);
    }

    [Fact]
    public async Task Unknown_stream_cannot_be_continued()
    {
        var outcome = await Store.AppendAsync(Appends.Of("c-1", 5), Token);

        Assert.Equal(new AppendOutcome.Conflict(0), outcome);
        Assert.Null(await Store.ReadSnapshotAsync("c-1", Token));
    }

    [Fact]
    public async Task Conflicts_do_not_fail_the_group_that_they_are_in()
    {
        var appends = Enumerable.Range(0, 400).Select(i => Appends.Of($"c-{i}", i % 2 == 0 ? 0 : 7));

        var outcomes = await Task.WhenAll(appends.Select(append => Store.AppendAsync(append, Token)));

        Assert.Equal(
            Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? Committed : new AppendOutcome.Conflict(0)), outcomes);
    }

    [Fact]
    public async Task Appends_of_one_stream_in_one_group_follow_each_other()
    {
        var first = Appends.Of("c-1", 0, 2);
        var second = Appends.Of("c-1", 2, 1, first.Events[^1].Hash);
        var third = Appends.Of("c-1", 3, 1, second.Events[^1].Hash);

        var outcomes = await Task.WhenAll(((EventAppend[])[first, second, third]).Select(append =>
            Store.AppendAsync(append with { Outbox = [new("status", append.Snapshot)] }, Token)));

        Assert.Equal([Committed, Committed, Committed], outcomes);
        Appends.AssertChain(await Store.ReadAsync("c-1", 0, 10, Token));
        Assert.Equal(["c-1@2", "c-1@3", "c-1@4"],
            (await Store.ReadOutboxAsync(Appends.Noon, 10, Token)).Select(message => message.Message.Body.Text()));
    }

    [Fact]
    public async Task Of_many_appends_to_the_same_place_one_wins()
    {
        await Store.AppendAsync(Appends.Of("c-1", 0), Token);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            Task.Run(() => Store.AppendAsync(Appends.Of("c-1", 1), Token))));

        Assert.Equal(1, outcomes.Count(outcome => outcome == Committed));
        Assert.Equal(31, outcomes.Count(outcome => outcome == new AppendOutcome.Conflict(2)));
        Assert.Equal(2, (await Store.ReadAsync("c-1", 0, 10, Token)).Count);
    }

    [Fact]
    public async Task Two_stores_over_one_database_are_fenced()
    {
        await using var other = await OpenAsync();
        await Store.AppendAsync(Appends.Of("c-1", 0), Token);

        var outcomes = await Task.WhenAll(
            Store.AppendAsync(Appends.Of("c-1", 1), Token), other.AppendAsync(Appends.Of("c-1", 1), Token));

        Assert.Contains(Committed, outcomes);
        Assert.Contains(new AppendOutcome.Conflict(2), outcomes);
    }

    [Fact]
    public Task Concurrent_appends_to_random_streams_keep_every_chain() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 12].Array[2, 40], Gen.Int[0, int.MaxValue]).SampleAsync(
            async (streams, counts, run) =>
            {
                var ids = Enumerable.Range(0, streams).Select(i => $"c-{run}-{i}").ToList();
                // Each worker appends where it last saw the stream's end, and looks again after a conflict.
                var committed = await Task.WhenAll(counts.Select((count, worker) =>
                    Task.Run(() => AppendWithRetryAsync(ids[(worker + count) % streams], count), Token)));

                var stored = await Task.WhenAll(ids.Select(id => Appends.ReadAllAsync(Store, id, Token)));
                Assert.All(stored, Appends.AssertChain);
                Assert.Equal(committed.Sum(), stored.Sum(events => events.Count));
            },
            iter: 15, threads: 1);

    [Fact]
    public async Task Events_come_in_pages()
    {
        await Store.AppendAsync(Appends.Of("c-1", 0, 7), Token);

        Assert.Equal([1, 2, 3], (await Store.ReadAsync("c-1", 0, 3, Token)).Select(stored => stored.Sequence));
        Assert.Equal([6, 7], (await Store.ReadAsync("c-1", 5, 3, Token)).Select(stored => stored.Sequence));
        Assert.Empty(await Store.ReadAsync("c-1", 7, 3, Token));
    }

    [Fact]
    public async Task Postponed_message_waits_and_counts_its_attempts()
    {
        await Store.AppendAsync(Appends.Of("c-1", 0) with { Outbox = [new("mail", default), new("status", default)] }, Token);
        var mail = (await Store.ReadOutboxAsync(Appends.Noon, 10, Token))[0];

        await Store.PostponeMessageAsync(mail.Id, Appends.Noon.AddMinutes(1), Token);
        await Store.PostponeMessageAsync(mail.Id, Appends.Noon.AddMinutes(2), Token);

        Assert.Equal(["status"], await KindsAsync(Appends.Noon.AddMinutes(2).AddTicks(-1)));
        Assert.Equal(["mail", "status"], await KindsAsync(Appends.Noon.AddMinutes(2)));
        Assert.Equal(2, (await Store.ReadOutboxAsync(Appends.Noon.AddMinutes(2), 1, Token))[0].Attempts);
    }

    [Fact]
    public async Task Delivered_message_is_forgotten()
    {
        await Store.AppendAsync(Appends.Of("c-1", 0) with { Outbox = [new("mail", default), new("status", default)] }, Token);
        var mail = (await Store.ReadOutboxAsync(Appends.Noon, 10, Token))[0];

        await Store.CompleteMessageAsync(mail.Id, Token);
        await Store.CompleteMessageAsync(mail.Id, Token);

        Assert.Equal(["status"], await KindsAsync(Appends.Noon));
    }

    [Fact]
    public async Task List_is_paged_newest_first_without_gap_or_repetition()
    {
        // Several rows of the same instant: the page may end among them.
        await Task.WhenAll(Enumerable.Range(0, 25).Select(i => Store.AppendAsync(Appends.Of($"c-{i:00}", 0) with
        {
            Listings = [new("org-1", i % 2 == 0 ? "sent" : "completed", Appends.Noon.AddMinutes(i / 4), default)],
        }, Token)));

        var pages = await PagesAsync("org-1", null, 7);

        Assert.Equal([7, 7, 7, 4], pages.Select(page => page.Count));
        var expected = Enumerable.Range(0, 25).OrderByDescending(i => i / 4).ThenByDescending(i => i).Select(i => $"c-{i:00}");
        Assert.Equal(expected, pages.SelectMany(page => page));
        var completed = await PagesAsync("org-1", "completed", 5);
        Assert.Equal(expected.Where(id => id[^1] % 2 == 1), completed.SelectMany(page => page));
    }

    [Fact]
    public async Task Row_that_is_updated_between_two_pages_hides_no_other()
    {
        for (var i = 0; i < 6; i++)
        {
            await Store.AppendAsync(Appends.Of($"c-{i}", 0) with
            {
                Listings = [new("org-1", "sent", Appends.Noon.AddMinutes(i), default)],
            }, Token);
        }

        var first = await Store.ListAsync("org-1", null, null, 2, Token);
        await Store.AppendAsync(Appends.Of("c-0", 1) with
        {
            Listings = [new("org-1", "completed", Appends.Noon.AddHours(1), default)],
        }, Token);
        var second = await Store.ListAsync("org-1", null, first.Next, 2, Token);

        Assert.Equal(["c-5", "c-4"], first.Rows.Select(row => row.StreamId));
        Assert.Equal(["c-3", "c-2"], second.Rows.Select(row => row.StreamId));
    }

    [Fact]
    public async Task New_row_of_a_stream_replaces_that_of_the_same_owner_alone()
    {
        await Store.AppendAsync(Appends.Of("c-1", 0) with
        {
            Listings = [new("org-1", "sent", Appends.Noon, default), new("ctz-1", "to-sign", Appends.Noon, default)],
        }, Token);

        await Store.AppendAsync(Appends.Of("c-1", 1) with
        {
            Listings = [new("org-1", "completed", Appends.Noon.AddMinutes(1), new byte[] { 7 })],
        }, Token);

        var row = Assert.Single((await Store.ListAsync("org-1", null, null, 10, Token)).Rows);
        Assert.Equal(("completed", (byte)7), (row.Listing.State, row.Listing.Body.Span[0]));
        Assert.Empty((await Store.ListAsync("org-1", "sent", null, 10, Token)).Rows);
        Assert.Equal("to-sign", Assert.Single((await Store.ListAsync("ctz-1", null, null, 10, Token)).Rows).Listing.State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 !")]
    [InlineData("bm90aGluZw")]
    [InlineData("LTEvYy0x")]
    public async Task Cursor_that_no_list_gave_out_is_refused(string cursor) =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ListAsync("org-1", null, cursor, 10, Token));

    [Fact]
    public async Task Malformed_appends_are_refused_before_the_queue()
    {
        var good = Appends.Of("c-1", 0, 2);
        EventAppend[] malformed =
        [
            good with { StreamId = "" },
            good with { StreamId = "c 1" },
            good with { StreamId = "hợp-đồng" },
            good with { StreamId = "c-\0" },
            good with { StreamId = new string('c', 201) },
            good with { ExpectedSequence = -1 },
            good with { ExpectedSequence = 1 },
            good with { Events = [] },
            good with { Events = [good.Events[1]] },
            good with { Events = [good.Events[0], good.Events[0]] },
            good with { Events = [good.Events[0] with { Hash = new byte[31] }] },
            good with { Events = [good.Events[0] with { Type = "" }] },
            good with { Events = Appends.Of("c-1", 0, 1_001).Events },
            good with { Outbox = [new("", default)] },
            good with { Listings = [new("org-1", "", Appends.Noon, default)] },
            good with { Listings = [new("o", "a", Appends.Noon, default), new("o", "b", Appends.Noon, default)] },
            good with { Snapshot = new byte[16 * 1024 * 1024 + 1] },
        ];

        foreach (var append in malformed)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.AppendAsync(append, Token));
        }

        Assert.Null(await Store.ReadSnapshotAsync("c-1", Token));
    }

    [Fact]
    public async Task Cancelled_append_stores_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.AppendAsync(Appends.Of("c-1", 0), new CancellationToken(canceled: true)));

        Assert.Null(await Store.ReadSnapshotAsync("c-1", Token));
    }

    [Fact]
    public async Task Cancellation_either_stores_nothing_or_is_too_late()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var appends = Enumerable.Range(0, 500)
            .Select(i => Store.AppendAsync(Appends.Of($"c-{i}", 0), cancellation.Token)).ToList();
        await appends[0];
        await cancellation.CancelAsync();
        await Task.WhenAll(appends.Select(append => append.ContinueWith(_ => { }, TaskScheduler.Default)));

        for (var i = 0; i < appends.Count; i++)
        {
            var stored = await Store.ReadSnapshotAsync($"c-{i}", Token) is not null;
            Assert.Equal(appends[i].IsCompletedSuccessfully, stored);
        }
    }

    [Fact]
    public async Task Disposal_commits_what_was_accepted_and_takes_nothing_more()
    {
        var appends = Enumerable.Range(0, 300).Select(i => Store.AppendAsync(Appends.Of($"c-{i}", 0), Token)).ToList();

        await Store.DisposeAsync();

        Assert.All(await Task.WhenAll(appends), outcome => Assert.Equal(Committed, outcome));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.AppendAsync(Appends.Of("c-1", 1), Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.ReadSnapshotAsync("c-1", Token));
        await using var reopened = await OpenAsync();
        Assert.NotNull(await reopened.ReadSnapshotAsync("c-299", Token));
    }

    [Fact]
    public async Task Newer_schema_is_refused()
    {
        await SetSchemaVersionAsync(2);

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(OpenAsync);

        Assert.Contains("schema 2, this program knows 1", error.Message, StringComparison.Ordinal);
        await SetSchemaVersionAsync(1);
    }

    private async Task<int> AppendWithRetryAsync(string streamId, int count)
    {
        while (true)
        {
            var events = await Appends.ReadAllAsync(Store, streamId, Token);
            var append = Appends.Of(streamId, events.Count, count, events.Count == 0 ? default : events[^1].Hash);
            if (await Store.AppendAsync(append, Token) is AppendOutcome.Committed)
            {
                return count;
            }
        }
    }

    private async Task<IEnumerable<string>> KindsAsync(DateTimeOffset now) =>
        (await Store.ReadOutboxAsync(now, 10, Token)).Select(message => message.Message.Kind);

    private async Task<List<List<string>>> PagesAsync(string ownerId, string? state, int limit)
    {
        var pages = new List<List<string>>();
        string? after = null;
        do
        {
            var (rows, next) = await Store.ListAsync(ownerId, state, after, limit, Token);
            pages.Add([.. rows.Select(row => row.StreamId)]);
            after = next;
        }
        while (after is not null);
        return pages;
    }
}

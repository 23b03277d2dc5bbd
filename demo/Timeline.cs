using Microsoft.AspNetCore.SignalR.Client;

namespace TrustPlatform.Demo;

/// <summary>One event as the hub pushes it.</summary>
internal sealed record PushedEvent(string Contract, long Sequence, string Type, DateTimeOffset At, string? Party);

/// <summary>Follows a contract over SignalR and prints what happens; after a lost connection it goes on from the last event.</summary>
internal sealed class Timeline(DemoOptions options, string apiKey, Screen screen) : IAsyncDisposable
{
    private static readonly Dictionary<string, string> s_words = new()
    {
        ["contract.created"] = "Bản nháp được tạo",
        ["document.attached"] = "Tài liệu PDF được tải lên",
        ["party.added"] = "Thêm bên ký",
        ["contract.sent"] = "Hợp đồng đã gửi; ô chữ ký đã đặt, mã tài liệu đã chốt",
        ["party.notified"] = "Thư mời đã giao",
        ["party.identified"] = "Danh tính đã xác nhận bằng VNeID mức 2",
        ["party.viewed"] = "Đã mở đọc tài liệu",
        ["party.consented"] = "Đã đồng ý ký",
        ["party.authorisation_requested"] = "Được hỏi xác nhận trên chính tài liệu này",
        ["party.authorised"] = "Đã xác nhận ký bằng VNeID",
        ["party.signing_started"] = "Đang tạo chữ ký",
        ["party.authorisation_lapsed"] = "Xác nhận đã hết hiệu lực; người ký sẽ được hỏi lại",
        ["certificate.issued"] = "Chứng thư dùng một lần đã cấp",
        ["party.signed"] = "Đã ký, có dấu thời gian; khoá đã huỷ",
        ["seal.started"] = "Đang đóng dấu tổ chức",
        ["seal.applied"] = "Con dấu tổ chức đã đóng",
        ["contract.completed"] = "Mọi bên đã ký; hợp đồng hoàn tất (B-LTA)",
        ["evidence.ready"] = "Hồ sơ chứng cứ đã lập",
        ["party.declined"] = "Từ chối ký",
        ["contract.voided"] = "Đã thu hồi",
        ["contract.expired"] = "Quá hạn",
    };

    private readonly HubConnection _connection = new HubConnectionBuilder()
        .WithUrl(new Uri(options.Site, "/hubs/status"), hub => hub.Headers["Authorization"] = $"Bearer {apiKey}")
        .WithAutomaticReconnect()
        .Build();

    /// <summary>Prints events until one of the given type has come.</summary>
    public async Task Follow(
        string contractId, IReadOnlyDictionary<string, string> names, string last, CancellationToken cancellationToken)
    {
        await _connection.StartAsync(cancellationToken);
        var after = 0L;
        while (true)
        {
            var pushed = _connection.StreamAsync<PushedEvent>("Subscribe", contractId, after, cancellationToken);
            await foreach (var happened in pushed)
            {
                after = happened.Sequence;
                var who = happened.Party is { } party ? $"{names.GetValueOrDefault(party, party)}: " : "";
                screen.Event(happened.Sequence, happened.At, who + s_words.GetValueOrDefault(happened.Type, happened.Type));
                if (happened.Type == last)
                {
                    return;
                }
            }
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}

using System.Globalization;

namespace TrustPlatform.Demo;

/// <summary>What the demo prints; colours only on a terminal, and never when NO_COLOR is set.</summary>
internal sealed class Screen(TextWriter output)
{
    private static readonly TimeSpan s_vietNam = TimeSpan.FromHours(7);
    private readonly Lock _lock = new();
    private readonly bool _colours =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public void Title(string text) => Write($"\n{Paint("1", text)}\n");

    public void Step(string text) => Write($"{Paint("36", "→")} {text}");

    public void Event(long sequence, DateTimeOffset at, string text)
    {
        var time = at.ToOffset(s_vietNam).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        Write($"  {Paint("2", $"{time}  {sequence,3}")}  {text}");
    }

    public void Verdict(bool valid, string text) => Write($"{Paint(valid ? "1;32" : "1;31", valid ? "✓" : "✗")} {text}");

    public void Links(DemoOptions options)
    {
        Title("Đang chạy. Ctrl+C để dừng.");
        Write($"  Trang chính        {options.Site}");
        Write($"  Xác minh tệp       {new Uri(options.Site, "/verify")}");
        Write($"  Hộp thư thử        {options.Inbox}");
        Write($"  Mô tả API          {new Uri(options.Site, "/openapi/v1.json")}");
        Write($"  Tệp đã ký          {Path.GetFullPath(Path.Combine(options.OutDirectory, "contract.pdf"))}");
    }

    private string Paint(string code, string text) => _colours ? $"\e[{code}m{text}\e[0m" : text;

    private void Write(string line)
    {
        lock (_lock)
        {
            output.WriteLine(line);
        }
    }
}

using System.Globalization;

namespace TrustPlatform.Demo;

/// <summary>The platform's log in a file, so that the terminal shows the contract alone.</summary>
internal sealed class FileLog : ILoggerProvider
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file;

    public FileLog(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new(path, append: true) { AutoFlush = true };
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() => _file.Dispose();

    private void Write(string line)
    {
        lock (_lock)
        {
            _file.WriteLine(line);
        }
    }

    private sealed class Logger(FileLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var time = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
                log.Write($"{time} {logLevel} {category} {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
            }
        }
    }
}

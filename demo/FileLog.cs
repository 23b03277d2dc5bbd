using System.Globalization;

namespace TrustPlatform.Demo;

/// <summary>The platform's log in a file, so that the terminal shows the contract alone.</summary>
internal sealed class FileLog : ILoggerProvider
{
    private readonly Lock _lock = new();
    private readonly Lazy<StreamWriter> _file;

    /// <summary>The file is opened by the first line, after the platform has made sure of its folder.</summary>
    public FileLog(string path) => _file = new(() => new(path, append: true) { AutoFlush = true });

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        if (_file.IsValueCreated)
        {
            _file.Value.Dispose();
        }
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            _file.Value.WriteLine(line);
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

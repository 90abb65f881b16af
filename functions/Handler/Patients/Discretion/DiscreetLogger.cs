namespace LiveView.Handler.Patients.Discretion;

/// <summary>One category of <see cref="DiscreetLogs"/>. What names no patient passes as it is.</summary>
internal sealed class DiscreetLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => Discreet.IsNeeded(state.ToString()) ? null : inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
            return;
        var (text, failure) = (formatter(state, exception), exception?.ToString());
        if (!Discreet.IsNeeded(text) && !Discreet.IsNeeded(failure))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        var names = Discreet.Names(text).Concat(Discreet.Names(failure ?? "")).Distinct(StringComparer.Ordinal).ToList();
        var values = (state as IEnumerable<KeyValuePair<string, object?>> ?? []).Select(value => new KeyValuePair<string, object?>(value.Key, Clean(value.Value, names))).ToList();
        var clean = Discreet.Text(text);
        inner.Log(logLevel, eventId, values, failure is null ? null : new DiscreetException(Discreet.Text(failure)), (_, _) => clean);
    }

    // A value may be the bare name, which only the whole text shows to be one.
    private static object? Clean(object? value, List<string> names)
    {
        if (value is null or bool or int or long or double or TimeSpan or Enum)
            return value;
        var text = value.ToString() ?? "";
        var clean = names.Contains(text) ? Discreet.Tag(text) : Discreet.Text(text);
        return clean == text ? value : clean;
    }
}

/// <summary>What is told of an exception that named a patient: its text, without the name.</summary>
internal sealed class DiscreetException(string text) : Exception
{
    public override string Message => text.Split('\n', 2)[0];

    public override string ToString() => text;
}

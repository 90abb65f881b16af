namespace LiveView.Handler.Telemetry;

/// <summary>A value that no log may show: whoever writes it writes a mark. Only <see cref="Reveal"/> gives it back, and can be searched for.</summary>
internal readonly struct Sensitive<T>(T value)
{
    /// <summary>The value itself.</summary>
    public T Reveal() => value;

    /// <summary>The mark, and never the value.</summary>
    public override string ToString() => Redactor.Mark;
}

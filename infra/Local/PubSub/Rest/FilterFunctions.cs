using Microsoft.OData.UriParser;

namespace LiveView.Local.PubSub;

/// <summary>The functions a filter may call. What is asked of nobody's name is false, −1 or null, never an error.</summary>
internal static class FilterFunctions
{
    public static Func<FilterSubject, object?> Compile(FunctionCallToken call)
    {
        var text = FilterText.Of(call);
        var arguments = call.Arguments.Select(argument => FilterCompiler.Compile(argument.ValueToken)).ToArray();
        return (call.Name.ToUpperInvariant(), arguments.Length) switch
        {
            ("TOLOWER", 1) => subject => Text(arguments[0](subject), text)?.ToLowerInvariant(),
            ("TOUPPER", 1) => subject => Text(arguments[0](subject), text)?.ToUpperInvariant(),
            ("TRIM", 1) => subject => Text(arguments[0](subject), text)?.Trim(),
            ("LENGTH", 1) => subject => Length(arguments[0](subject), text),
            ("CONCAT", 2) => subject => Text(arguments[0](subject), text) + Text(arguments[1](subject), text),
            ("STARTSWITH", 2) => Test(arguments, text, (value, part) => value.StartsWith(part, StringComparison.Ordinal)),
            ("ENDSWITH", 2) => Test(arguments, text, (value, part) => value.EndsWith(part, StringComparison.Ordinal)),
            ("CONTAINS", 2) => Test(arguments, text, (value, part) => value.Contains(part, StringComparison.Ordinal)),
            ("INDEXOF", 2) => subject => IndexOf(arguments[0](subject), arguments[1](subject), text),
            ("SUBSTRING", 2) => subject => Substring(arguments[0](subject), arguments[1](subject), int.MaxValue, text),
            ("SUBSTRING", 3) => subject => Substring(arguments[0](subject), arguments[1](subject), arguments[2](subject), text),
            _ => throw new FilterException(text, $"The function '{call.Name}' with {arguments.Length} arguments is not supported."),
        };
    }

    private static Func<FilterSubject, object?> Test(Func<FilterSubject, object?>[] arguments, string text, Func<string, string, bool> test) =>
        subject => Text(arguments[0](subject), text) is { } value && Text(arguments[1](subject), text) is { } part && test(value, part);

    private static object? Length(object? value, string text) => value switch
    {
        null => null,
        string content => content.Length,
        IReadOnlyCollection<string> many => many.Count,
        _ => throw new FilterException(text, $"Type '{FilterText.TypeOf(value)}', expect 'string'."),
    };

    private static int IndexOf(object? value, object? part, string text) =>
        Text(value, text) is { } content && Text(part, text) is { } sought ? content.IndexOf(sought, StringComparison.Ordinal) : -1;

    private static string? Substring(object? value, object? start, object? length, string text)
    {
        if (start is not int from || length is not int count) throw new FilterException(text, "substring expects whole numbers.");
        if (Text(value, text) is not { } content) return null;
        from = Math.Clamp(from, 0, content.Length);
        return content.Substring(from, Math.Clamp(count, 0, content.Length - from));
    }

    private static string? Text(object? value, string text) => value switch
    {
        null => null,
        string content => content,
        _ => throw new FilterException(text, $"Type '{FilterText.TypeOf(value)}', expect 'string'."),
    };
}

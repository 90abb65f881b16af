using Microsoft.OData.UriParser;

namespace LiveView.Local.PubSub;

/// <summary>Turns a parsed filter into a function. Values are null, string, int, bool, or a collection of strings.</summary>
internal static class FilterCompiler
{
    public static Func<FilterSubject, object?> Compile(QueryToken token) => token switch
    {
        LiteralToken literal => Literal(literal),
        EndPathToken { NextToken: null } name => Name(name.Identifier),
        UnaryOperatorToken { OperatorKind: Microsoft.OData.UriParser.UnaryOperatorKind.Not } not => Not(not),
        BinaryOperatorToken binary => Binary(binary),
        InToken within => In(within),
        FunctionCallToken call => FilterFunctions.Compile(call),
        _ => throw new FilterException(FilterText.Of(token), "The expression is not supported."),
    };

    private static Func<FilterSubject, object?> Literal(LiteralToken literal) => literal.Value switch
    {
        null or string or bool or int => _ => literal.Value,
        long number and >= int.MinValue and <= int.MaxValue => _ => (int)number,
        _ => throw new FilterException(FilterText.Of(literal), "The literal is not supported."),
    };

    private static Func<FilterSubject, object?> Name(string name) => name.ToUpperInvariant() switch
    {
        "USERID" => subject => subject.UserId,
        "CONNECTIONID" => subject => subject.ConnectionId,
        "PROTOCOL" => subject => subject.Protocol,
        "GROUPS" => subject => subject.Groups,
        _ => throw new FilterException(name, $"Unknown identifier '{name}'."),
    };

    private static Func<FilterSubject, object?> Not(UnaryOperatorToken not)
    {
        var operand = Compile(not.Operand);
        var text = FilterText.Of(not);
        return subject => !Bool(operand(subject), text);
    }

    private static Func<FilterSubject, object?> Binary(BinaryOperatorToken binary)
    {
        var left = Compile(binary.Left);
        var right = Compile(binary.Right);
        var text = FilterText.Of(binary);
        return binary.OperatorKind switch
        {
            // Both sides are looked at, so that a wrong one is found whatever the other says.
            BinaryOperatorKind.And => subject => Both(left(subject), right(subject), text) is (true, true),
            BinaryOperatorKind.Or => subject => Both(left(subject), right(subject), text) is not (false, false),
            BinaryOperatorKind.Equal => subject => Equals(left(subject), right(subject)),
            BinaryOperatorKind.NotEqual => subject => !Equals(left(subject), right(subject)),
            BinaryOperatorKind.GreaterThan => Compare(left, right, text, (a, b) => a > b),
            BinaryOperatorKind.GreaterThanOrEqual => Compare(left, right, text, (a, b) => a >= b),
            BinaryOperatorKind.LessThan => Compare(left, right, text, (a, b) => a < b),
            BinaryOperatorKind.LessThanOrEqual => Compare(left, right, text, (a, b) => a <= b),
            _ => throw new FilterException(text, "The operator is not supported."),
        };
    }

    private static Func<FilterSubject, object?> In(InToken within)
    {
        var left = Compile(within.Left);
        var text = FilterText.Of(within);
        var right = within.Right is LiteralToken { Value: string list } && list.StartsWith('(')
            ? List(list, text)
            : Compile(within.Right);
        return subject => right(subject) is IEnumerable<string> values
            ? left(subject) is string value && values.Contains(value)
            : throw new FilterException(text, "'in' expects a collection.");
    }

    private static Func<FilterSubject, object?> List(string list, string text)
    {
        var values = FilterText.Strings(list) ?? throw new FilterException(text, "The list is not valid.");
        return _ => values;
    }

    private static Func<FilterSubject, object?> Compare(
        Func<FilterSubject, object?> left, Func<FilterSubject, object?> right, string text, Func<int, int, bool> compare) =>
        subject => (left(subject), right(subject)) switch
        {
            (null or int, null or int) and (null, _) or (_, null) => false,
            (int a, int b) => compare(a, b),
            _ => throw new FilterException(text, "The operator expects whole numbers."),
        };

    private static (bool Left, bool Right) Both(object? left, object? right, string text) => (Bool(left, text), Bool(right, text));

    private static bool Bool(object? value, string text) =>
        value is bool truth ? truth : throw new FilterException(text, $"Type '{FilterText.TypeOf(value)}', expect 'bool'.");
}

using System.Globalization;
using System.Text;
using Microsoft.OData.UriParser;

namespace LiveView.Local.PubSub;

/// <summary>Filters as text, for error messages, and lists out of text.</summary>
internal static class FilterText
{
    public static string Of(QueryToken token) => token switch
    {
        LiteralToken { Value: null } => "null",
        LiteralToken { Value: string text } => text.StartsWith('(') ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        LiteralToken literal => Convert.ToString(literal.Value, CultureInfo.InvariantCulture)?.ToLowerInvariant() ?? "",
        EndPathToken name => name.Identifier,
        UnaryOperatorToken unary => $"not {Of(unary.Operand)}",
        BinaryOperatorToken binary => $"{Of(binary.Left)} {Word(binary.OperatorKind)} {Of(binary.Right)}",
        InToken within => $"{Of(within.Left)} in {Of(within.Right)}",
        FunctionCallToken call => $"{call.Name}({string.Join(",", call.Arguments.Select(argument => Of(argument.ValueToken)))})",
        _ => token.Kind.ToString(),
    };

    public static string TypeOf(object? value) => value switch
    {
        null => "null",
        string => "string",
        bool => "bool",
        int => "int",
        _ => "collection",
    };

    /// <summary>The strings of <c>('a','b')</c>; null when it is no such list. Quotes inside are doubled.</summary>
    public static string[]? Strings(string list)
    {
        var values = new List<string>();
        var at = 1;
        while (true)
        {
            while (at < list.Length && list[at] == ' ') at++;
            if (at >= list.Length || list[at++] != '\'') return null;
            var value = new StringBuilder();
            while (at < list.Length && (list[at] != '\'' || (at + 1 < list.Length && list[at + 1] == '\'')))
            {
                if (list[at] == '\'') at++;
                value.Append(list[at++]);
            }

            at++;
            values.Add(value.ToString());
            while (at < list.Length && list[at] == ' ') at++;
            if (at >= list.Length) return null;
            if (list[at] == ')') return [.. values];
            if (list[at++] != ',') return null;
        }
    }

    private static string Word(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Equal => "eq",
        BinaryOperatorKind.NotEqual => "ne",
        BinaryOperatorKind.GreaterThan => "gt",
        BinaryOperatorKind.GreaterThanOrEqual => "ge",
        BinaryOperatorKind.LessThan => "lt",
        BinaryOperatorKind.LessThanOrEqual => "le",
        _ => kind.ToString().ToLowerInvariant(),
    };
}

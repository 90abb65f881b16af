using System.Text;
using System.Text.RegularExpressions;

namespace LiveView.Local.PubSub;

/// <summary>
/// The pattern of a wildcard role. <c>?</c> is one character except a dot, <c>*</c> any number except dots, <c>**</c> any number, and
/// a backslash takes the next <c>\ * ?</c> as it is. Case-sensitive, at most five stars.
/// </summary>
internal sealed class GroupPattern
{
    private const int MaxStars = 5;

    private readonly Regex regex;

    private GroupPattern(string expression) =>
        regex = new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>The pattern, or null when it is not valid: such a role permits nothing.</summary>
    public static GroupPattern? Parse(string pattern)
    {
        var expression = new StringBuilder("^");
        var stars = 0;
        var rest = pattern.AsSpan();
        while (!rest.IsEmpty)
        {
            var taken = 1;
            switch (rest)
            {
                case ['?', ..]:
                    expression.Append("[^.]");
                    break;
                case ['*', '*', ..]:
                    taken = 2;
                    stars += 2;
                    expression.Append(".*");
                    break;
                case ['*', ..]:
                    stars++;
                    expression.Append("[^.]*");
                    break;
                case ['\\', ('\\' or '*' or '?') and var escaped, ..]:
                    taken = 2;
                    expression.Append(Regex.Escape(escaped.ToString()));
                    break;
                case ['\\', ..]:
                    return null;
                default:
                    expression.Append(Regex.Escape(rest[0].ToString()));
                    break;
            }

            rest = rest[taken..];
        }

        return pattern.Length == 0 || stars > MaxStars ? null : new GroupPattern(expression.Append('$').ToString());
    }

    public bool Matches(string group) => regex.IsMatch(group);
}

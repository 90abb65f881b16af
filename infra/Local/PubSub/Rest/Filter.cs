using Microsoft.OData;
using Microsoft.OData.UriParser;

namespace LiveView.Local.PubSub;

/// <summary>
/// Who receives a message, in the service's OData subset. It is tried on a nobody before anything is sent, so a filter that cannot be
/// evaluated is refused whole.
/// </summary>
internal sealed class Filter
{
    // The number of clauses the service allows.
    private const int MaxDepth = 100;

    private readonly Func<FilterSubject, object?> evaluate;

    private Filter(Func<FilterSubject, object?> evaluate) => this.evaluate = evaluate;

    /// <summary>The filter; null when there is none, which everyone matches.</summary>
    /// <exception cref="RestException">It is not valid.</exception>
    public static Filter? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            var filter = new Filter(FilterCompiler.Compile(new UriQueryExpressionParser(MaxDepth).ParseFilter(text)));
            filter.Evaluate(FilterSubject.Nobody, text);
            return filter;
        }
        catch (ODataException e)
        {
            throw new RestException($"Invalid syntax for '{text}': {e.Message} (Parameter 'filter')", e);
        }
        catch (FilterException e)
        {
            throw new RestException($"Invalid syntax for '{e.Expression}': {e.Message} (Parameter 'filter')", e);
        }
    }

    /// <summary>Whether a connection is meant; one for whom the filter makes no sense is not.</summary>
    public bool Matches(Connection connection)
    {
        try
        {
            return Evaluate(FilterSubject.Of(connection), "");
        }
        catch (FilterException)
        {
            return false;
        }
    }

    private bool Evaluate(FilterSubject subject, string text) =>
        evaluate(subject) is bool matches ? matches : throw new FilterException(text, "The filter must be true or false.");
}

namespace LiveView.Handler.Patients.Audit;

/// <summary>What a request turned out to be about, where its path does not say it: noted by the route, written down by <see cref="AuditKeeper"/>.</summary>
internal static class Accesses
{
    private static readonly object Key = new();

    /// <summary>Notes that the request is about a chain.</summary>
    public static void Touches(this HttpContext context, string chain, string what) => Of(context).Add((chain, what));

    /// <summary>What was noted.</summary>
    public static ICollection<(string Chain, string What)> Of(HttpContext context)
    {
        if (context.Items[Key] is not HashSet<(string, string)> noted)
            context.Items[Key] = noted = [];
        return noted;
    }
}

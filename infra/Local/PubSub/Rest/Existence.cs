namespace LiveView.Local.PubSub;

/// <summary>The answer to HEAD.</summary>
internal static class Existence
{
    public static int Of(bool exists) => exists ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
}

namespace LiveView.Local.Providers;

/// <summary>A side of a match. <see cref="Abbreviation"/> is missing for a small club, as it is in the real feed.</summary>
internal sealed record Team(int Id, string? Abbreviation, string Location, string Name, string Region, bool IsPlaceholder = false)
{
    /// <summary>"Boston Celtics"; for a club that is its town, just "Arsenal".</summary>
    public string DisplayName => Name == Location ? Name : $"{Location} {Name}";

    /// <summary>What a short headline calls it.</summary>
    public string Short => Abbreviation ?? Name;

    public string Slug => DisplayName.ToLowerInvariant().Replace(' ', '-');
}

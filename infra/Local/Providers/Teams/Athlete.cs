namespace LiveView.Local.Providers;

/// <summary>A player of a team. The people are invented; some have letters that are not ASCII, because real ones have.</summary>
internal sealed record Athlete(string Id, string Given, string Family, string Jersey, string Position, Team Team)
{
    private static readonly string[] GivenNames =
        ["Aron", "Bruno", "Cédric", "Dario", "Emil", "Farid", "Goran", "Hugo", "Iker", "Jonas", "Kofi", "Luka", "Mateo", "Nils", "Óscar", "Pavel", "Quinn", "Rúben", "Sami", "Tariq", "Ugo", "Viktor", "Wes", "Yann"];

    private static readonly string[] FamilyNames =
        ["Almeida", "Børresen", "Castellane", "Delacroix", "Eastwick", "Falkner", "Grünewald", "Hargrove", "Ivarsson", "Jablonský", "Kestrel", "Lindqvist", "Marchetti", "Novák", "O'Garra", "Pemberley", "Quarmby", "Rosário", "Sandoval", "Thorsgard", "Ulvestad", "Vašek", "Whitlock", "Zamorano"];

    public string FullName => $"{Given} {Family}";

    public string ShortName => $"{Given[0]}. {Family}";

    public string Slug => FullName.ToLowerInvariant().Replace(' ', '-');

    /// <summary>The <paramref name="number"/>th player of a team: always the same person.</summary>
    public static Athlete Of(League league, Team team, int number)
    {
        var id = league.Id * 10_000L + team.Id * 30 + number;
        var hash = Chance.Mix(id);
        var given = GivenNames[(int)(hash % (ulong)GivenNames.Length)];
        var family = FamilyNames[(int)(hash / 64 % (ulong)FamilyNames.Length)];
        return new Athlete($"{1_000_000 + id}", given, family, $"{1 + (number * 7 + team.Id) % 40}", league.Positions[number % league.Positions.Count], team);
    }
}

namespace LiveView.Local.Providers;

/// <summary>A kind of play in the provider's words. The soccer and hockey ids are the observed ones.</summary>
internal sealed record PlayKind(string Id, string Text, string Abbreviation)
{
    // Soccer: the rows of details[].
    public static readonly PlayKind Goal = new("70", "Goal", "goal");
    public static readonly PlayKind Header = new("137", "Goal - Header", "header");
    public static readonly PlayKind FreeKick = new("138", "Goal - Free-kick", "free-kick");
    public static readonly PlayKind Volley = new("173", "Goal - Volley", "volley");
    public static readonly PlayKind OwnGoal = new("97", "Own Goal", "own-goal");
    public static readonly PlayKind Penalty = new("98", "Penalty - Scored", "penalty");
    public static readonly PlayKind ShootoutKick = new("104", "Penalty - Scored", "shootout");
    public static readonly PlayKind YellowCard = new("94", "Yellow Card", "yellow-card");
    public static readonly PlayKind RedCard = new("93", "Red Card", "red-card");

    // Basketball.
    public static readonly PlayKind Miss = new("92", "Jump Shot", "miss");
    public static readonly PlayKind TwoPointer = new("110", "Driving Layup Shot", "two");
    public static readonly PlayKind ThreePointer = new("131", "Pullup Jump Shot", "three");
    public static readonly PlayKind FreeThrow = new("98", "Free Throw - 1 of 2", "free-throw");
    public static readonly PlayKind Turnover = new("63", "Turnover", "turnover");

    // American football.
    public static readonly PlayKind Kickoff = new("53", "Kickoff", "K");
    public static readonly PlayKind Rush = new("5", "Rush", "RUSH");
    public static readonly PlayKind Pass = new("24", "Pass Reception", "REC");
    public static readonly PlayKind Incompletion = new("3", "Pass Incompletion", "INC");
    public static readonly PlayKind Punt = new("52", "Punt", "PUNT");
    public static readonly PlayKind Touchdown = new("67", "Passing Touchdown", "TD");
    public static readonly PlayKind ExtraPoint = new("61", "Extra Point Good", "XP");
    public static readonly PlayKind FieldGoal = new("59", "Field Goal Good", "FG");

    // Baseball.
    public static readonly PlayKind Ball = new("36", "Ball", "BALL");
    public static readonly PlayKind Strike = new("37", "Strike Looking", "STRIKE");
    public static readonly PlayKind Out = new("3", "Fly Out", "OUT");
    public static readonly PlayKind Single = new("2", "Single", "SINGLE");
    public static readonly PlayKind Double = new("4", "Double", "DOUBLE");
    public static readonly PlayKind HomeRun = new("28", "Home Run", "HR");

    // Hockey.
    public static readonly PlayKind Faceoff = new("502", "Face Off", "face-off");
    public static readonly PlayKind Hit = new("503", "Hit", "hit");
    public static readonly PlayKind HockeyGoal = new("505", "Goal", "goal");
    public static readonly PlayKind Shot = new("506", "Shot", "shot");
    public static readonly PlayKind HockeyPenalty = new("509", "Penalty", "penalty");
    public static readonly PlayKind ShootoutComplete = new("523", "Shootout Complete", "shootout-complete");

    public bool IsCard => this == YellowCard || this == RedCard;
}

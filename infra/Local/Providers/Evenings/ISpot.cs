namespace LiveView.Local.Providers;

/// <summary>Where the ball is after a play: what <c>situation</c> tells beyond the play itself.</summary>
internal interface ISpot;

/// <summary>American football; <see cref="Down"/> is 0 at a kick-off, when nobody has the ball.</summary>
internal sealed record FieldSpot(int Down, int Distance, int YardLine, Side? Possession, int HomeTimeouts, int AwayTimeouts) : ISpot;

/// <summary>Baseball: the count and the runners.</summary>
internal sealed record DiamondSpot(int Balls, int Strikes, int Outs, bool First, bool Second, bool Third) : ISpot;

namespace LiveView.Local.Exchanges;

/// <summary>One thing that happened to an instrument.</summary>
/// <param name="First">The number of the first change of the book in it.</param>
/// <param name="Last">The number of the last.</param>
/// <param name="Levels">Levels of the book as they are now; a size of 0 is gone.</param>
/// <param name="Trade">The trade that did it, if one did.</param>
internal sealed record Move(long First, long Last, IReadOnlyList<(bool Bid, decimal Price, decimal Size)> Levels, Trade? Trade);

/// <summary>A trade.</summary>
internal sealed record Trade(long Id, decimal Price, decimal Size, bool TakerBuys);

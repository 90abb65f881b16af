namespace LiveView.Core.Flow;

/// <summary>What a commit cannot know by itself: the kernel is pure, so chance and the clock are handed in.</summary>
/// <param name="Id">A name no other commit has, at least 8 of <c>[0-9a-f]</c>; a new history takes its epoch from it.</param>
/// <param name="At">The time of the commit.</param>
public readonly record struct CommitStamp(string Id, DateTimeOffset At);

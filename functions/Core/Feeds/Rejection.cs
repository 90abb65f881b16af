namespace LiveView.Core.Feeds;

/// <summary>Why bytes were not taken. Each reason is counted under its own name.</summary>
public enum Rejection
{
    /// <summary>Not the format it should be: torn JSON, a page of HTML, the wrong type of a value that everything rests on.</summary>
    Malformed,

    /// <summary>Well-formed, but about something else than was asked: another league's board, an error in a 200.</summary>
    WrongDocument,

    /// <summary>It names nothing that can be a topic: a side is missing, an id has forbidden letters.</summary>
    NoTopic,

    /// <summary>Larger than a message may be.</summary>
    TooLarge,

    /// <summary>
    /// A list that ends where lists are cut, or has lost everything that was on. What it says is taken; what it leaves out is not taken as
    /// gone.
    /// </summary>
    Incomplete,

    /// <summary>No feed of this name.</summary>
    UnknownFeed,

    /// <summary>Our own reader failed on it: a defect to be mended, with the bytes kept to reproduce it.</summary>
    Fault,
}

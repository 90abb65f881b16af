using Polly;

namespace LiveView.Handler.Ingest;

/// <summary>One call of a provider on its way through the circuit, with all its tries.</summary>
/// <param name="provider">Who is called.</param>
/// <param name="entered">When.</param>
/// <param name="reserved">Tries that were taken from the quota.</param>
/// <param name="failures">Failures in a row when it entered; of one who is let through to look, one less than it takes to open.</param>
internal sealed class Passage(string provider, DateTimeOffset entered, int reserved, int failures)
{
    /// <summary>Under this the policy finds the passage of a call.</summary>
    public static readonly ResiliencePropertyKey<Passage> Key = new(nameof(Passage));

    public string Provider => provider;

    public DateTimeOffset Entered => entered;

    public int Reserved => reserved;

    /// <summary>Whether it was let through to look whether the provider is back: it has one try.</summary>
    public bool IsProbe { get; init; }

    /// <summary>Failures in a row as they stand.</summary>
    public int Failures { get; private set; } = failures;

    /// <summary>Failures of this call.</summary>
    public int Added { get; private set; }

    public int Tries { get; private set; }

    public bool HasSucceeded { get; private set; }

    /// <summary>When one of its failures opened the circuit.</summary>
    public DateTimeOffset? Opened { get; private set; }

    /// <summary>Whether no further try is let through.</summary>
    public bool IsOpen => Opened is not null;

    public void Try() => Tries++;

    public void Succeeded() => (Failures, HasSucceeded) = (0, true);

    public void Failed(DateTimeOffset now)
    {
        Added++;
        if (++Failures >= ProviderState.Threshold)
            Opened ??= now;
    }
}

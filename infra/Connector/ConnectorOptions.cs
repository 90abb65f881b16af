using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveView.Connector;

/// <summary>How bursts are gathered and sent.</summary>
internal sealed class ConnectorOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Connector";

    /// <summary>Where health and metrics are answered; 0 takes a free port.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 8090;

    /// <summary>How long a topic that nobody watches is gathered, in seconds. Nothing of it is lost; it is only told later.</summary>
    [Range(0, 300)]
    public int IdleSeconds { get; set; } = 15;

    /// <summary>Bursts that wait for a partition of the hub. When it is full, topics go on gathering.</summary>
    [Range(1, 1_000)]
    public int Queue { get; set; } = 50;

    /// <summary>The largest burst, in bytes of its frames. A hub takes 1 MB with its envelope, in which JSON quotes are escaped.</summary>
    [Range(10_000, 450_000)]
    public int MaxBurstBytes { get; set; } = 250_000;

    /// <summary>What a topic may gather while the hub does not take it, in bytes. Beyond it what was gathered is dropped, counted and declared.</summary>
    [Range(100_000, 100_000_000)]
    public int MaxPendingBytes { get; set; } = 2_000_000;

    /// <summary>Whether of several frames that wholly replace each other only the last travels.</summary>
    public bool Conflate { get; set; } = true;

    /// <summary>How long a clean shutdown may take to send what is gathered, in seconds.</summary>
    [Range(1, 300)]
    public int ShutdownSeconds { get; set; } = 20;
}

/// <summary>Says at the start what is wrong with the settings.</summary>
[OptionsValidator]
internal sealed partial class ConnectorOptionsValidator : IValidateOptions<ConnectorOptions>;

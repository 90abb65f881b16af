using System.Text.RegularExpressions;

namespace LiveView.Architecture.Tests;

/// <summary>Every call to the outside goes through a door, and each door has a clock.</summary>
public sealed partial class DeadlineTests
{
    private static readonly string[] Folders = ["functions", "infra/Cloud"];

    /// <summary>Where a client of HTTP is made, and what gives its calls their deadline.</summary>
    private static readonly (string Path, string Deadline)[] Doors =
    [
        ("functions/Handler/Ingest/IngestServices.cs", "ProviderResilience.Build"), // 5 s a try: ResilienceTests
        ("functions/Handler/Doors/DoorServices.cs", "it has a deadline of its own"), // 5 s: IssuerKeys
        ("functions/Handler/Telemetry/TelemetryServices.cs", "it has a deadline of its own"), // 2 s: ReadyCheck
        ("functions/Handler/Patients/PatientsServices.cs", "Each call has a deadline of its own"), // 5 s: CallTests; the agent: as set
        ("functions/Client/LiveViewClient.cs", "A deadline of our own for each call"),
        ("infra/Cloud/Pipeline/CloudTransport.cs", "The pipeline has the deadlines"), // 5 s a try: RetryTests
    ];

    [Fact]
    [Trait("Requirement", "43")]
    [Trait("Requirement", "69")]
    public void Whoever_calls_the_outside_does_it_through_a_door_with_a_deadline()
    {
        var made = from folder in Folders
                   from path in Repository.Files(folder, "*.cs")
                   where Outward.IsMatch(File.ReadAllText(path))
                   select path.Replace('\\', '/');
        Assert.Equal(Doors.Length, made.Count(path => Doors.Any(door => path.EndsWith(door.Path, StringComparison.Ordinal))));
        Assert.All(made, path => Assert.Contains(Doors, door => path.EndsWith(door.Path, StringComparison.Ordinal)));
        Assert.All(Doors, static door => Assert.Contains(door.Deadline, Repository.Read(door.Path), StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "69")]
    public void Every_client_of_Azure_is_built_on_the_pipeline_that_has_them()
    {
        var clients = typeof(Cloud.Tables.TableClient).Assembly.GetExportedTypes()
            .Where(static type => type.Name.EndsWith("ClientOptions", StringComparison.Ordinal) && !type.IsAbstract).ToList();
        Assert.NotEmpty(clients);
        Assert.All(clients, static type =>
        {
            var options = Assert.IsType<Azure.Core.ClientOptions>(Activator.CreateInstance(type), exactMatch: false);
            Assert.Equal(TimeSpan.FromSeconds(5), options.Retry.NetworkTimeout);
            Assert.IsType(typeof(Cloud.Tables.TableClientOptions).BaseType!, options, exactMatch: false);
        });
    }

    [GeneratedRegex(@"new (HttpClient|SocketsHttpHandler|HttpClientHandler|TcpClient|Socket|ClientWebSocket)\b|HttpClient \w+\(\) => new\(|IHttpClientFactory", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Outward { get; }
}

using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using LiveView.Cloud.EventHubs;
using LiveView.Cloud.Tables;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Wire;
using LiveView.Testing.Pipeline;

namespace LiveView.Connector.Tests;

/// <summary>Hub and table at the edge of the process, and who gives the token for them: it keeps what it is sent, and tells of an empty table.</summary>
internal sealed class CloudDouble : CloudEdge
{
    private readonly ConcurrentQueue<byte[]> _events = new(); // bounded by the test
    private readonly Credential _credential = new();

    /// <summary>So many more questions for a token find nobody who gives one.</summary>
    public int TokensRefused { get => _credential.Refused; set => _credential.Refused = value; }

    /// <summary>The Raws that the hub was sent, in order.</summary>
    public IReadOnlyList<Raw> Raws => [.. _events.Select(static body => RawJson.TryRead(body, out var problem) ?? throw new InvalidOperationException(problem))];

    public EventHubProducerClient Hub() => new(
        "hub.test", "raw", _credential, new EventHubProducerClientOptions { Transport = this, PartitionCount = 1, RetryPolicy = new RetryPolicy(0) });

    public TableClient Table() => new(
        new Uri("https://table.test"), "interest", _credential, new TableClientOptions { Transport = this, RetryPolicy = new RetryPolicy(0) });

    /// <summary>A topic as the kernel folds it from what the hub was sent.</summary>
    public Topical Fold(string topic)
    {
        var folded = new Topical(LiveView.Core.Topics.Topic.Parse(topic));
        foreach (var (at, raw) in Raws.Index().Where(raw => raw.Item.Topic.ToString() == topic))
            folded.Take(new Delivery(raw, new("0", at, DateTimeOffset.UnixEpoch)));
        return folded;
    }

    protected override ValueTask<Response> AnswerAsync(HttpMessage message, byte[] body)
    {
        foreach (var sent in body.Length > 0 ? EventsOf(body) : [])
            _events.Enqueue(sent);
        return ValueTask.FromResult<Response>(new Answer(200, """{"value":[]}"""));
    }

    private sealed class Credential : TokenCredential
    {
        public int Refused { get; set; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            Refused-- > 0 ? throw new CredentialUnavailableException("Nobody gives a token.") : ValueTask.FromResult(new AccessToken("t", DateTimeOffset.MaxValue));
    }
}

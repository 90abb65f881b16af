namespace LiveView.Deployment.Tests.Bicep;

/// <summary>What lies in <c>bicep/</c> has no fault that can be known here, and the check that says so finds faults where there are some.</summary>
public sealed class BicepTests
{
    [Fact]
    [Trait("Requirement", "95")]
    public async Task What_is_deployed_has_no_fault_that_can_be_known_here() =>
        Assert.Empty(await Check.RunAsync(new Dictionary<string, string>(), TestContext.Current.CancellationToken));

    [Theory]
    // resources
    [InlineData("modules/storage.bicep", "allowBlobPublicAccess: false", "alowBlobPublicAccess: false", "has no 'alowBlobPublicAccess'")]
    [InlineData("modules/pubsub.bicep", "webPubSub@2024-03-01", "webPubSub@2024-03-10", "is 2024-03-01, not 2024-03-10")]
    [InlineData("modules/eventhubs.bicep", "Microsoft.EventHub/namespaces/eventhubs/consumergroups", "Microsoft.EventHubs/namespaces/eventhubs/consumergroups", "not in the table")]
    [InlineData("modules/functions.bicep", "  kind: 'functionapp'\n", "  kind: 'functionapp'\n  reserved: true\n", "has no 'reserved'")]
    [InlineData("modules/alerts.bicep", "            criterionType: 'StaticThresholdCriterion'\n", "", "lacks 'criterionType'")]
    [InlineData("modules/pubsub.bicep", "capacity: size.units", "capacity: '2'", "is \"int\", not '2'")]
    [InlineData("modules/pubsub.bicep", "enabled: 'true'", "enabled: true", "enabled is \"true|false\"")]
    [InlineData("modules/pubsub-hub.bicep", "['connect', 'connected', 'disconnected']", "['connect', 'connected', 'disconected']", "not 'disconected'")]
    [InlineData("modules/storage.bicep", "resource tableService 'tableServices'", "resource tableService 'tableService'", "not in the table")]
    // no keys, and safe
    [InlineData("modules/eventhubs.bicep", "disableLocalAuth: true", "disableLocalAuth: false", "disableLocalAuth must be true")]
    [InlineData("modules/storage.bicep", "    allowSharedKeyAccess: false\n", "", "allowSharedKeyAccess must be false")]
    [InlineData("modules/storage.bicep", "minimumTlsVersion: 'TLS1_2'", "minimumTlsVersion: 'TLS1_0'", "minimumTlsVersion must be 'TLS1_2'")]
    [InlineData("modules/storage.bicep", "output name string = account.name", "output name string = account.listKeys().keys[0].value", "nothing has a key")]
    [InlineData("live.bicep", "PubSub__Hub: hub", "PubSub__ConnectionString: hub", "nothing has a key")]
    [InlineData("modules/functions.bicep", "AzureWebJobsDisableHomepage: 'true'", "FUNCTIONS_WORKER_RUNTIME: 'custom'", "the plan refuses some settings")]
    [InlineData("modules/roles.bicep", "'2b629674-e913-4c01-ae53-ef4638d8f975'", "'f526a384-b230-433a-b45c-95f59c4a2dec'", "is not the role eventHubsDataSender")]
    // names
    [InlineData("modules/roles.bicep", "roleDefinitionId: subscriptionResourceId(definitions, roleIds.webPubSubServiceOwner)", "roleDefinitionId: subscriptionResourceId(definitions, roleIds.pubSubServiceOwner)", "roleIds has no 'pubSubServiceOwner'")]
    [InlineData("live.bicep", "    sku: storageSku\n    containers: [packages]\n", "    containers: [packages]\n", "is not given 'sku'")]
    [InlineData("live.bicep", "insightsName: monitoring.outputs.insightsName", "insightsName: monitoring.outputs.name", "has no output 'name'")]
    [InlineData("live.bicep", "'modules/budget.bicep'", "'modules/budgets.bicep'", "there is no modules/budgets.bicep")]
    [InlineData("modules/identity.bicep", "location: location", "location: region", "nothing is named 'region'")]
    [InlineData("modules/network.bicep", "    tags: tags\n  }\n]", "    tags: tags\n  }\n", "this is no bicep")]
    [InlineData("modules/budget.bicep", "@description('US dollars a month.')\n", "", "'amount' has no description")]
    // parameters
    [InlineData("staging.bicepparam", "mostUnits: 1 }", "maxUnits: 1 }", "'pubSub' has no 'maxUnits'")]
    [InlineData("production.bicepparam", "param zoneRedundant = true\n", "", "is not given 'zoneRedundant'")]
    [InlineData("production.bicepparam", "instanceMemoryMB: 2048", "instanceMemoryMB: 2084", "not 2084")]
    [InlineData("staging.bicepparam", "param logDays = 30", "param logDays = '30'", "'logDays' is a int, not '30'")]
    [InlineData("staging.bicepparam", "'Standard_LRS'", "'Standard_LSR'", "not 'Standard_LSR'")]
    public async Task A_planted_mistake_is_found(string file, string right, string wrong, string said)
    {
        var text = await File.ReadAllTextAsync(Repository.At($"bicep/{file}"), TestContext.Current.CancellationToken);
        Assert.Contains(right, text, StringComparison.Ordinal);
        var faults = await Check.RunAsync(
            new Dictionary<string, string> { [file] = Once(text, right, wrong) }, TestContext.Current.CancellationToken);
        Assert.Contains(faults, fault => fault.StartsWith($"{file}:", StringComparison.Ordinal) && fault.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "10")]
    public async Task The_service_asks_before_it_connects_anybody_and_the_handler_knows_whose_token_proves_its_events()
    {
        var hub = await File.ReadAllTextAsync(Repository.At("bicep/modules/pubsub-hub.bicep"), TestContext.Current.CancellationToken);
        Assert.Contains("systemEvents: ['connect', 'connected', 'disconnected']", hub, StringComparison.Ordinal);
        var live = await File.ReadAllTextAsync(Repository.At("bicep/live.bicep"), TestContext.Current.CancellationToken);
        foreach (var setting in new[] { "PubSub__EventAudience: upstreamAudience", "PubSub__EventIssuers: issuers", "var issuers = 'https://sts.windows.net/${subscription().tenantId}/,", "PubSub__EventPrincipal: connections.outputs.principalId" })
            Assert.Contains(setting, live, StringComparison.Ordinal);
    }

    private static string Once(string text, string right, string wrong)
    {
        var at = text.IndexOf(right, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), wrong, text.AsSpan(at + right.Length));
    }
}

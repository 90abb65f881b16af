@description('Where the test is kept.')
param location string
@description('The environment.')
param environmentName string
@description('Whether it runs.')
param enabled bool
@description('Application Insights.')
param insightsId string
@description('Where the handler answers.')
param endpoint string
@description('Who hears of it.')
param actionGroupId string
@description('Tags.')
param tags { *: string }

resource probe 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'health-liveview-${environmentName}'
  location: location
  kind: 'standard'
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  properties: {
    Kind: 'standard'
    Name: 'health'
    SyntheticMonitorId: 'health-liveview-${environmentName}'
    Enabled: enabled
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [
      { Id: 'emea-nl-ams-azr' }
      { Id: 'emea-gb-db3-azr' }
      { Id: 'us-va-ash-azr' }
    ]
    Request: {
      RequestUrl: '${endpoint}/api/ready'
      HttpVerb: 'GET'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

// Runbook: docs/runbooks/unavailable.md
resource unavailable 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'liveview-${environmentName}-unavailable'
  location: 'global'
  tags: tags
  properties: {
    description: 'Two of three places cannot reach the handler. Runbook: docs/runbooks/unavailable.md'
    severity: 0
    enabled: enabled
    autoMitigate: true
    scopes: [insightsId, probe.id]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      componentId: insightsId
      webTestId: probe.id
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}

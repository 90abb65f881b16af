@description('Where it is.')
param location string
@description('The environment.')
param environmentName string
@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param retentionInDays int
@description('GB a day from which no more are taken; -1 for no end.')
param gigabytesADay int
@description('Tags.')
param tags { *: string }

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-liveview-${environmentName}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionInDays
    workspaceCapping: { dailyQuotaGb: gigabytesADay }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-liveview-${environmentName}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

@description('The workspace.')
output workspaceId string = workspace.id
@description('Application Insights.')
output insightsId string = insights.id
@description('Its name.')
output insightsName string = insights.name
@description('Its address: no secret, for it takes nothing without a token of Entra ID.')
output connectionString string = insights.properties.ConnectionString

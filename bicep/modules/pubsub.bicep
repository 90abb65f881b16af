import { pubSubSize } from '../types.bicep'

@description('Where it is.')
param location string
@description('Its name, unique in the world.')
@minLength(3)
@maxLength(63)
param name string
@description('Its size.')
param size pubSubSize
@description('Where its own log goes.')
param workspaceId string
@description('Tags.')
param tags { *: string }

var tier = split(size.sku, '_')[0]
var scales = tier == 'Premium' && size.mostUnits > size.units
// Up soon, for a viewer who is refused is lost; down late, for units move connections.
var steps = [
  { metric: 'ConnectionQuotaUtilization', operator: 'GreaterThan', threshold: 70, direction: 'Increase', wait: 'PT5M' }
  { metric: 'ServerLoad', operator: 'GreaterThan', threshold: 70, direction: 'Increase', wait: 'PT5M' }
  { metric: 'ConnectionQuotaUtilization', operator: 'LessThan', threshold: 25, direction: 'Decrease', wait: 'PT30M' }
]

// Viewers come from everywhere, so it stays public; nobody enters without a token.
resource service 'Microsoft.SignalRService/webPubSub@2024-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'WebPubSub'
  sku: {
    name: size.sku
    tier: tier
    capacity: size.units
  }
  identity: { type: 'SystemAssigned' }
  properties: {
    disableLocalAuth: true
    disableAadAuth: false
    publicNetworkAccess: 'Enabled'
    tls: { clientCertEnabled: false }
    resourceLogConfiguration: {
      categories: [
        { name: 'ConnectivityLogs', enabled: 'true' }
        { name: 'MessagingLogs', enabled: 'false' }
      ]
    }
  }
}

resource autoscale 'Microsoft.Insights/autoscalesettings@2022-10-01' = if (scales) {
  name: 'scale-${name}'
  location: location
  tags: tags
  properties: {
    enabled: true
    targetResourceUri: service.id
    profiles: [
      {
        name: 'by-load'
        capacity: {
          minimum: string(size.units)
          default: string(size.units)
          maximum: string(size.mostUnits)
        }
        rules: [
          for step in steps: {
            metricTrigger: {
              metricName: step.metric
              metricNamespace: 'microsoft.signalrservice/webpubsub'
              metricResourceUri: service.id
              operator: step.operator
              statistic: 'Max'
              threshold: step.threshold
              timeAggregation: 'Average'
              timeGrain: 'PT1M'
              timeWindow: 'PT10M'
            }
            scaleAction: {
              direction: step.direction
              type: 'ServiceAllowedNextValue'
              value: '1'
              cooldown: step.wait
            }
          }
        ]
      }
    ]
  }
}

resource ownLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: service
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'ConnectivityLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Its name.')
output name string = service.name
@description('Its resource id.')
output id string = service.id
@description('Who it is when it calls the handler.')
output principalId string = service.identity.principalId
@description('Where messages are sent and viewers connect.')
output endpoint string = 'https://${service.properties.hostName}'

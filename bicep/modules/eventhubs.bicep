import { eventHubsSize, privateLinks } from '../types.bicep'

@description('Where it is.')
param location string
@description('The namespace\'s name, unique in the world.')
@minLength(8)
@maxLength(50)
param name string
@description('Its size.')
param size eventHubsSize
@description('Its hubs, and who reads them.')
param hubs { name: string, partitionCount: int, consumerGroups: string[] }[]
@description('Where its own log goes.')
param workspaceId string
@description('The private way to it; none leaves it open to tokens from anywhere.')
param links privateLinks?
@description('Tags.')
param tags { *: string }

var grows = size.sku == 'Standard' && size.mostUnits > size.units
var readers = flatten(map(hubs, hub => map(hub.consumerGroups, group => { hub: hub.name, group: group })))

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: size.sku
    tier: size.sku
    capacity: size.units
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: links == null ? 'Enabled' : 'Disabled'
    isAutoInflateEnabled: grows
    maximumThroughputUnits: grows ? size.mostUnits : 0
  }

  resource hub 'eventhubs' = [
    for hub in hubs: {
      name: hub.name
      properties: {
        partitionCount: hub.partitionCount
        retentionDescription: {
          cleanupPolicy: 'Delete'
          retentionTimeInHours: size.retentionHours
        }
      }
    }
  ]
}

resource consumerGroup 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = [
  for reader in readers: {
    #disable-next-line use-parent-property // the parent is an element of a loop over another list
    name: '${namespace.name}/${reader.hub}/${reader.group}'
    dependsOn: [namespace::hub]
    properties: {}
  }
]

resource ownLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: namespace
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'OperationalLogs', enabled: true }
      { category: 'RuntimeAuditLogs', enabled: true }
      { category: 'DiagnosticErrorLogs', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

module endpoint 'private-endpoint.bicep' = if (links != null) {
  params: {
    location: location
    name: 'pep-${name}'
    subnetId: links!.subnetId
    targetId: namespace.id
    service: 'namespace'
    zoneId: links!.zones.namespace
    tags: tags
  }
}

@description('Its name.')
output name string = namespace.name
@description('Its resource id.')
output id string = namespace.id
@description('Its host name.')
output fullyQualifiedNamespace string = split(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':')[0]

@description('The handler\'s identity.')
param handlerPrincipalId string
@description('The host\'s storage account.')
param hostStorageName string
@description('The storage account of the data.')
param dataStorageName string
@description('The Event Hubs namespace.')
param eventHubsName string
@description('The Web PubSub service.')
param pubSubName string
@description('Application Insights.')
param insightsName string

var roleIds = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  eventHubsDataReceiver: 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'
  eventHubsDataSender: '2b629674-e913-4c01-ae53-ef4638d8f975'
  webPubSubServiceOwner: '12cf5a90-567b-43ae-8102-96cf46c7d9b4'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}
var definitions = 'Microsoft.Authorization/roleDefinitions'

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
}
resource dataStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataStorageName
}
resource eventHubs 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: eventHubsName
}
resource pubSub 'Microsoft.SignalRService/webPubSub@2024-03-01' existing = {
  name: pubSubName
}
resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// Owner, not Contributor: the host takes leases on its blobs and sets their access.
resource hostBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hostStorage
  name: guid(hostStorage.id, handlerPrincipalId, roleIds.storageBlobDataOwner)
  properties: {
    principalId: handlerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.storageBlobDataOwner)
  }
}

resource hostTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hostStorage
  name: guid(hostStorage.id, handlerPrincipalId, roleIds.storageTableDataContributor)
  properties: {
    principalId: handlerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.storageTableDataContributor)
  }
}

resource dataTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: dataStorage
  name: guid(dataStorage.id, handlerPrincipalId, roleIds.storageTableDataContributor)
  properties: {
    principalId: handlerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.storageTableDataContributor)
  }
}

resource dataBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: dataStorage
  name: guid(dataStorage.id, handlerPrincipalId, roleIds.storageBlobDataContributor)
  properties: {
    principalId: handlerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.storageBlobDataContributor)
  }
}

resource receive 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: eventHubs
  name: guid(eventHubs.id, handlerPrincipalId, roleIds.eventHubsDataReceiver)
  properties: {
    principalId: handlerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.eventHubsDataReceiver)
  }
}

resource send 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: eventHubs
  name: guid(eventHubs.id, handlerPrincipalId, roleIds.eventHubsDataSender)
  properties: {
    principalId: handlerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.eventHubsDataSender)
  }
}

resource publish 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: pubSub
  name: guid(pubSub.id, handlerPrincipalId, roleIds.webPubSubServiceOwner)
  properties: {
    principalId: handlerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.webPubSubServiceOwner)
  }
}

resource measure 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, handlerPrincipalId, roleIds.monitoringMetricsPublisher)
  properties: {
    principalId: handlerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.monitoringMetricsPublisher)
  }
}

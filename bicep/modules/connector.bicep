import { connectorSize } from '../types.bicep'

metadata description = 'Listens to providers that push over WebSocket and puts what it hears on the raw hub; it may read who watches, and do nothing else.'

@description('Where it is.')
param location string
@description('The environment.')
param environmentName string
@description('Ends names that must be unique in the world.')
param unique string
@description('Its size.')
param size connectorSize
@description('The Event Hubs namespace.')
param eventHubsName string
@description('The hub it sends to.')
param hubName string
@description('The storage account in which the handler notes who watches what.')
param dataStorageName string
@description('The address of Application Insights.')
param insightsConnectionString string
@description('Where its log goes.')
param workspaceId string
@description('What it is told.')
param settings { *: string }
@description('Tags.')
param tags { *: string }

var roleIds = {
  eventHubsDataSender: '2b629674-e913-4c01-ae53-ef4638d8f975'
  storageTableDataReader: '76199698-9eea-4c19-bc75-cec21354c6b6'
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
}
var definitions = 'Microsoft.Authorization/roleDefinitions'

// An identity of its own: it may send to one hub, read who watches, and pull one image.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-connector-${environmentName}'
  location: location
  tags: tags
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: take('crlv${unique}', 50)
  location: location
  tags: tags
  sku: { name: 'Basic' }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, identity.id, roleIds.acrPull)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.acrPull)
  }
}

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: eventHubsName

  resource hub 'eventhubs' existing = {
    name: hubName
  }
}

resource send 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::hub
  name: guid(namespace::hub.id, identity.id, roleIds.eventHubsDataSender)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.eventHubsDataSender)
  }
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataStorageName
}

resource read 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: dataStorage
  name: guid(dataStorage.id, identity.id, roleIds.storageTableDataReader)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, roleIds.storageTableDataReader)
  }
}

resource space 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: 'cae-liveview-${environmentName}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: { destination: 'azure-monitor' } // by a diagnostic setting, which needs no key
  }
}

resource consoleLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: space
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'ContainerAppConsoleLogs', enabled: true }
      { category: 'ContainerAppSystemLogs', enabled: true }
    ]
  }
}

var ownSettings = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  AZURE_CLIENT_ID: identity.properties.clientId
}

// No ingress: it calls, and nobody calls it.
resource app 'Microsoft.App/containerApps@2025-01-01' = if (!empty(size.image)) {
  name: 'ca-connector-${environmentName}'
  location: location
  tags: tags
  dependsOn: [pull, send, read]
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: space.id
    configuration: {
      activeRevisionsMode: 'Single'
      registries: [{ server: registry.properties.loginServer, identity: identity.id }]
    }
    template: {
      containers: [
        {
          name: 'connector'
          image: size.image
          resources: { cpu: json('0.25'), memory: '0.5Gi' }
          env: map(items(union(settings, ownSettings)), setting => { name: setting.key, value: setting.value })
        }
      ]
      scale: { minReplicas: size.replicas, maxReplicas: size.replicas }
    }
  }
}

@description('Where its image is pushed to.')
output registry string = registry.properties.loginServer

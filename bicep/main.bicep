targetScope = 'subscription'
import { functionScale, pubSubSize, eventHubsSize, alerting, connectorSize } from 'types.bicep'

metadata description = 'Live View: a resource group and everything in it. Nothing in it has a key.'

@description('The environment: part of the resource group\'s name and of every tag.')
@minLength(2)
@maxLength(16)
param environmentName string
@description('Where it is.')
@metadata({ azd: { type: 'location' } })
param location string
@description('How the functions scale.')
param functions functionScale
@description('How many viewers.')
param pubSub pubSubSize
@description('The size of the log.')
param eventHubs eventHubsSize
@description('Copies of stored data: in one datacenter, in three zones, or in another region too.')
param storageSku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS'
@description('Whether the functions stand in several zones.')
param zoneRedundant bool
@description('Days that logs are kept.')
param logDays int
@description('GB of logs a day from which no more are taken; -1 for no end.')
param logGigabytesADay int
@description('Who hears of it when something is wrong.')
param alerts alerting
@description('The connector.')
param connector connectorSize = { enabled: false, image: '', replicas: 1 }
@description('Settings of the handler that this environment wants otherwise, by name.')
param settings { *: string } = {}
@description('Settings of the connector that this environment wants otherwise, by name.')
param connectorSettings { *: string } = {}
@description('The audience of the tokens with which Web PubSub calls the handler: an app registration\'s ID URI. Empty: it does not call.')
param upstreamAudience string = ''
@description('Whether storage, hubs and Web PubSub are reached from the functions over a private network.')
param privateNetwork bool = false

var tags = {
  application: 'live-view'
  environment: environmentName
  'azd-env-name': environmentName
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-liveview-${environmentName}'
  location: location
  tags: tags
}

module live 'live.bicep' = {
  scope: group
  params: {
    environmentName: environmentName
    location: location
    functions: functions
    pubSub: pubSub
    eventHubs: eventHubs
    storageSku: storageSku
    zoneRedundant: zoneRedundant
    logDays: logDays
    logGigabytesADay: logGigabytesADay
    alerts: alerts
    connector: connector
    settings: settings
    connectorSettings: connectorSettings
    upstreamAudience: upstreamAudience
    privateNetwork: privateNetwork
    tags: tags
  }
}

@description('The resource group.')
output AZURE_RESOURCE_GROUP string = group.name
@description('The function app that the package goes to.')
output FUNCTION_APP string = live.outputs.functionApp
@description('Where it answers.')
output ENDPOINT string = live.outputs.endpoint
@description('The storage account of the package.')
output PACKAGE_ACCOUNT string = live.outputs.packageAccount
@description('The container in which every released package is kept.')
output PACKAGE_CONTAINER string = live.outputs.packageContainer
@description('The registry of the connector\'s image; empty without a connector.')
output REGISTRY string = live.outputs.registry

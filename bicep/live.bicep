import { functionScale, pubSubSize, eventHubsSize, alerting, connectorSize } from 'types.bicep'

metadata description = 'What Live View needs, in the order in which one thing needs another.'

@description('The environment.')
param environmentName string
@description('Where it is.')
param location string
@description('How the functions scale.')
param functions functionScale
@description('How many viewers.')
param pubSub pubSubSize
@description('The size of the log.')
param eventHubs eventHubsSize
@description('Copies of stored data.')
param storageSku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS'
@description('Whether the functions stand in several zones.')
param zoneRedundant bool
@description('Days that logs are kept.')
param logDays int
@description('GB of logs a day from which no more are taken.')
param logGigabytesADay int
@description('Who hears of it when something is wrong.')
param alerts alerting
@description('The connector.')
param connector connectorSize
@description('Settings of the handler that this environment wants otherwise.')
param settings { *: string }
@description('Settings of the connector that this environment wants otherwise.')
param connectorSettings { *: string }
@description('The audience of the tokens with which Web PubSub calls the handler; empty: it does not call.')
param upstreamAudience string
@description('Whether storage, hubs and Web PubSub are reached over a private network.')
param privateNetwork bool
@description('Tags of everything.')
param tags { *: string }

// Names that must be unique in the world end in this; it is the same at every deployment.
var unique = uniqueString(subscription().id, resourceGroup().id)
var suffix = '${environmentName}-${unique}'
var hub = 'liveview'
var packages = 'packages'

// The handler knows these by name: tests/Deployment holds them against its code.
var tables = ['topics', 'recent', 'owed', 'targets', 'interest', 'entitlements', 'favourites', 'limits', 'recordings', 'audit', 'calls', 'care', 'segments', 'watch']
var containers = ['deadletters', 'recordings', 'media']
var hubs = [
  { name: 'raw', partitionCount: eventHubs.partitions.raw, consumerGroups: ['fold', 'record'] }
  { name: 'polls', partitionCount: eventHubs.partitions.polls, consumerGroups: ['poll'] }
]

module identity 'modules/identity.bicep' = {
  params: { location: location, name: 'id-liveview-${environmentName}', tags: tags }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  params: { location: location, name: 'vnet-liveview-${environmentName}', tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    location: location
    environmentName: environmentName
    retentionInDays: logDays
    gigabytesADay: logGigabytesADay
    tags: tags
  }
}

// The host's own: its locks, its checkpoints, and the packages. Apart from the data, so that neither can exhaust the other.
module hostStorage 'modules/storage.bicep' = {
  params: {
    location: location
    name: take('lvhost${unique}', 24)
    sku: storageSku
    containers: [packages]
    workspaceId: monitoring.outputs.workspaceId
    links: privateNetwork ? network!.outputs.links : null
    tags: tags
  }
}

module dataStorage 'modules/storage.bicep' = {
  params: {
    location: location
    name: take('lvdata${unique}', 24)
    sku: storageSku
    containers: containers
    tables: tables
    expiries: [
      { container: 'deadletters', days: 90 }
    ]
    workspaceId: monitoring.outputs.workspaceId
    links: privateNetwork ? network!.outputs.links : null
    tags: tags
  }
}

module log 'modules/eventhubs.bicep' = {
  params: {
    location: location
    name: take('evhns-liveview-${suffix}', 50)
    size: eventHubs
    hubs: hubs
    workspaceId: monitoring.outputs.workspaceId
    links: privateNetwork ? network!.outputs.links : null
    tags: tags
  }
}

module connections 'modules/pubsub.bicep' = {
  params: {
    location: location
    name: take('wps-liveview-${suffix}', 63)
    size: pubSub
    workspaceId: monitoring.outputs.workspaceId
    tags: tags
  }
}

module roles 'modules/roles.bicep' = {
  params: {
    handlerPrincipalId: identity.outputs.principalId
    hostStorageName: hostStorage.outputs.name
    dataStorageName: dataStorage.outputs.name
    eventHubsName: log.outputs.name
    pubSubName: connections.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

var appName = take('func-liveview-${suffix}', 60)
var issuers = 'https://sts.windows.net/${subscription().tenantId}/,${environment().authentication.loginEndpoint}${subscription().tenantId}/v2.0'

module app 'modules/functions.bicep' = {
  dependsOn: [roles] // a host that starts before it may read its storage gives up for minutes
  params: {
    location: location
    planName: 'plan-liveview-${environmentName}'
    name: appName
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageName: hostStorage.outputs.name
    packageContainer: packages
    insightsConnectionString: monitoring.outputs.connectionString
    scale: functions
    zoneRedundant: zoneRedundant
    subnetId: privateNetwork ? network!.outputs.functionsSubnetId : ''
    settings: union({
      LV_ENV: environmentName
      LOG_LEVEL: 'Information'
      ScheduleCron: '* * * * * *'
      SweepCron: '0 * * * * *'
      LeasesCron: '0 */5 * * * *'
      WardCron: '*/5 * * * * *'
      RetainCron: '0 30 3 * * *'
      StationTickCron: '*/5 * * * * *'
      StationTidyCron: '0 0 * * * *'
      EventHubConnection__fullyQualifiedNamespace: log.outputs.fullyQualifiedNamespace
      EventHubConnection__credential: 'managedidentity'
      EventHubConnection__clientId: identity.outputs.clientId
      EventHubs__Namespace: log.outputs.fullyQualifiedNamespace
      EventHubs__Partitions__raw: string(eventHubs.partitions.raw)
      EventHubs__Partitions__polls: string(eventHubs.partitions.polls)
      Storage__AccountName: dataStorage.outputs.name
      Storage__CreateIfMissing: 'false'
      PubSub__Endpoint: connections.outputs.endpoint
      PubSub__Hub: hub
      PubSub__EventAudience: upstreamAudience
      PubSub__EventIssuers: issuers
      PubSub__EventPrincipal: connections.outputs.principalId
      // Whoever of this directory has a token for our app registration proves who they are; their roles are its app roles.
      Identity__Issuers: issuers
      Identity__Audience: empty(upstreamAudience) ? 'live-view' : upstreamAudience
      // The board's own page may call in any case; pages elsewhere are named in the parameter file.
      CORS_ORIGINS: 'https://${appName}.azurewebsites.net'
    }, settings)
    tags: tags
  }
}

module connectionHub 'modules/pubsub-hub.bicep' = {
  params: {
    serviceName: connections.outputs.name
    name: hub
    handlerAddress: app.outputs.endpoint
    audience: upstreamAudience
  }
}

module listener 'modules/connector.bicep' = if (connector.enabled) {
  params: {
    location: location
    environmentName: environmentName
    unique: unique
    size: connector
    eventHubsName: log.outputs.name
    hubName: 'raw'
    dataStorageName: dataStorage.outputs.name
    insightsConnectionString: monitoring.outputs.connectionString
    workspaceId: monitoring.outputs.workspaceId
    settings: union({
      LV_ENV: environmentName
      LOG_LEVEL: 'Information'
      EventHubs__Namespace: log.outputs.fullyQualifiedNamespace
      EventHubs__Partitions__raw: string(eventHubs.partitions.raw)
      Storage__AccountName: dataStorage.outputs.name
    }, connectorSettings)
    tags: tags
  }
}

module watch 'modules/alerts.bicep' = {
  params: {
    location: location
    environmentName: environmentName
    alerts: alerts
    functionAppId: app.outputs.id
    insightsId: monitoring.outputs.insightsId
    pubSubId: connections.outputs.id
    eventHubsId: log.outputs.id
    dataStorageId: dataStorage.outputs.id
    memoryMB: functions.instanceMemoryMB
    tags: tags
  }
}

module availability 'modules/availability.bicep' = {
  params: {
    location: location
    environmentName: environmentName
    enabled: alerts.enabled
    insightsId: monitoring.outputs.insightsId
    endpoint: app.outputs.endpoint
    actionGroupId: watch.outputs.actionGroupId
    tags: tags
  }
}

module dashboard 'modules/dashboard.bicep' = {
  params: {
    location: location
    environmentName: environmentName
    insightsId: monitoring.outputs.insightsId
    tags: tags
  }
}

module budget 'modules/budget.bicep' = if (alerts.budget > 0 && !empty(alerts.emails)) {
  params: { environmentName: environmentName, amount: alerts.budget, from: alerts.budgetFrom, emails: alerts.emails }
}

@description('The function app.')
output functionApp string = app.outputs.name
@description('Where it answers.')
output endpoint string = app.outputs.endpoint
@description('The storage account of the package.')
output packageAccount string = hostStorage.outputs.name
@description('The container of the packages.')
output packageContainer string = packages
@description('The registry of the connector\'s image; empty without a connector.')
output registry string = connector.enabled ? listener!.outputs.registry : ''

import { functionScale } from '../types.bicep'

@description('Where it is.')
param location string
@description('The plan; a Flex Consumption plan holds one app.')
param planName string
@description('The app\'s name, unique in the world.')
param name string
@description('Its identity.')
param identityId string
@description('The identity\'s client id.')
param identityClientId string
@description('The host\'s storage account.')
param hostStorageName string
@description('The container of the packages.')
param packageContainer string
@description('The address of Application Insights.')
param insightsConnectionString string
@description('How it scales.')
param scale functionScale
@description('Whether it stands in several zones.')
param zoneRedundant bool
@description('The subnet it goes out by; empty for none.')
param subnetId string
@description('What the handler is told.')
param settings { *: string }
@description('Tags.')
param tags { *: string }

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
}

// The host's own; the plan refuses FUNCTIONS_WORKER_RUNTIME and its like.
var hostSettings = {
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsStorage__blobServiceUri: hostStorage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: hostStorage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: hostStorage.properties.primaryEndpoints.table
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AZURE_CLIENT_ID: identityClientId // which identity DefaultAzureCredential takes
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      // Our executable brings its own runtime, so the platform's is a custom handler's: none.
      runtime: {
        name: 'custom'
        version: '1.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: scale.instanceMemoryMB
        maximumInstanceCount: scale.maximumInstanceCount
        alwaysReady: scale.alwaysReady
        triggers: {
          http: { perInstanceConcurrency: scale.httpConcurrency }
        }
      }
      #disable-next-line BCP037 // documented since API 2023-12-01, missing from the published types
      siteUpdateStrategy: { type: scale.updates }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      appSettings: map(items(union(settings, hostSettings)), setting => { name: setting.key, value: setting.value })
    }
  }

  // Passwords for publishing are keys too.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

@description('Its name.')
output name string = app.name
@description('Its resource id.')
output id string = app.id
@description('Where it answers.')
output endpoint string = 'https://${app.properties.defaultHostName}'

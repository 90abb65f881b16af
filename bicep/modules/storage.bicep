import { privateLinks } from '../types.bicep'

@description('Where it is.')
param location string
@description('Its name, unique in the world.')
@minLength(3)
@maxLength(24)
param name string
@description('Copies.')
param sku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS'
@description('Blob containers.')
param containers string[] = []
@description('Tables.')
param tables string[] = []
@description('Containers whose blobs go after some days.')
param expiries { container: string, days: int }[] = []
@description('Where its own log goes.')
param workspaceId string
@description('The private way to it; none leaves it open to tokens from anywhere.')
param links privateLinks?
@description('Tags.')
param tags { *: string }

var closed = links != null

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: closed ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: closed ? 'Deny' : 'Allow'
    }
  }

  // What was deleted or overwritten by mistake can be fetched back for a week.
  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: 7 }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    }

    resource container 'containers' = [
      for container in containers: {
        name: container
        properties: { publicAccess: 'None' }
      }
    ]
  }

  resource tableService 'tableServices' = {
    name: 'default'

    resource table 'tables' = [
      for table in tables: {
        name: table
      }
    ]
  }

  resource lifecycle 'managementPolicies' = if (!empty(expiries)) {
    name: 'default'
    dependsOn: [blobs]
    properties: {
      policy: {
        rules: [
          for expiry in expiries: {
            name: expiry.container
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: {
                blobTypes: ['blockBlob', 'appendBlob']
                prefixMatch: ['${expiry.container}/']
              }
              actions: {
                baseBlob: { delete: { daysAfterModificationGreaterThan: expiry.days } }
              }
            }
          }
        ]
      }
    }
  }
}

resource tableLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(tables)) {
  scope: account::tableService
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

module endpoint 'private-endpoint.bicep' = [
  for service in (closed ? ['blob', 'table'] : []): {
    params: {
      location: location
      name: 'pep-${name}-${service}'
      subnetId: links!.subnetId
      targetId: account.id
      service: service
      zoneId: links!.zones[service]
      tags: tags
    }
  }
]

@description('Its name.')
output name string = account.name
@description('Its resource id.')
output id string = account.id

import { privateLinks } from '../types.bicep'

@description('Where it is.')
param location string
@description('Its name.')
param name string
@description('Tags.')
param tags { *: string }

var zoneNames = [
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.table.${environment().suffixes.storage}'
  'privatelink.servicebus.windows.net'
]

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.10.0.0/16'] }
  }

  resource functions 'subnets' = {
    name: 'functions'
    properties: {
      addressPrefix: '10.10.0.0/24'
      delegations: [
        {
          name: 'flex-consumption'
          properties: { serviceName: 'Microsoft.App/environments' }
        }
      ]
    }
  }

  resource endpoints 'subnets' = {
    name: 'endpoints'
    dependsOn: [functions] // one change of a network at a time
    properties: {
      addressPrefix: '10.10.1.0/24'
      privateEndpointNetworkPolicies: 'Disabled'
    }
  }
}

// The zones are made once: two endpoints of one kind share one.
resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for name in zoneNames: {
    name: name
    location: 'global'
    tags: tags
  }
]

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (name, i) in zoneNames: {
    parent: zone[i]
    name: 'to-network'
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: network.id }
    }
  }
]

@description('Where the functions go out.')
output functionsSubnetId string = network::functions.id
@description('The private way to storage and hubs.')
output links privateLinks = {
  subnetId: network::endpoints.id
  zones: { blob: zone[0].id, table: zone[1].id, namespace: zone[2].id }
}

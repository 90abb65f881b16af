@description('Where it is.')
param location string
@description('Its name.')
param name string
@description('Its subnet.')
param subnetId string
@description('What it leads to.')
param targetId string
@description('Which service of that: blob, table, namespace.')
param service string
@description('The zone that tells its address.')
param zoneId string
@description('Tags.')
param tags { *: string }

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: service
        properties: {
          privateLinkServiceId: targetId
          groupIds: [service]
        }
      }
    ]
  }

  resource zones 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: service
          properties: { privateDnsZoneId: zoneId }
        }
      ]
    }
  }
}

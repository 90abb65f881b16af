@description('Where it is.')
param location string
@description('Its name.')
param name string
@description('Tags.')
param tags { *: string }

// Assigned by us and not by the system: its roles are there before the app that uses them.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Its resource id.')
output id string = identity.id
@description('What a client asks for a token with.')
output clientId string = identity.properties.clientId
@description('What roles are assigned to.')
output principalId string = identity.properties.principalId

@description('The Web PubSub service.')
param serviceName string
@description('The hub.')
param name string
@description('Where the handler answers.')
param handlerAddress string
@description('The audience of the tokens with which the service calls the handler; empty: it does not call.')
param audience string

resource service 'Microsoft.SignalRService/webPubSub@2024-03-01' existing = {
  name: serviceName
}

// connect is asked for: an address is good for one connection, and not for whom it was taken from since.
resource hub 'Microsoft.SignalRService/webPubSub/hubs@2024-03-01' = {
  parent: service
  name: name
  properties: {
    anonymousConnectPolicy: 'deny'
    webSocketKeepAliveIntervalInSeconds: 30
    eventHandlers: empty(audience) ? [] : [
      {
        urlTemplate: '${handlerAddress}/api/connections'
        systemEvents: ['connect', 'connected', 'disconnected']
        auth: {
          type: 'ManagedIdentity'
          managedIdentity: { resource: audience }
        }
      }
    ]
  }
}

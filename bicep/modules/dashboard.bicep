@description('Where it is kept.')
param location string
@description('The environment.')
param environmentName string
@description('What it looks at.')
param insightsId string
@description('Tags.')
param tags { *: string }

resource journey 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'journey')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Live View (${environmentName})'
    category: 'workbook'
    sourceId: insightsId
    version: 'Notebook/1.0'
    serializedData: string(loadJsonContent('../dashboards/journey.json'))
  }
}

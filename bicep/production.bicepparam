using 'main.bicep'

param environmentName = 'production'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param functions = {
  instanceMemoryMB: 2048
  maximumInstanceCount: 100
  httpConcurrency: 100
  alwaysReady: [
    { name: 'http', instanceCount: 2 }
    { name: 'function:Fold', instanceCount: 2 }
  ]
  updates: 'RollingUpdate'
}
param pubSub = { sku: 'Premium_P1', units: 10, mostUnits: 100 }
param eventHubs = { sku: 'Standard', units: 2, mostUnits: 20, partitions: { raw: 32, polls: 8 }, retentionHours: 168 }
param storageSku = 'Standard_ZRS'
param zoneRedundant = true
param logDays = 90
param logGigabytesADay = -1
param alerts = {
  enabled: true
  emails: [readEnvironmentVariable('ALERT_EMAIL')]
  budget: 2000
  budgetFrom: '2026-12-01'
}
param upstreamAudience = readEnvironmentVariable('UPSTREAM_AUDIENCE')

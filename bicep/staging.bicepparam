using 'main.bicep'

param environmentName = 'staging'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param functions = { instanceMemoryMB: 2048, maximumInstanceCount: 40, httpConcurrency: 50, alwaysReady: [], updates: 'Recreate' }
param pubSub = { sku: 'Standard_S1', units: 1, mostUnits: 1 }
param eventHubs = { sku: 'Standard', units: 1, mostUnits: 2, partitions: { raw: 4, polls: 2 }, retentionHours: 24 }
param storageSku = 'Standard_LRS'
param zoneRedundant = false
param logDays = 30
param logGigabytesADay = 1
param alerts = { enabled: false, emails: [], budget: 0, budgetFrom: '2026-12-01' }
param upstreamAudience = readEnvironmentVariable('UPSTREAM_AUDIENCE', '')

// What azd deploys: one environment of its own for each developer, as small as staging.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param functions = { instanceMemoryMB: 2048, maximumInstanceCount: 40, httpConcurrency: 50, alwaysReady: [], updates: 'Recreate' }
param pubSub = { sku: 'Free_F1', units: 1, mostUnits: 1 }
param eventHubs = { sku: 'Standard', units: 1, mostUnits: 1, partitions: { raw: 4, polls: 2 }, retentionHours: 24 }
param storageSku = 'Standard_LRS'
param zoneRedundant = false
param logDays = 30
param logGigabytesADay = 1
param alerts = { enabled: false, emails: [], budget: 0, budgetFrom: '2026-12-01' }

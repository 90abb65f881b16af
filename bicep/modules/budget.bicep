@description('The environment.')
param environmentName string
@description('US dollars a month.')
param amount int
@description('Who hears of it.')
param emails string[]
@description('The first day that counts.')
param from string

resource monthly 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: 'liveview-${environmentName}'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: from }
    notifications: {
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: emails
      }
    }
  }
}

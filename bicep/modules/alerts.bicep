import { alerting } from '../types.bicep'

metadata description = 'What wakes somebody up. Every rule has the runbook of its name in docs/runbooks, and no other does.'

@description('Where the log rules are kept.')
param location string
@description('The environment.')
param environmentName string
@description('Who hears of it.')
param alerts alerting
@description('The function app.')
param functionAppId string
@description('Application Insights.')
param insightsId string
@description('The Web PubSub service.')
param pubSubId string
@description('The Event Hubs namespace.')
param eventHubsId string
@description('The storage account of the data.')
param dataStorageId string
@description('Memory of an instance.')
param memoryMB int
@description('Tags.')
param tags { *: string }

// What the platform measures.
var metrics = [
  { name: 'connections-full', text: 'Web PubSub holds more than 80 % of the connections it may.', severity: 1, scope: pubSubId, namespace: 'Microsoft.SignalRService/WebPubSub', metric: 'ConnectionQuotaUtilization', aggregation: 'Maximum', operator: 'GreaterThan', threshold: 80 }
  { name: 'connections-busy', text: 'Web PubSub is loaded to more than 80 %.', severity: 2, scope: pubSubId, namespace: 'Microsoft.SignalRService/WebPubSub', metric: 'ServerLoad', aggregation: 'Maximum', operator: 'GreaterThan', threshold: 80 }
  { name: 'log-throttled', text: 'Event Hubs refuses events for want of throughput.', severity: 2, scope: eventHubsId, namespace: 'Microsoft.EventHub/namespaces', metric: 'ThrottledRequests', aggregation: 'Total', operator: 'GreaterThan', threshold: 0 }
  { name: 'log-errors', text: 'Event Hubs answers with errors of its own.', severity: 2, scope: eventHubsId, namespace: 'Microsoft.EventHub/namespaces', metric: 'ServerErrors', aggregation: 'Total', operator: 'GreaterThan', threshold: 0 }
  { name: 'tables-unavailable', text: 'Less than 99 % of table requests succeed.', severity: 1, scope: '${dataStorageId}/tableServices/default', namespace: 'Microsoft.Storage/storageAccounts/tableServices', metric: 'Availability', aggregation: 'Average', operator: 'LessThan', threshold: 99 }
  { name: 'http-errors', text: 'More than 10 answers of the 5xx kind in 5 minutes.', severity: 1, scope: functionAppId, namespace: 'Microsoft.Web/sites', metric: 'Http5xx', aggregation: 'Total', operator: 'GreaterThan', threshold: 10 }
]

// What the handler says once a minute about itself: one line on stdout, event 7000 (functions/Handler/Telemetry/Readout.cs).
var readouts = '''
let readouts = traces
| where message has '"event":7000'
| extend line = parse_json(message)
| extend memory = tolong(line.memory), threads = toint(line.threads), counts = parse_json(tostring(line.counts));
let counted = readouts
| mv-expand kind=array count = counts
| extend series = tostring(count[0]), value = todouble(count[1]);
'''

// A rule fires when its query has a row: the bound stands in the query.
var queries = [
  { name: 'handler-crash', text: 'The handler\'s process ended, or could not be started.', severity: 1, query: 'union traces, exceptions | extend text = coalesce(outerMessage, message) | where text has_any ("Language Worker Process exited", "Exceeded http worker restart retry count", "Initializing HttpWorker timed out")' }
  { name: 'error-rate', text: 'More than 1 % of invocations failed in 15 minutes.', severity: 2, query: 'requests | summarize total = count(), failed = countif(success == false) | where total > 100 and failed * 100.0 / total > 1' }
  { name: 'fold-lag', text: 'A Raw waited longer than 10 s on the hub before it was folded.', severity: 2, query: '${readouts}counted | where series startswith "liveview.fold.late" | summarize late = sum(value) | where late > 0' }
  { name: 'update-age', text: 'More than 1 % of updates were older than 2 s when they were published.', severity: 2, query: '${readouts}counted | summarize late = sumif(value, series startswith "liveview.publish.late"), all = sumif(value, series startswith "liveview.publish.age" and series !startswith "liveview.publish.age_sum") | where all > 100 and late * 100.0 / all > 1' }
  { name: 'updates-owed', text: 'Updates could not be published in three runs of five minutes.', severity: 1, query: '${readouts}counted | where series startswith "liveview.publish.failed" and value > 0 | summarize minutes = dcount(bin(timestamp, 1m)) | where minutes >= 10' }
  { name: 'dead-letters', text: 'More than 10 Raws were not taken in 15 minutes; their bytes are kept.', severity: 2, query: '${readouts}counted | where series startswith "liveview.rejected" or series startswith "liveview.fold.rejected" | summarize kept = sum(value) | where kept > 10' }
  { name: 'auth-failures', text: 'More than 100 requests without the right to what they asked for in 15 minutes.', severity: 2, query: 'requests | where resultCode in ("401", "403") | summarize refused = count() | where refused > 100' }
  { name: 'limit-hits', text: 'More than 100 requests met a limit in 15 minutes.', severity: 3, query: 'requests | where resultCode == "429" | summarize refused = count() | where refused > 100' }
  { name: 'memory', text: 'An instance uses more than 80 % of its memory.', severity: 2, query: '${readouts}readouts | where memory > ${memoryMB} * 1048576 * 0.8 | summarize count() by cloud_RoleInstance' }
  { name: 'threads', text: 'An instance has more than 80 % of the 500 threads that we allow it.', severity: 2, query: '${readouts}readouts | where threads > 400 | summarize count() by cloud_RoleInstance' }
  { name: 'provider-silence', text: 'No provider has answered a poll for 15 minutes.', severity: 1, query: '${readouts}counted | summarize polls = sumif(value, series startswith "liveview.polls"), heard = sumif(value, series startswith "liveview.polls" and (series has "answered" or series has "not_modified")) | where polls > 0 and heard == 0' }
  { name: 'breaker-open', text: 'The circuit of a provider is open: it is not even asked.', severity: 2, query: 'traces | where message has "\\"event\\":1010" | summarize opened = count() | where opened > 0' }
]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-liveview-${environmentName}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: take('lv${environmentName}', 12)
    emailReceivers: [
      for (address, i) in alerts.emails: {
        name: 'email-${i}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

resource metricAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in metrics: {
    name: 'liveview-${environmentName}-${rule.name}'
    location: 'global'
    tags: tags
    properties: {
      description: '${rule.text} Runbook: docs/runbooks/${rule.name}.md'
      severity: rule.severity
      enabled: alerts.enabled
      autoMitigate: true
      scopes: [rule.scope]
      evaluationFrequency: 'PT1M'
      windowSize: 'PT5M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: rule.name
            metricNamespace: rule.namespace
            metricName: rule.metric
            timeAggregation: rule.aggregation
            operator: rule.operator
            threshold: rule.threshold
          }
        ]
      }
      actions: [{ actionGroupId: group.id }]
    }
  }
]

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in queries: {
    name: 'liveview-${environmentName}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'liveview-${environmentName}-${rule.name}'
      description: '${rule.text} Runbook: docs/runbooks/${rule.name}.md'
      severity: rule.severity
      enabled: alerts.enabled
      autoMitigate: true
      scopes: [insightsId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [group.id] }
    }
  }
]

@description('Who hears of it.')
output actionGroupId string = group.id

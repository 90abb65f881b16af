metadata description = 'What differs between environments, and within which bounds.'

@export()
@description('How the functions scale.')
type functionScale = {
  @description('Memory of an instance in MB; a core comes with each 2,048.')
  instanceMemoryMB: 512 | 2048 | 4096
  @description('The most instances.')
  @minValue(40)
  @maxValue(1000)
  maximumInstanceCount: int
  @description('HTTP requests that one instance takes at a time.')
  @minValue(1)
  @maxValue(1000)
  httpConcurrency: int
  @description('Instances that never go away, by group: http, or function:<Name> for an Event Hub function.')
  alwaysReady: { name: string, instanceCount: int }[]
  @description('What a new package does to the old one: ends it at once, or instance by instance.')
  updates: 'Recreate' | 'RollingUpdate'
}

@export()
@description('How many viewers Web PubSub holds: a unit is 1,000 connections.')
type pubSubSize = {
  @description('Free has no SLA; only Premium scales by itself.')
  sku: 'Free_F1' | 'Standard_S1' | 'Premium_P1' | 'Premium_P2'
  @description('Units at the start. With scaling on, the lowest: a deployment sets the size back to this.')
  @minValue(1)
  @maxValue(1000)
  units: int
  @description('The most units, where it scales by itself; as many as units where it does not.')
  @minValue(1)
  @maxValue(1000)
  mostUnits: int
}

@export()
@description('The size of the log.')
type eventHubsSize = {
  @description('Standard is paid by throughput units, Premium by processing units.')
  sku: 'Standard' | 'Premium'
  @description('Units at the start.')
  @minValue(1)
  @maxValue(40)
  units: int
  @description('The most throughput units; they never go down by themselves.')
  @minValue(1)
  @maxValue(40)
  mostUnits: int
  @description('Partitions of each hub. A number cannot be lowered, and raising it moves topics.')
  partitions: { raw: int, polls: int }
  @description('Hours that events are kept: how long a fold may stand still without losing any.')
  @minValue(24)
  @maxValue(168)
  retentionHours: int
}

@export()
@description('Who hears of it when something is wrong.')
type alerting = {
  @description('Whether alerts fire.')
  enabled: bool
  @description('Who gets them.')
  emails: string[]
  @description('US dollars a month from which somebody wants to know; 0 for none.')
  budget: int
  @description('The first day that counts, as 2026-12-01. It cannot be changed later.')
  budgetFrom: string
}

@export()
@description('The connector: streams of providers that push over WebSocket are heard by a container, which a function cannot be.')
type connectorSize = {
  @description('Whether there is one, and a registry for its image.')
  enabled: bool
  @description('The image in that registry, by digest; empty while none was pushed.')
  image: string
  @description('Containers. Two of them hear everything twice, which the fold bears.')
  @minValue(1)
  @maxValue(4)
  replicas: int
}

@export()
@description('The private way to storage and hubs.')
type privateLinks = {
  @description('The subnet of the private endpoints.')
  subnetId: string
  @description('The zones that tell their addresses, by service.')
  zones: { blob: string, table: string, namespace: string }
}

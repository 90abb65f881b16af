import { quantile, rate, sum, type Page } from './metrics.js';

/** What the page shows of one moment. */
export interface Reading {
  readonly topics: number;
  readonly viewers: number;
  readonly raws: number;
  readonly updates: number;
  readonly messages: number;
  readonly ageHalf: number | undefined;
  readonly ageMost: number | undefined;
  readonly lag: number;
  readonly records: number;
  readonly errors: number;
  readonly memory: number;
  readonly processor: number;
}

const faults = [
  'liveview_rejected',
  'liveview_fold_rejected',
  'liveview_publish_failed',
  'liveview_schedule_failed',
  'liveview_record_failed',
];

/** What is told by two pages that were read some seconds apart. */
export function reading(before: Page, now: Page, seconds: number): Reading {
  return {
    topics: sum(now, 'active_streams') ?? 0,
    viewers: sum(now, 'active_viewers') ?? 0,
    raws: rate(before, now, seconds, 'liveview_raws') + rate(before, now, seconds, 'liveview_push_raws'),
    updates: rate(before, now, seconds, 'liveview_updates'),
    messages: rate(before, now, seconds, 'liveview_publish_messages'),
    ageHalf: quantile(before, now, 'liveview_publish_age', 0.5),
    ageMost: quantile(before, now, 'liveview_publish_age', 0.99),
    lag: sum(now, 'liveview_oldest', 'of="raw"') ?? 0,
    records: sum(now, 'liveview_lag_records') ?? 0,
    errors: faults.reduce((all, name) => all + (sum(now, name) ?? 0), 0),
    memory: sum(now, 'memory_usage_mb') ?? 0,
    processor: sum(now, 'cpu_usage_percent') ?? 0,
  };
}

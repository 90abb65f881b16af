import { describe, expect, test } from 'vitest';
import { alerts, lines, score } from '../src/patients/bed.js';

describe('a bed', () => {
  test('an incomplete score is never shown as a number alone', () => {
    expect(score({ news2: { complete: false, atLeast: 3, band: 'low', missing: { temperature: true, consciousness: true } } })).toEqual({
      band: 'unknown',
      says: 'NEWS2 incomplete, at least 3; no temperature, consciousness',
    });
    expect(score({ news2: { complete: false, atLeast: 8, band: 'high', missing: { temperature: true } } }).band).toBe('high');
    expect(score({ news2: { complete: true, score: 0, band: 'none' } })).toEqual({ band: 'none', says: 'NEWS2 0' });
    expect(score({}).band).toBe('unknown');
  });

  test('no reading of a camera is no number, and what is stale says so', () => {
    const state = {
      values: { camera: { value: '66', unit: '/min' }, oxygen: { value: '97', unit: '%', stale: true } },
      camera: { reading: 'none', reason: 'weak' },
    };
    expect(lines(state)).toEqual([
      { name: 'oxygen', says: '97 %', isStale: true },
      { name: 'camera', says: 'no reading (weak)', isStale: true },
    ]);
    expect(lines({ values: { camera: { value: '66', unit: '/min' } } })).toEqual([{ name: 'camera', says: '66 /min', isStale: false }]);
  });

  test('critical alerts come first, then the oldest', () => {
    const state = {
      alerts: {
        a: { severity: 'warning', raised: '2026-11-21T09:00:00Z' },
        b: { severity: 'critical', raised: '2026-11-21T09:02:00Z' },
        c: { severity: 'critical', raised: '2026-11-21T09:01:00Z' },
      },
    };
    expect(alerts(state).map(([id]) => id)).toEqual(['c', 'b', 'a']);
  });
});

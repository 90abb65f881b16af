import { describe, expect, test } from 'vitest';
import { quantile, rate, read, sum } from '../src/ops/metrics.js';
import { reading } from '../src/ops/reading.js';

const page = (lines: string) => read(`# HELP x y\n# TYPE x counter\n${lines}\n`);

describe('a page of metrics', () => {
  test('is read series by series, with labels that hold anything', () => {
    const seen = page('a{x="1, {2} \\"3\\""} 4\na{x="5"} 6e2\nb 0.5\nnonsense\nc +Inf');
    expect([sum(seen, 'a'), sum(seen, 'a', 'x="5"'), sum(seen, 'b'), sum(seen, 'c'), sum(seen, 'd')]).toEqual([
      604,
      600,
      0.5,
      Infinity,
      undefined,
    ]);
  });

  test('gives a rate, also after the process began anew', () => {
    expect(rate(page('a 10'), page('a 30'), 2, 'a')).toBe(10);
    expect(rate(page('a 10'), page('a 4'), 2, 'a')).toBe(2);
    expect(rate(page(''), page('a 4'), 2, 'a')).toBe(2);
  });

  test('does not take one name for another that begins like it', () => {
    expect(sum(page('liveview_raws{provider="x"} 2\nliveview_raws_other 7'), 'liveview_raws')).toBe(2);
  });

  test('tells under which bound half of what was new lies, over all feeds', () => {
    const bucket = (feed: string, ...counts: number[]) =>
      ['0.1', '1', '+Inf'].map((end, at) => `h_bucket{feed="${feed}",le="${end}"} ${counts[at]}`).join('\n');
    const before = page(bucket('a', 100, 100, 100));
    const now = page(`${bucket('a', 101, 104, 104)}\n${bucket('b', 0, 1, 2)}`);
    expect(quantile(before, now, 'h', 0.5)).toBe(1);
    expect(quantile(before, now, 'h', 0.1)).toBe(0.1);
    expect(quantile(before, now, 'h', 0.99)).toBe(1); // beyond the last bound: that is all that is known
    expect(quantile(now, now, 'h', 0.5)).toBeUndefined();
  });
});

test('what is shown of a moment adds up feeds, providers and pushes', () => {
  const before = page('liveview_raws{provider="a"} 1\nliveview_updates{feed="x",tier="s"} 0');
  const now = page(
    'active_streams{feed="a"} 2\nactive_streams{feed="b"} 1\nactive_viewers{feed="a"} 9\nliveview_raws{provider="a"} 3\nliveview_push_raws{feed="b"} 4\nliveview_updates{feed="x",tier="s"} 10\n' +
      'liveview_oldest{of="raw"} 1.5\nliveview_oldest{of="poll"} 9\nliveview_rejected{reason="Malformed"} 2\nliveview_publish_failed{feed="x"} 1\nmemory_usage_mb 80',
  );
  expect(reading(before, now, 2)).toMatchObject({
    topics: 3,
    viewers: 9,
    raws: 3,
    updates: 5,
    messages: 0,
    lag: 1.5,
    errors: 3,
    memory: 80,
    ageHalf: undefined,
  });
});

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { text, whole, type Json } from '../read.js';

const height = 320;

/** The curve of the price over the ticks. Only here a price is a number: to be drawn. Everywhere else it is its text. */
export class PriceChart {
  readonly #plot: uPlot;
  readonly #watch: ResizeObserver;

  constructor(parent: HTMLElement) {
    const style = getComputedStyle(parent);
    const colour = (name: string): string => style.getPropertyValue(name).trim() || 'currentColor';
    const axis = { stroke: style.color, grid: { stroke: '#8883', width: 1 }, ticks: { show: false } };
    this.#plot = new uPlot(
      {
        width: parent.clientWidth || 640,
        height,
        legend: { show: false },
        cursor: { y: false },
        scales: { x: { time: false }, y: { distr: 3 } },
        axes: [axis, { ...axis, size: 64 }],
        series: [{}, { stroke: '#12803f', width: 2, spanGaps: true, points: { show: false } }],
      },
      [[], []],
      parent,
    );
    this.#plot.root.style.color = colour('--ink');
    this.#watch = new ResizeObserver(() => this.#plot.setSize({ width: parent.clientWidth, height }));
    this.#watch.observe(parent);
  }

  draw(entries: readonly Json[]): void {
    // A tick told anew replaces what was told before; the curve goes on in time.
    const prices = new Map<number, number>();
    for (const entry of entries) prices.set(whole(entry, 'tick') ?? NaN, Number(text(entry, 'price')));
    const points = [...prices].filter(([tick, price]) => tick >= 0 && price > 0).sort(([a], [b]) => a - b);
    this.#plot.setData([points.map(([tick]) => tick), points.map(([, price]) => price)]);
    this.#plot.root.dataset.points = String(points.length);
  }

  dispose(): void {
    this.#watch.disconnect();
    this.#plot.destroy();
  }
}

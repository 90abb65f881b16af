import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { el } from '../dom.js';

const height = 180;
const colours = ['#12803f', '#2f6fdb', '#9a5a00', '#b42318'];

/** Lines over the last minutes. */
export class Chart {
  readonly #plot: uPlot;
  readonly #watch: ResizeObserver;
  readonly #points: (number | null)[][];

  /** @param most How many moments are shown; older ones leave. */
  constructor(
    parent: HTMLElement,
    title: string,
    names: readonly string[],
    private readonly most: number,
  ) {
    const box = el('figure', {}, el('figcaption', {}, title));
    parent.append(box);
    const ink = getComputedStyle(box).color;
    const axis = { stroke: ink, grid: { stroke: '#8883', width: 1 }, ticks: { show: false } };
    this.#points = [[], ...names.map(() => [])];
    this.#plot = new uPlot(
      {
        width: box.clientWidth || 480,
        height,
        cursor: { y: false },
        legend: { live: false },
        scales: { y: { range: (_, low, high) => [Math.min(0, low), Math.max(1, high * 1.1)] } },
        axes: [axis, { ...axis, size: 56 }],
        series: [{}, ...names.map((label, at) => ({ label, stroke: colours[at % colours.length]!, width: 2, points: { show: false } }))],
      },
      this.#points as uPlot.AlignedData,
      box,
    );
    this.#watch = new ResizeObserver(() => this.#plot.setSize({ width: box.clientWidth, height }));
    this.#watch.observe(box);
  }

  add(seconds: number, values: readonly (number | undefined)[]): void {
    [seconds, ...values].forEach((value, at) => {
      const line = this.#points[at]!;
      line.push(value ?? null);
      if (line.length > this.most) line.shift();
    });
    this.#plot.setData(this.#points as uPlot.AlignedData);
    this.#plot.root.dataset.points = String(this.#points[0]!.length);
  }

  dispose(): void {
    this.#watch.disconnect();
    this.#plot.destroy();
  }
}

import Hls from 'hls.js/light';

const retry = { maxNumRetry: 60, retryDelayMs: 500, maxRetryDelayMs: 2_000 };
const patient = { default: { maxTimeToFirstByteMs: 8_000, maxLoadTimeMs: 20_000, timeoutRetry: retry, errorRetry: retry } };
const patience = { manifestLoadPolicy: patient, playlistLoadPolicy: patient, fragLoadPolicy: patient };

/** Plays a live playlist. A server that is away for a while is waited for, from where the picture stopped; it never goes back. */
export class Picture {
  readonly video = document.createElement('video');
  readonly #hls: Hls | undefined;

  constructor(address: string) {
    Object.assign(this.video, { muted: true, autoplay: true, controls: true, playsInline: true });
    this.video.dataset.testid = 'picture';
    if (!Hls.isSupported()) {
      this.video.src = address; // Safari plays it by itself
      return;
    }
    // No worker: it would be made from a blob, which the page's policy does not allow.
    const hls = (this.#hls = new Hls({ enableWorker: false, liveSyncDurationCount: 3, ...patience }));
    hls.on(Hls.Events.ERROR, (_, error) => {
      if (!error.fatal) return;
      if (error.type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else setTimeout(() => (hls.levels.length > 0 ? hls.startLoad() : hls.loadSource(address)), 1_000);
    });
    hls.loadSource(address);
    hls.attachMedia(this.video);
  }

  /** The time of what is shown, by the station's clock. */
  get time(): Date | undefined {
    return this.#hls?.playingDate ?? undefined;
  }

  dispose(): void {
    this.#hls?.destroy();
    this.video.removeAttribute('src');
  }
}

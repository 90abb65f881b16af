import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// The board asks its own origin for everything; in development the handler (or its local stand-in) answers behind a proxy.
const handler = process.env.LIVEVIEW_HANDLER ?? 'http://localhost:7071';

export default defineConfig({
  build: {
    outDir: fileURLToPath(new URL('../dist', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // nothing inline: the page runs under a content security policy of 'self'
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'game.html', 'market.html', 'patients.html', 'tv.html', 'ops/index.html'] },
  },
  server: { proxy: { '/api': handler } },
});

// The library's whole weight without its one dependency, as a browser would load it.
import { build } from 'vite';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const limit = 15 * 1024;
const entry = fileURLToPath(new URL('../viewer/dist/viewer.js', import.meta.url));
const { output } = (
  await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: 'esbuild', lib: { entry, formats: ['es'] }, rollupOptions: { external: ['@azure/web-pubsub-client'] } },
  })
)[0];
const bytes = output[0].code.length;
const zipped = gzipSync(output[0].code, { level: 9 }).length;
console.log(`@live-view/viewer: ${bytes} bytes, ${zipped} gzipped, limit ${limit}`);
if (zipped >= limit) process.exit(1);

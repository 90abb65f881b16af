import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'viewer' },
    target: 'es2022',
    sourcemap: true,
    rollupOptions: { external: ['@azure/web-pubsub-client'] },
  },
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { type: string; dependencies: Record<string, string> };

describe('the package as it is published', () => {
  beforeAll(() => void execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'pipe' }), 120_000);

  test('has the code, its types, the README and an example, and one dependency', () => {
    const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const files = (JSON.parse(said) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'package.json', 'dist/viewer.js', 'dist/index.d.ts', 'examples/follow.mjs']),
    );
    expect(files.filter((path) => /^(src|tests)\/|tsconfig|vite/.test(path))).toEqual([]);
    expect(Object.keys(manifest.dependencies)).toEqual(['@azure/web-pubsub-client']);
  });

  test('is an ES module that other modules import by its name', async () => {
    expect(manifest.type).toBe('module');
    const { Viewer, canonical } = (await import(pathToFileURL(join(root, 'dist', 'viewer.js')).href)) as typeof import('../src/index.js');
    expect([typeof Viewer, canonical({ b: 1, a: 2 })]).toEqual(['function', '{"a":2,"b":1}']);
  });

  test('types the example in its README, with the strictest settings', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const example = /```ts\n([^]*?)```/.exec(readme)![1]!;
    const folder = mkdtempSync(join(tmpdir(), 'viewer-'));
    try {
      const file = join(folder, 'example.mts');
      writeFileSync(file, example);
      const program = ts.createProgram([file], {
        strict: true,
        noEmit: true,
        exactOptionalPropertyTypes: true,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        target: ts.ScriptTarget.ES2022,
        lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
        types: [],
        paths: { '@live-view/viewer': [join(root, 'dist', 'index.d.ts')] },
      });
      expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});

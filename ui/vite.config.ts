import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * Scripts of ASCII alone. Where one letter is beyond Latin-1, the engine keeps the whole text of a script in letters of
 * twice the width. A script that is mostly such letters stays as it is: it would only grow.
 */
const ascii: Plugin = {
  name: 'ascii',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      const escaped = file.code.replace(
        /[^\0-\x7f]/g,
        (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      if (escaped.length < 2 * file.code.length) file.code = escaped;
    }
  },
};

// The port is the one that tauri.conf.json names as devUrl; it must not move.
export default defineConfig({
  plugins: [svelte(), svelteTesting(), ascii],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    target: ['chrome120', 'safari16'],
    // Small pictures stay files: the page's policy allows no `data:` where it can be helped.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // What the window begins with comes in one piece: each request goes through the app's main thread at the very moment
        // at which everything waits for it.
        codeSplitting: { groups: [{ name: 'window', tags: ['$initial'] }] },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    setupFiles: ['./tests/setup.ts'],
    // A test reads the style sheets; everywhere else they do not matter.
    css: { include: [/src\/styles\//] },
    restoreMocks: true,
  },
});

import { defineConfig } from 'vite';

// The server embeds dist and serves it below /console. Nothing is inlined, because its CSP allows files of its own only.
export default defineConfig({
  base: '/console/',
  esbuild: { jsx: 'automatic', legalComments: 'none' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rollupOptions: {
      output: {
        // One file for what every page needs, one for charts, and one for each page.
        manualChunks: (id) => (/node_modules\/(react|react-dom|scheduler|@tanstack)\//.test(id) ? 'react' : undefined),
      },
    },
  },
});

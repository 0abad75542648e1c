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
      // Libraries mark modules for servers that render; there is none here.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      output: {
        // One file for the libraries that every page needs: they change more rarely than the pages.
        manualChunks: (id) => (/node_modules\/(react|react-dom|scheduler|@tanstack)\//.test(id) ? 'react' : undefined),
      },
    },
  },
});

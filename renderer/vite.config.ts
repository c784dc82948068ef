import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The window; with `--mode stories` the page that shows every screen in every state (main/cli/build-window.ts says where). */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    // The content security policy allows no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { input: mode === "stories" ? "stories.html" : "index.html" },
  },
}));

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * `vite build renderer` makes the window (renderer/dist); with `--mode stories`
 * it makes the page that shows every screen in every state (build/stories).
 */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  build: {
    target: "es2022",
    outDir: mode === "stories" ? "../build/stories" : "dist",
    emptyOutDir: true,
    // The content security policy allows no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { input: mode === "stories" ? "stories.html" : "index.html" },
  },
}));

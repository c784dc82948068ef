import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * Builds the window into renderer/dist (`npm run build:app`): the app itself
 * and, apart from it, the page of stories that shows every screen in every state.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  build: {
    target: "es2022",
    // The content security policy allows no data: scripts.
    assetsInlineLimit: 0,
    // What makes the audio worklet is fetched by the page that needs it.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: "index.html", stories: "stories.html" } },
  },
});

// Runs sandboxed, so it is CommonJS. The page gets one function and nothing of Electron or Node.
const { contextBridge, ipcRenderer } = require("electron");

contextBridge.exposeInMainWorld("beckon", {
  onMessage(listener) {
    ipcRenderer.on("beckon", (_event, message) => listener(message));
  },
});

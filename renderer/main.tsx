import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { connectPage } from "./client/session.ts";
import "./styles/all.css";

createRoot(document.getElementById("app")!).render(<App client={connectPage()} />);

/**
 * The app as a person starts it: `beckon app`, which `npm start` runs too, on a data folder of its
 * own, a real Chromium that opens the address it prints, a real microphone, and
 * an X server with a real client that gets the keys.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import {
  type RecordingClient,
  startRecordingClient,
  startXvfb,
  type TestDisplay,
} from "../../main/actor/x-testing.ts";
import { fragmentOf, type Place } from "../../renderer/parts/place.ts";
import { endChild } from "./children.ts";
import { CHROMIUM } from "./chromium.ts";
import { startMicrophone, type TestMicrophone } from "./microphone.ts";

const BECKON = fileURLToPath(new URL("../../main/cli/beckon.ts", import.meta.url));
/** The renderer may have to be built first, on a busy machine. */
const START_LIMIT_MS = 180_000;

export interface AppOptions {
  readonly language: "en" | "ko";
  /** Width and height of the window, pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** What the browser answers when the page asks for the microphone. */
  readonly permission?: "granted" | "denied";
  /** False: there is none when the app starts; it can be plugged in. */
  readonly microphone?: boolean;
  /** Where the vault is to lie; a folder of its own otherwise. */
  readonly data?: string;
  /** Before the program: what starts it, such as `setpriv` with its options. */
  readonly by?: readonly string[];
  /** Options of Node. */
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A wearable that no list of ports shows, by its DEV. */
  readonly wearable?: string;
}

export interface RunningApp {
  readonly page: Page;
  readonly microphone: TestMicrophone;
  readonly client: RecordingClient;
  /** Errors and warnings of the page's console, and exceptions. */
  readonly complaints: readonly string[];
  /** Sends the program a signal. */
  signal(name: NodeJS.Signals): void;
  /** Kills the program as a power cut would, starts it anew on the same data, and opens its page. */
  killAndStart(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error with what the program said, if it does not print its address. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { language, size, permission = "granted" } = options;
  const folder = await mkdtemp(join(tmpdir(), "beckon-app-"));
  const data = options.data ?? folder;
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const microphone = await startMicrophone();
    closers.push(() => microphone.stop());
    if (options.microphone === false) microphone.unplug();
    const display: TestDisplay = await startXvfb();
    closers.push(() => display.stop());
    const client = await startRecordingClient(display.display);
    closers.push(() => client.stop());
    let program = await startProgram(options, data, display.display);
    closers.push(() => endChild(program.child, "SIGTERM"));
    const browser: Browser = await chromium.launch({
      executablePath: CHROMIUM,
      // Root has no sandbox; sound must not wait for a click, as in Electron.
      args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
      env: { ...cleanEnv(), ...microphone.env },
    });
    closers.push(() => browser.close());
    const context: BrowserContext = await browser.newContext({
      locale: language === "ko" ? "ko-KR" : "en-US",
      viewport: size ?? { width: 1280, height: 900 },
      permissions: permission === "granted" ? ["microphone"] : [],
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    await page.goto(program.address);
    return {
      page,
      microphone,
      client,
      complaints,
      signal: (name) => void program.child.kill(name),
      async killAndStart() {
        await endChild(program.child);
        program = await startProgram(options, data, display.display);
        await page.goto("about:blank");
        // That the page called for what was killed is no fault.
        const others = complaints.filter((text) => !text.includes("ERR_CONNECTION_REFUSED"));
        complaints.splice(0, complaints.length, ...others);
        await page.goto(program.address);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As the address and the back button lead there. */
export function goTo(page: Page, place: Place): Promise<void> {
  return page.evaluate((fragment) => {
    location.hash = fragment;
  }, fragmentOf(place));
}

interface Program {
  readonly child: ChildProcess;
  readonly address: string;
}

function startProgram(
  { by = [], node = [], env = {}, wearable }: AppOptions,
  data: string,
  display: string,
): Promise<Program> {
  const args = [BECKON, "app", "--no-browser", "--no-key-ring", "--data", data];
  if (wearable !== undefined) args.push("--wearable", wearable);
  const line = [...by, process.execPath, "--disable-warning=ExperimentalWarning", ...node, ...args];
  const child = spawn(line[0]!, line.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...cleanEnv(), HOME: data, DISPLAY: display, ...env },
  });
  const killed = (): void => void child.kill("SIGKILL");
  process.once("exit", killed);
  child.once("exit", () => process.off("exit", killed));
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      killed();
      reject(new Error(`the app printed no address:\n${said.join("\n")}`));
    }, START_LIMIT_MS);
    const read = (line: string): void => {
      said.push(line);
      const address = /http:\/\/127\.0\.0\.1:\d+\/#code=\S+/.exec(line)?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve({ child, address });
    };
    createInterface({ input: child.stdout! }).on("line", read);
    createInterface({ input: child.stderr! }).on("line", read);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the app ended with ${code}:\n${said.join("\n")}`));
    });
  });
}

/** Without what belongs to the desktop of whoever runs the tests. */
function cleanEnv(): Record<string, string> {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, DBUS_SESSION_BUS_ADDRESS: ___, ...rest } = process.env;
  return rest as Record<string, string>;
}

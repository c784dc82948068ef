/** Journey 8 with a wearable on a cable: taken, forbidden, held, too small, frozen and pulled at each step. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type PreparedPerson, preparePerson } from "../../main/app/desk/testing/prepared.ts";
import type { Step } from "../../main/contract/values.ts";
import { noCompiler } from "../../main/wearables/testing/compile.ts";
import { startNativeDevice } from "../../main/wearables/testing/native-device.ts";
import { betweenQuiet, type Cable, createCable } from "./cable.ts";
import { endChild } from "./children.ts";
import { button, card, TEXTS } from "./first-minutes.ts";
import { createPilot, type Pilot } from "./pilot.ts";
import { goTo, type AppOptions, type RunningApp, startApp } from "./running-app.ts";
import { createStandIns, type StandIns } from "./stand-ins.ts";

const ACTIONS = {
  "scroll down": { do: "scroll", down: 3, harm: "harmless" },
  "page up": { do: "keys", keys: "PageUp", harm: "harmless" },
} as const;
const PAGE_UP = 0xff55;

describe("a wearable on a cable", () => {
  let data: string;
  let cable: Cable;
  let system: StandIns;
  let app: RunningApp | undefined;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), "beckon-data-"));
    cable = createCable();
    system = createStandIns();
  });
  afterEach(async () => {
    await app?.stop();
    app = undefined;
    await cable.stop();
    system.stop();
    rmSync(data, { recursive: true, force: true });
  });

  interface At {
    readonly person: PreparedPerson;
    readonly app: RunningApp;
    readonly pilot: Pilot;
    readonly text: (typeof TEXTS)["en"];
    says(words: string): Promise<void>;
  }

  /** A person whose model is to run on the cable's wearable, at one step. */
  async function come(
    step: Step,
    options: AppOptions,
    verified = false,
    actions: object = ACTIONS,
  ): Promise<At> {
    const person = await preparePerson(data, actions as typeof ACTIONS, { wearable: cable.dev, verified });
    const running = await startApp({ ...options, data, env: { ...system.env, ...options.env } });
    app = running;
    const { page } = running;
    await goTo(page, { at: "step", personId: person.personId, step });
    const says = (words: string): Promise<void> =>
      page.getByRole("main").getByText(words, { exact: false }).first().waitFor();
    return { person, app: running, pilot: createPilot(page, "mouse"), text: TEXTS[options.language], says };
  }

  const send = async ({ pilot, text, ...at }: At): Promise<void> => {
    await pilot.press(button(at, text.send.start));
  };
  const isSent = async ({ text, ...at }: At): Promise<void> => {
    await button(at, text.send.again).waitFor({ timeout: 120_000 });
    await at.says(text.send.compared(10));
  };

  it("that another program holds is named, and used as soon as it is let go", async () => {
    const at = await come("send", { language: "ko" });
    await cable.plugIn(at.person.image);
    const other = spawn("flock", ["--no-fork", cable.path, "sleep", "600"], { stdio: "ignore" });
    await once(other, "spawn");
    await wait(300);
    await send(at);
    await at.says(at.text.faults["port-busy"].problem);
    await endChild(other);
    await at.pilot.press(button(at, at.text.common.again));
    await isSent(at);
  });

  it("that may not be used is allowed by one press and one password, refused first (case B13)", async (t) => {
    if (process.getuid?.() !== 0) return t.skip("a port of somebody else can be made by root only");
    const by = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"];
    const at = await come("send", { language: "en", by });
    await cable.plugIn(at.person.image);
    cable.own(1, 0o600);
    await send(at);
    const { problem, remedy } = at.text.faults["port-permission"];
    await at.says(problem);
    await at.says(remedy);
    assert.equal(system.allowed(), undefined, "nothing is asked before the person presses");
    system.answer(126);
    await at.pilot.press(button(at, at.text.wearable.allow));
    await at.says(at.text.faults["rule-refused"].problem);
    system.answer(0);
    await at.pilot.press(button(at, at.text.wearable.allow));
    await at.says(at.text.wearable.allowed);
    const { args, text } = system.allowed()!;
    assert.match(args, /\/etc\/udev\/rules\.d\/70-beckon\.rules/);
    const rules = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    for (const rule of rules)
      assert.match(rule, /idVendor.*idProduct.*TAG\+="uaccess"$/, "for known boards alone");
    cable.own(0, 0o600);
    await at.pilot.press(button(at, at.text.common.again));
    await isSent(at);
  });

  it("that appears for a second and is taken by the Braille service is told, and kept apart (case B07)", async () => {
    const at = await come("wearable", { language: "ko" });
    await cable.plugIn(at.person.image);
    const port = join(data, "ttyUSB0");
    symlinkSync(cable.path, port);
    const board = ["ID_VENDOR_ID=1a86", "ID_MODEL_ID=7523", "ID_VENDOR_ENC=1a86"];
    const lines = [
      "P: /devices/usb1/1-1/1-1.2/ttyUSB0",
      "N: ttyUSB0",
      `E: DEVNAME=${port}`,
      ...board.map((one) => `E: ${one}`),
    ];
    system.show({ devices: `${lines.join("\n")}\n` });
    await card(at, "1a86").waitFor();
    const log = (seconds: number, line: string): string =>
      `[${seconds.toFixed(6).padStart(12)}] kernel: ${line}`;
    system.show({
      devices: "",
      log: `${[
        log(100, "usb 1-1.2: New USB device found, idVendor=1a86, idProduct=7523, bcdDevice= 2.64"),
        log(100.1, "ch341-uart converter now attached to ttyUSB0".replace(/^/, "usb 1-1.2: ")),
        log(101, "usb 1-1.2: usbfs: interface 0 claimed by ch341 while 'brltty' sets config #1"),
        log(101.1, "ch341-uart ttyUSB0: ch341-uart converter now disconnected from ttyUSB0"),
      ].join("\n")}\n`,
    });
    const { problem, remedy } = at.text.faults["port-taken-by-braille"];
    await at.says(problem);
    await at.says(remedy);
    await at.pilot.press(button(at, at.text.wearable.allow));
    await at.says(at.text.wearable.allowed);
    const { args, text } = system.allowed()!;
    assert.match(args, /95-beckon-board\.rules/);
    assert.match(text, /ATTR\{idVendor\}=="1a86", ATTR\{idProduct\}=="7523", KERNEL=="1-1\.2"/);
    assert.doesNotMatch(
      `${args} ${text}`,
      /\b(apt|purge|systemctl|disable|mask)\b/,
      "the service stays as it is",
    );
  });

  it("that is too small for the model says so before anything is written, and how to make it smaller", {
    skip: noCompiler,
  }, async () => {
    const many = ["scroll down", "page up", "open menu", "go back", "select"];
    const actions = Object.fromEntries(many.map((label) => [label, ACTIONS["page up"]]));
    const at = await come("send", { language: "ko" }, false, actions);
    const small = await startNativeDevice();
    try {
      symlinkSync(small.path, cable.path);
      await send(at);
      await at.says(at.text.faults["image-too-large"].problem);
      await at.pilot.press(button(at, at.text.record.choose));
      await button(at, at.text.record.start).or(button(at, at.text.record.goOn)).first().waitFor();
    } finally {
      await small.stop();
    }
  });

  it("that is pulled while it is sent to keeps its old model, and takes the new one when it is back", async () => {
    const at = await come("send", { language: "en" });
    await send(at);
    await at.says(at.text.faults["port-absent"].problem);
    await cable.plugIn(at.person.image);
    await at.pilot.press(button(at, at.text.common.again));
    // Before the first bytes the port may not be open yet, and then it is simply not there.
    await at.app.page.locator('[role=progressbar]:not([aria-valuenow="0"])').waitFor();
    await cable.pull();
    await at.app.page.locator(".trouble").waitFor();
    const { faults } = at.text;
    const told = await at.app.page.locator(".trouble-problem").textContent();
    const known = [faults["device-gone"], faults["port-vanished"], faults["device-closed"]];
    assert.ok(
      known.some(({ problem }) => problem === told),
      String(told),
    );
    await cable.plugIn(at.person.image);
    await at.pilot.press(button(at, at.text.common.again));
    await isSent(at);
  });

  for (const language of ["en", "ko"] as const) {
    const fails = language === "en" ? "falls silent without leaving (case B22)" : "is pulled";
    it(`that ${fails} while live lets go, comes back, and waits for the person's word`, async () => {
      const at = await come("live", { language }, true);
      await cable.plugIn(at.person.image);
      const { pilot, text, person } = at;
      const { client, page } = at.app;
      const isPressed = (): boolean =>
        client.received.some((one) => one.kind === "key" && one.keysym === PAGE_UP && one.down);
      const sayPageUp = async (): Promise<void> => {
        client.clear();
        for (const pcm of person.unheard("page up")) {
          await cable.say(betweenQuiet(pcm));
          await wait(500);
          if (isPressed()) return;
        }
      };
      await pilot.press(page.getByRole("checkbox", { name: text.live.consent }));
      await pilot.press(button(at, text.live.arm));
      await button(at, text.live.pause).waitFor();
      await sayPageUp();
      assert.ok(isPressed(), "it acts while all is well");
      if (language === "en") cable.freeze();
      else await cable.pull();
      await page.getByRole("heading", { level: 1, name: text.live.lost }).waitFor();
      await at.says(text.faults["wearable-lost"].problem);
      if (language === "en") cable.thaw();
      else await cable.plugIn(person.image);
      await page.getByRole("heading", { level: 1, name: text.live.paused }).waitFor();
      client.clear();
      await cable.say(betweenQuiet(person.unheard("page up")[0]!));
      assert.deepEqual(client.received, [], "it does nothing before the person says so");
      await pilot.press(button(at, text.live.resume));
      await button(at, text.live.pause).waitFor();
      await sayPageUp();
      assert.ok(isPressed(), "it acts again");
    });
  }
});

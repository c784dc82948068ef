import { type RefObject, useEffect, useRef } from "react";
import { useMicrophone } from "../capture/capture-context.tsx";
import { useFeed } from "../client/client-context.tsx";
import type { Settings } from "../parts/settings.ts";
import { useSettings } from "../parts/settings-context.tsx";
import {
  adaptRate,
  adaptToStep,
  adaptToWait,
  chooseLight,
  hearLiveSwitch,
  hearSwitch,
  type Light,
  NOT_STEPPED,
  SILENT_LIVE_SWITCH,
  stepLight,
} from "./scan.ts";
import { findTargets, type TargetGroup, visiblePart } from "./targets.ts";

/** What a sound may press while Beckon hears commands: to pause it, or to switch it off. */
const LIVE_CONTROLS = "[data-live-controls]";

const isSwitchKey = (event: KeyboardEvent): boolean =>
  (event.key === " " || event.key === "Enter") && !event.ctrlKey && !event.altKey && !event.metaKey;

/** Walks over every control of the page while scanning is on; nothing of a screen has to know. */
export function Scanner({
  mayBegin,
}: {
  /** Does a lone press of Space begin scanning here? */ mayBegin: boolean;
}) {
  const { settings, change } = useSettings();
  const off = settings.scan === "off";
  useEffect(() => {
    if (!off || !mayBegin) return;
    const begin = (event: KeyboardEvent) => {
      const focused = document.activeElement;
      const nowhere = focused === document.body || focused?.tagName === "H1";
      if (event.key !== " " || event.repeat || !nowhere) return;
      event.preventDefault();
      change({ scan: "auto" });
    };
    window.addEventListener("keydown", begin);
    return () => window.removeEventListener("keydown", begin);
  }, [off, mayBegin, change]);
  return off ? null : <Walk settings={settings} change={change} />;
}

function Walk({ settings, change }: { settings: Settings; change: (part: Partial<Settings>) => void }) {
  const walker = useRef<Walker | null>(null);
  useEffect(() => {
    const walk = new Walker(settings, (scanMs) => change({ scanMs }));
    walker.current = walk;
    const onKey = (event: KeyboardEvent) => {
      if (!isSwitchKey(event) || isTyping()) return;
      // Before any control sees it: the switch belongs to the light alone.
      event.preventDefault();
      event.stopPropagation();
      if (event.type === "keydown" && !event.repeat) walk.press();
    };
    window.addEventListener("keydown", onKey, true);
    window.addEventListener("keyup", onKey, true);
    return () => {
      walk.end();
      window.removeEventListener("keydown", onKey, true);
      window.removeEventListener("keyup", onKey, true);
    };
    // The rate is handed over below: a new rate must not begin the walk anew.
  }, [settings.scan, settings.scanAdapts, change]);
  useEffect(() => {
    if (walker.current !== null) walker.current.rateMs = settings.scanMs;
  }, [settings.scanMs]);
  return settings.scanBySound ? <SoundPresses walker={walker} alsoLive={settings.scanSoundLive} /> : null;
}

/**
 * Any sound above the room is a press, except while sounds are being recorded. While Beckon is live, or commands are
 * tried, a command is no press, and what is no command reaches nothing but the way to stop; while it is live, only where
 * the person wants that.
 */
function SoundPresses({ walker, alsoLive }: { walker: RefObject<Walker | null>; alsoLive: boolean }) {
  useMicrophone();
  const microphone = useFeed("microphone", {});
  const recorder = useFeed("recorder", {});
  const live = useFeed("live", {});
  const state = useRef(SILENT_LIVE_SWITCH);
  const recording = recorder !== undefined && recorder.phase !== "idle" && recorder.phase !== "done";
  const hears = live?.state === "armed" || live?.state === "trying";
  const mayStop = live?.state === "trying" || alsoLive;
  const lastEvent = live?.last?.entryId;
  const knownEvent = useRef(lastEvent);
  useEffect(() => {
    const walk = walker.current;
    // The sound that switched it on may still go on: it is no sound of its own.
    state.current = { sound: state.current.sound, left: null };
    walk?.walkOnly(hears && mayStop ? LIVE_CONTROLS : null);
    return () => walk?.walkOnly(null);
  }, [hears, mayStop, walker]);
  useEffect(() => {
    const command = knownEvent.current !== lastEvent;
    knownEvent.current = lastEvent;
    if (microphone?.state !== "working") return;
    if (!hears) {
      const { state: sound, pressed } = hearSwitch(state.current.sound, microphone.levelDb);
      state.current = { sound, left: null };
      if (pressed && !recording) walker.current?.press();
      return;
    }
    const heard = hearLiveSwitch(state.current, microphone.levelDb, command);
    state.current = heard.state;
    if (!mayStop) return;
    // A press before the light is let go: it still counts from when the sound began.
    if (heard.pressed) walker.current?.press();
    walker.current?.hold(heard.holds);
    // One look for each snapshot of the microphone.
  }, [microphone]);
  return null;
}

function isTyping(): boolean {
  const focused = document.activeElement;
  return focused instanceof HTMLInputElement && focused.type === "text";
}

class Walker {
  rateMs: number;
  readonly #mode: Settings["scan"];
  readonly #onRate: ((rateMs: number) => void) | undefined;
  #light: Light = { on: "nothing" };
  #lit: HTMLElement[] = [];
  #movedAt = 0;
  #heldAt = 0;
  #stepping = NOT_STEPPED;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #part: string | null = null;
  #held = false;

  constructor({ scan, scanMs, scanAdapts }: Settings, onRate: (rateMs: number) => void) {
    this.rateMs = scanMs;
    this.#mode = scan;
    this.#onRate = scanAdapts ? onRate : undefined;
    if (scan === "auto") this.#move();
  }

  /** The switch: chooses in auto mode, moves on in step mode. */
  press(): void {
    const standsMs = (this.#held ? this.#heldAt : performance.now()) - this.#movedAt;
    if (this.#mode === "step") this.#step(standsMs);
    else {
      this.#adapt(adaptRate(this.rateMs, standsMs / this.rateMs));
      this.#choose();
    }
  }

  /** From now on only this part of the page is walked, where it is there; null: all of it. */
  walkOnly(part: string | null): void {
    if (part === this.#part) return;
    this.#part = part;
    this.#held = false;
    this.#stepping = NOT_STEPPED;
    this.#show([], { on: "nothing" });
    if (this.#mode === "auto") this.#move();
  }

  /** The light stays where it is, or goes on. */
  hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    if (held) {
      this.#heldAt = performance.now();
      clearTimeout(this.#timer);
      return;
    }
    // It stands anew, for the whole of its time.
    this.#movedAt = performance.now();
    this.#wait();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#show([], { on: "nothing" });
  }

  #adapt(rateMs: number): void {
    if (this.#onRate === undefined || rateMs === this.rateMs) return;
    this.rateMs = rateMs;
    this.#onRate(rateMs);
  }

  #learn({ rateMs, stepping }: ReturnType<typeof adaptToStep>): void {
    this.#stepping = stepping;
    this.#adapt(rateMs);
  }

  #step(standsMs: number): void {
    const before = this.#light;
    this.#advance();
    const left = before.on === "item" && this.#light.on === "group";
    this.#learn(adaptToStep(this.rateMs, this.#stepping, standsMs, before.on !== "nothing", left));
    this.#wait();
  }

  /** Waiting has chosen. */
  #waited(): void {
    this.#learn(adaptToWait(this.rateMs, this.#stepping));
    this.#choose();
  }

  #advance(): void {
    const groups = findTargets(document, this.#part);
    this.#show(groups, stepLight(this.#stillThere(groups), sizesOf(groups)));
  }

  #move(): void {
    this.#advance();
    this.#wait();
  }

  #choose(): void {
    const groups = findTargets(document, this.#part);
    const { light, choose } = chooseLight(this.#stillThere(groups), sizesOf(groups));
    this.#show(groups, light);
    if (choose !== undefined) groups[choose.group]!.items[choose.item]!.click();
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (this.#held) return;
    if (this.#mode === "auto") this.#timer = setTimeout(() => this.#move(), this.rateMs);
    else if (this.#light.on !== "nothing") this.#timer = setTimeout(() => this.#waited(), this.rateMs);
  }

  /** What is lit may have gone, or moved to another place in its group: only the very same control is still chosen. */
  #stillThere(groups: readonly TargetGroup[]): Light {
    if (this.#light.on === "nothing") return this.#light;
    const first = this.#lit[0];
    const group = groups.findIndex(({ items }) => first !== undefined && items.includes(first));
    if (group < 0) return { on: "nothing" };
    if (this.#light.on === "group") return { on: "group", group };
    return { ...this.#light, group, item: groups[group]!.items.indexOf(first!) };
  }

  #show(groups: readonly TargetGroup[], light: Light): void {
    for (const element of this.#lit) delete visiblePart(element).dataset.scanned;
    this.#light = light;
    const items = light.on === "nothing" ? [] : (groups[light.group]?.items ?? []);
    this.#lit = light.on === "item" ? [items[light.item]!] : [...items];
    for (const element of this.#lit) visiblePart(element).dataset.scanned = light.on;
    this.#lit[0]?.scrollIntoView({ block: "nearest" });
    this.#movedAt = performance.now();
  }
}

function sizesOf(groups: readonly TargetGroup[]): readonly number[] {
  return groups.map(({ items }) => items.length);
}

/** What a wearable's movement sensor feels: a picture, and words for what is wrong with it. */
import type { SensorView } from "../../main/contract/values.ts";
import { useText } from "../text/text-context.tsx";
import { Button } from "./controls.tsx";
import { FaultBox, TroubleBox } from "./fault.tsx";
import { useSaid } from "./use-said.ts";

/** Points along the picture: four seconds. */
const SHOWN = 100;
/** Gravity alone fills two thirds of the height. */
const LEAST_MILLI_G = 1500;

/**
 * The three axes of the last seconds, the newest at the right. A picture only: a
 * screen reader is told verdicts, not curves.
 */
export function MotionChart({ axes }: { axes: SensorView["axes"] }) {
  const most = axes.reduce(
    (top, values) => values.reduce((peak, value) => Math.max(peak, Math.abs(value)), top),
    LEAST_MILLI_G,
  );
  return (
    <svg
      className="motion-chart"
      viewBox={`0 0 ${SHOWN - 1} 100`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line x1={0} x2={SHOWN - 1} y1={50} y2={50} />
      {axes.map((values, axis) => (
        <polyline
          key={axis}
          className={`axis-${axis}`}
          points={values
            .map((value, i) => `${SHOWN - values.length + i},${(50 - (value / most) * 47).toFixed(1)}`)
            .join(" ")}
        />
      ))}
    </svg>
  );
}

/** For the disc, which widens with loudness: full strength is full loudness. */
export function levelOf(sensor: SensorView | undefined): number {
  return -60 + 60 * (sensor?.strength ?? 0);
}

/** Which wearable feels, or what is wrong with it and what to do. */
export function SensorBar({
  sensor,
  onWearable,
}: {
  sensor: SensorView | undefined;
  onWearable: () => void;
}) {
  const text = useText();
  const { sensor: words } = text.motion;
  const state = sensor?.state;
  const trouble = state === "none" || state === "silent" || state === "lost" ? state : null;
  useSaid(state, trouble === null ? "" : `${words.states[trouble]} ${words.remedies[trouble]}`);
  const remedies = [{ label: words.choose, onPress: onWearable }];
  if (sensor?.fault) return <FaultBox fault={sensor.fault} remedies={remedies} />;
  if (trouble !== null) {
    return (
      <TroubleBox problem={words.states[trouble]} remedy={words.remedies[trouble]} remedies={remedies} />
    );
  }
  return (
    <div className="row microphone-bar">
      <span>
        {state === "working" ? words.uses(sensor?.name ?? "") : words.states.connecting}
        {(sensor?.lost ?? 0) > 0 && ` ${words.lost(sensor?.lost ?? 0)}`}
      </span>
      <Button look="quiet" onPress={onWearable}>
        {words.choose}
      </Button>
    </div>
  );
}

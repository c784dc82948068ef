/** The movements of the sample person: four commands, and what an arm does all day. */
import type { Random } from "../../common/random.ts";
import { createTremor, smooth, type Path, type Pose } from "./wrist.ts";

/** What a movement adds to the resting pose. */
type Movement = (
  seconds: number,
) => Partial<Omit<Pose, "elbow">> & { readonly elbow?: readonly [number, number, number] };

const degrees = (value: number): number => (value * Math.PI) / 180;

/** There in `rise` seconds, `hold` there, and back. */
function thereAndBack(t: number, rise: number, hold: number): number {
  return t < rise + hold ? smooth(t / rise) : 1 - smooth((t - rise - hold) / rise);
}

export const GESTURES: Readonly<Record<string, (random: Random) => { movement: Movement; seconds: number }>> =
  {
    /** Turns the palm up and back. */
    turn: (random) => {
      const rise = random.between(0.26, 0.4);
      const hold = random.between(0.05, 0.2);
      const angle = degrees(random.between(70, 100));
      return { movement: (t) => ({ roll: angle * thereAndBack(t, rise, hold) }), seconds: 2 * rise + hold };
    },
    /** Lifts the hand and lowers it. */
    lift: (random) => {
      const rise = random.between(0.3, 0.45);
      const hold = random.between(0.1, 0.3);
      const angle = degrees(random.between(45, 65));
      return { movement: (t) => ({ pitch: angle * thereAndBack(t, rise, hold) }), seconds: 2 * rise + hold };
    },
    /** Waves from side to side, twice or three times. */
    wave: (random) => {
      const swings = 2 + random.integer(2);
      const hertz = random.between(2.1, 2.8);
      const angle = degrees(random.between(6, 10));
      const seconds = swings / hertz;
      return {
        movement: (t) => ({
          yaw:
            angle *
            Math.sin(2 * Math.PI * hertz * t) *
            smooth(6 * (t / seconds)) *
            smooth(6 * (1 - t / seconds)),
        }),
        seconds,
      };
    },
    /** Knocks twice on what is under the hand. */
    knock: (random) => {
      const gap = random.between(0.3, 0.42);
      const angle = degrees(random.between(6, 10));
      const one = (t: number): number => angle * (t < 0.16 ? smooth(t / 0.16) : 1 - fall((t - 0.16) / 0.1));
      return { movement: (t) => ({ pitch: one(t) + one(t - gap) }), seconds: gap + 0.26 };
    },
  };

/** Fast down, with most of the braking in the last third: 0 to 1, for any share of the time. */
function fall(share: number): number {
  const s = Math.min(1, share);
  return s ** 3 * (4 - 3 * s);
}

/** A take: some rest, the gesture, some rest; the arm never lies twice alike. */
export function gesturePath(name: string, random: Random): { path: Path; seconds: number } {
  const { movement, seconds } = GESTURES[name]!(random);
  const rest = restingPose(random);
  const start = random.between(0.8, 1.1);
  const path = withTremor(
    rest,
    (t) => movement(Math.max(0, Math.min(seconds, t - start))),
    random,
    degrees(0.05),
  );
  return { path, seconds: start + seconds + 0.9 };
}

function restingPose(random: Random): Pose {
  const around = (spread: number): number => degrees(spread) * random.normal();
  return { roll: around(9), pitch: degrees(5) + around(7), yaw: around(20), elbow: [0, 0, 0] };
}

function withTremor(rest: Pose, movement: Movement, random: Random, amount: number): Path {
  const tremor = {
    roll: createTremor(random, amount),
    pitch: createTremor(random, amount),
    yaw: createTremor(random, amount),
  };
  return (t) => {
    const more = movement(t);
    return {
      roll: rest.roll + (more.roll ?? 0) + tremor.roll(t),
      pitch: rest.pitch + (more.pitch ?? 0) + tremor.pitch(t),
      yaw: rest.yaw + (more.yaw ?? 0) + tremor.yaw(t),
      elbow: more.elbow ?? rest.elbow,
    };
  };
}

/** Minutes of ordinary movement: rest, reaching, typing, drinking and walking in changing order. */
export function everydayPath(random: Random, seconds: number): Path {
  const parts: { from: number; until: number; movement: Movement }[] = [];
  const kinds = [resting, reaching, typing, drinking, walking, scratching];
  for (let at = 0; at < seconds; ) {
    const length = random.between(4, 12);
    parts.push({
      from: at,
      until: at + length,
      movement: kinds[random.integer(kinds.length)]!(random, length),
    });
    at += length;
  }
  const movement: Movement = (time) => {
    const t = Math.max(0, time); // the sensor also looks a moment back
    const part = parts.find(({ until }) => t < until) ?? parts.at(-1)!;
    // Each part fades in and out, so that one pose runs into the next.
    const edge = smooth((t - part.from) / 0.6) * smooth((part.until - t) / 0.6);
    const { roll = 0, pitch = 0, yaw = 0, elbow = [0, 0, 0] } = part.movement(t - part.from);
    return {
      roll: edge * roll,
      pitch: edge * pitch,
      yaw: edge * yaw,
      elbow: [edge * elbow[0], edge * elbow[1], edge * elbow[2]],
    };
  };
  return withTremor(restingPose(random), movement, random, degrees(0.05));
}

function resting(): Movement {
  return () => ({});
}

function reaching(random: Random, length: number): Movement {
  const goals = Array.from({ length: Math.ceil(length / 2) }, () =>
    [random.between(-30, 40), random.between(-10, 50), random.between(-50, 50)].map(degrees),
  );
  return (t) => {
    const index = Math.min(goals.length - 1, Math.floor(t / 2));
    const [from, to] = [index === 0 ? [0, 0, 0] : goals[index - 1]!, goals[index]!];
    const share = smooth((t - 2 * index) / 0.9);
    const [roll, pitch, yaw] = from.map((value, i) => value + share * (to[i]! - value));
    return { roll: roll!, pitch: pitch!, yaw: yaw!, elbow: [0.15 * Math.abs(yaw!), 0, 0] };
  };
}

function typing(random: Random): Movement {
  const hertz = random.between(3, 5);
  const drift = random.between(0.2, 0.5);
  return (t) => ({
    pitch: degrees(2) * Math.max(0, Math.sin(2 * Math.PI * hertz * t)) ** 3,
    yaw: degrees(6) * Math.sin(2 * Math.PI * drift * t),
    roll: degrees(-10),
  });
}

function drinking(random: Random, length: number): Movement {
  const lift = degrees(random.between(50, 75));
  const tip = degrees(random.between(30, 60));
  const hold = length - 3;
  return (t) => {
    const up = thereAndBack(t, 1.2, Math.max(0.2, hold));
    const sip = thereAndBack(t - 1.2, 0.6, Math.max(0.1, hold - 1.4));
    return { pitch: lift * up, roll: degrees(-60) * up + tip * sip, elbow: [0, 0, 0.12 * up] };
  };
}

function walking(random: Random): Movement {
  const steps = random.between(1.6, 2.1); // a second
  const swing = degrees(random.between(12, 28));
  const bounce = random.between(0.015, 0.03); // m
  return (t) => ({
    pitch: degrees(-55) + swing * Math.sin(Math.PI * steps * t),
    roll: degrees(30) + degrees(6) * Math.sin(Math.PI * steps * t + 1),
    elbow: [0.05 * Math.sin(Math.PI * steps * t), 0, bounce * Math.sin(2 * Math.PI * steps * t)],
  });
}

function scratching(random: Random): Movement {
  const hertz = random.between(2.5, 4);
  const up = degrees(random.between(40, 80));
  return (t) => ({
    pitch: up * smooth(t / 1),
    yaw: degrees(4) * Math.sin(2 * Math.PI * hertz * t) * smooth((t - 1) / 0.3),
    roll: degrees(-40) * smooth(t / 1),
  });
}

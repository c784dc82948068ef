import { useState } from "react";
import { playPcm } from "./play.ts";

interface Sound {
  readonly rateHz: number;
  readonly pcmBase64: string;
}

/** Plays one sound at a time. @returns whether one is playing, and what plays the answer of a call. */
export function usePlayer(): [playing: boolean, play: (asked: Promise<Sound | undefined>) => Promise<void>] {
  const [playing, setPlaying] = useState(false);
  const play = async (asked: Promise<Sound | undefined>): Promise<void> => {
    setPlaying(true);
    try {
      const sound = await asked;
      if (sound !== undefined) await playPcm(sound.pcmBase64, sound.rateHz);
    } finally {
      setPlaying(false);
    }
  };
  return [playing, play];
}

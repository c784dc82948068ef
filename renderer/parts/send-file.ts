/** A file on its way to main, piece by piece, for a page can name no path. */
import type { SoakSaid } from "../../main/contract/soak-values.ts";
import type { Asking } from "../client/client-context.tsx";

/** In base 64 it stays below the contract's longest text. */
const PART_BYTES = 60_000;

/**
 * @param onShare told how much of it is there, 0..1.
 * @returns false when main refused; then the asking has its fault.
 */
export async function sendSoundFile(
  ask: Asking["ask"],
  personId: string,
  said: SoakSaid,
  file: File,
  onShare: (share: number) => void,
): Promise<boolean> {
  const name = file.name.slice(-300);
  if ((await ask("soak.file", { personId, said, name, bytes: file.size })) === undefined) return false;
  if (!(await sendBytes(file, onShare, (base64) => ask("soak.fileBytes", { base64 })))) return false;
  return (await ask("soak.fileEnd", {})) !== undefined;
}

/** The same for a backup; bringing it back is asked for apart. */
export async function sendBackupFile(
  ask: Asking["ask"],
  file: File,
  onShare: (share: number) => void,
): Promise<boolean> {
  const name = file.name.slice(-300);
  if ((await ask("backup.file", { name, bytes: file.size })) === undefined) return false;
  return sendBytes(file, onShare, (base64) => ask("backup.fileBytes", { base64 }));
}

async function sendBytes(
  file: File,
  onShare: (share: number) => void,
  send: (base64: string) => Promise<object | undefined>,
): Promise<boolean> {
  for (let at = 0; at < file.size; at += PART_BYTES) {
    onShare(at / file.size);
    const bytes = new Uint8Array(await file.slice(at, at + PART_BYTES).arrayBuffer());
    const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    if ((await send(base64)) === undefined) return false;
  }
  return true;
}

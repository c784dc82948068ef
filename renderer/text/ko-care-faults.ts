/** Korean words for faults of looking after somebody: the PIN and backups. */
import type { enCareFaults } from "./en-care-faults.ts";
import type { FaultWords } from "./en-faults.ts";

export const koCareFaults: Readonly<Record<keyof typeof enCareFaults, FaultWords>> = {
  "person-locked": {
    problem: "잠겨 있는 사람입니다.",
    remedy: "PIN을 넣은 다음 다시 하세요.",
  },
  "pin-wrong": {
    problem: "PIN이 다릅니다.",
    remedy: "다시 해 보세요.",
  },
  "pin-wait": {
    problem: "PIN이 여러 번 틀렸습니다.",
    remedy: "잠시 기다렸다가 다시 해 보세요.",
  },
  "backup-runs": {
    problem: "이미 백업하거나 되돌리거나 복사하고 있습니다.",
    remedy: "끝날 때까지 기다리거나 멈추세요.",
  },
  "backup-gone": {
    problem: "이 파일이나 드라이브가 이제 없습니다.",
    remedy: "드라이브를 꽂거나 다른 것을 고르세요.",
  },
  "backup-foreign": {
    problem: "Beckon이 만든 백업이 아닙니다.",
    remedy: "이름이 .beckon으로 끝나는 파일을 고르세요.",
  },
  "backup-newer": {
    problem: "더 새로운 Beckon이 만든 백업입니다.",
    remedy: "그 버전을 설치한 다음 되돌리세요.",
  },
  "backup-passphrase": {
    problem: "암호가 다릅니다.",
    remedy: "다시 넣어 보세요. 큰 글자와 작은 글자를 구별합니다.",
  },
  "backup-damaged": {
    problem: "백업이 손상되었거나 일부가 없습니다. 더해진 것은 없습니다.",
    remedy: "다시 복사하거나 다른 것을 고르세요.",
  },
  "backup-changed": {
    problem: "그사이에 녹음이 바뀌었습니다.",
    remedy: "녹음하지 않을 때 다시 하세요.",
  },
  "backup-unwritten": {
    problem: "파일을 쓰거나 읽을 수 없습니다.",
    remedy: "드라이브가 꽂혀 있고 잠기지 않았는지 보고 다시 해 보세요.",
  },
};

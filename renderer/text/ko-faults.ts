/** Korean words for faults by their code. */
import type { enFaults } from "./en-faults.ts";
import { koCareFaults } from "./ko-care-faults.ts";

export const koFaults: typeof enFaults = {
  unexpected: {
    problem: "예상하지 못한 문제가 생겼습니다.",
    remedy: "다시 해 보세요. 저장한 것은 안전합니다.",
  },
  "connection-lost": {
    problem: "Beckon과 연결이 끊겼습니다.",
    remedy: "Beckon을 다시 시작하면 이 화면이 저절로 연결됩니다.",
  },
  "no-settings-page": {
    problem: "이 컴퓨터의 소리 설정이 어디에 있는지 Beckon이 알지 못합니다.",
    remedy: "직접 열거나 도와주는 분에게 부탁하세요.",
  },
  "microphone-lost": {
    problem: "마이크가 없어졌습니다. 눌린 것은 모두 놓았습니다.",
    remedy: "다시 꽂거나 다른 마이크를 고르세요.",
  },
  "vault-in-use": { problem: "다른 Beckon이 녹음을 쓰고 있습니다.", remedy: "다른 Beckon을 먼저 닫으세요." },
  "vault-damaged": {
    problem: "녹음을 읽을 수 없습니다.",
    remedy: "백업에서 Beckon 폴더를 되돌리세요. 바뀐 것은 없습니다.",
  },
  "vault-unwritten": {
    problem: "저장할 수 없습니다.",
    remedy: "Beckon 폴더에 쓸 수 있는지 보고 다시 해 보세요.",
  },
  "vault-key-missing": { problem: "녹음을 여는 키가 없습니다.", remedy: "백업에서 되돌리세요." },
  "held-motion": { problem: "움직임은 이어서 누를 수 없습니다.", remedy: "길게 나는 소리를 고르세요." },
  "key-ring-keeps": {
    problem: "이 컴퓨터의 열쇠고리가 키를 내주지 않아, 암호로는 보호할 수 없습니다.",
    remedy: "열쇠고리의 잠금을 풀고 다시 해 보세요.",
  },
  "vault-key-broken": { problem: "녹음을 여는 키가 손상되었습니다.", remedy: "백업에서 되돌리세요." },
  "vault-newer": {
    problem: "더 새로운 Beckon으로 만든 녹음입니다.",
    remedy: "그 버전을 다시 설치하세요. 바뀐 것은 없습니다.",
  },
  "passphrase-wrong": {
    problem: "암호가 다릅니다.",
    remedy: "정할 때와 똑같이 쓰세요. 대문자와 소문자를 구별합니다.",
  },
  "recordings-locked": {
    problem: "녹음을 열 수 없습니다.",
    remedy:
      "‘돌보기’의 ‘모두 괜찮나요?’에서 암호를 넣으세요. 암호를 정하지 않았다면 컴퓨터의 키 저장소(키링) 잠금을 풀고 Beckon을 다시 시작하세요.",
  },
  "label-taken": { problem: "같은 이름의 명령이 이미 있습니다.", remedy: "다른 이름을 고르세요." },
  "label-reserved": { problem: "쓸 수 없는 이름입니다.", remedy: "다른 이름을 고르세요." },
  "commands-many": {
    problem: "Beckon이 구별할 수 있는 만큼 명령이 다 찼습니다.",
    remedy: "쓰지 않는 것을 지우세요.",
  },
  "modes-many": {
    problem: "헤매지 않고 쓸 수 있는 만큼 동작 목록이 다 찼습니다.",
    remedy: "쓰지 않는 것을 지우세요.",
  },
  "mode-unknown": { problem: "이 동작 목록은 이제 없습니다.", remedy: "다른 목록을 고르세요." },
  "take-unknown": { problem: "이 녹음은 이제 없습니다.", remedy: "다시 녹음하세요." },
  "moment-gone": { problem: "이 순간의 소리는 이제 없습니다.", remedy: "대신 새로 녹음하세요." },
  "model-worse": {
    problem: "남겨 둔 소리 가운데 일부를 쓰던 것보다 못 듣습니다.",
    remedy: "쓰던 것을 그대로 쓰거나, 그래도 쓰겠다고 알려 주세요.",
  },
  "model-unknown": { problem: "이것은 이제 없습니다.", remedy: "다른 것을 고르세요." },
  "no-model": { problem: "아직 모델이 없습니다.", remedy: "먼저 학습하세요." },
  "no-takes": { problem: "녹음한 것이 아직 없습니다.", remedy: "먼저 녹음하세요." },
  "no-actions": {
    problem: "아직 아무 일도 하지 않는 명령뿐입니다.",
    remedy: "한 명령이라도 할 일을 골라 주세요.",
  },
  "training-runs": { problem: "이미 배우고 있습니다.", remedy: "끝날 때까지 기다리거나 멈추세요." },
  "transfer-runs": { problem: "이미 모델을 보내고 있습니다.", remedy: "끝날 때까지 기다리세요." },
  "soak-runs": { problem: "이미 일상을 듣고 있습니다.", remedy: "먼저 그것을 멈추세요." },
  "soak-heard": {
    problem: "전에 들은 것입니다. 두 번 세지 않습니다.",
    remedy: "다른 파일을 고르거나 일상 소리를 더 녹음하세요.",
  },
  "soak-sound-only": {
    problem: "이 모델은 움직임을 느낍니다. 소리 파일에는 움직임이 없습니다.",
    remedy: "기기를 차고 일상을 느끼게 하세요.",
  },
  "everyday-kind": {
    problem: "고른 방법과 맞지 않는 녹음입니다.",
    remedy: "무엇을 가장 잘하는지 다시 고르세요.",
  },
  "take-no-sound": {
    problem: "이 녹음은 움직임입니다. 들을 소리가 없습니다.",
    remedy: "그림을 보세요.",
  },
  "board-unknown": {
    problem: "지금 Beckon이 모르는 보드입니다.",
    remedy: "더 새로운 Beckon을 쓰세요.",
  },
  "no-sensor": {
    problem: "이 컴퓨터에는 움직임 센서가 없습니다.",
    remedy: "센서가 있는 기기를 고르세요.",
  },
  "device-no-wear": {
    problem: "이 기기에는 어떻게 찼는지 알려 줄 수 없습니다.",
    remedy: "기기에 가장 새로운 Beckon 펌웨어를 넣거나, 움직임을 녹음할 때처럼 차세요.",
  },
  "no-movements": { problem: "녹음한 움직임이 아직 없습니다.", remedy: "먼저 움직임을 녹음하세요." },
  "device-no-stream": {
    problem: "이 기기는 센서가 느낀 움직임을 보내지 않습니다.",
    remedy: "기기에 가장 새로운 Beckon 펌웨어를 넣거나 다른 기기를 고르세요.",
  },
  "soak-file-broken": { problem: "파일이 다 오지 않았습니다.", remedy: "다시 고르세요." },
  "sound-unknown": {
    problem: "Beckon이 아는 소리 파일이 아닙니다.",
    remedy: "WAV, FLAC, Opus 파일을 고르세요.",
  },
  "sound-empty": { problem: "파일에 소리가 없습니다.", remedy: "다른 파일을 고르세요." },
  "sound-silent": { problem: "파일에 조용함만 있습니다.", remedy: "다른 파일을 고르세요." },
  "wav-truncated": { problem: "파일 일부가 없습니다.", remedy: "다시 복사하거나 다른 파일을 고르세요." },
  "wav-coding": {
    problem: "이런 WAV 파일은 알지 못합니다.",
    remedy: "보통 16비트 WAV나 FLAC으로 저장하세요.",
  },
  "flac-damaged": { problem: "파일이 손상되었습니다.", remedy: "다시 복사하거나 다른 파일을 고르세요." },
  "opus-damaged": { problem: "파일이 손상되었습니다.", remedy: "다시 복사하거나 다른 파일을 고르세요." },
  "soak-event-unknown": { problem: "이 순간은 이제 남아 있지 않습니다.", remedy: "다른 것을 고르세요." },
  "over-limit": {
    problem: "명령이 일상에서 너무 자주 잘못 움직여서 아무것도 할 수 없습니다.",
    remedy: "검증하는 곳에서 더 확실하게 하거나 다른 말을 고르세요.",
  },
  "not-proved": {
    problem: "명령이 아직 검증되지 않았습니다.",
    remedy: "알고 있다고 표시하거나, 먼저 일상을 더 들어 보세요.",
  },
  "verify-differs": {
    problem: "기기의 판단이 달랐습니다.",
    remedy: "모델을 다시 보내세요. 그래도 그러면 이 기기를 쓰지 마세요.",
  },
  "wearable-lost": {
    problem: "기기가 없어졌습니다. 눌린 것은 모두 놓았습니다.",
    remedy: "다시 꽂은 다음 다시 켜세요.",
  },
  contract: { problem: "이 화면과 Beckon이 서로 알아듣지 못합니다.", remedy: "이 화면을 새로 고치세요." },
  "disk-full": {
    problem: "저장할 공간이 없습니다.",
    remedy: "공간을 비우고 다시 해 보세요. 저장한 것은 그대로 있습니다.",
  },
  "person-unknown": { problem: "이 사람은 이제 없습니다.", remedy: "사람들로 돌아가서 다시 고르세요." },
  "recording-unknown": { problem: "이 녹음은 이제 없습니다.", remedy: "다른 것을 고르세요." },
  "command-unknown": { problem: "이 명령은 이제 없습니다.", remedy: "다른 명령을 고르세요." },
  "no-commands": { problem: "녹음한 명령이 아직 없습니다.", remedy: "먼저 녹음하세요." },
  "takes-missing": { problem: "녹음이 모자란 명령이 있습니다.", remedy: "더 녹음하고 다시 해 보세요." },
  "take-short": { problem: "배우기에 너무 짧은 녹음이 있습니다.", remedy: "다시 녹음하세요." },
  "take-empty": { problem: "아무 소리도 없는 녹음이 있습니다.", remedy: "다시 녹음하세요." },
  "not-verified": {
    problem: "이 모델은 아직 기기에서 비교하지 않았습니다.",
    remedy: "먼저 기기에 보내세요.",
  },
  "port-vanished": { problem: "기기가 빠졌습니다.", remedy: "다시 꽂고 다시 해 보세요." },
  "port-busy": {
    problem: "다른 프로그램이 기기를 쓰고 있습니다.",
    remedy: "그 프로그램을 닫고 다시 해 보세요.",
  },
  "port-permission": {
    problem: "기기를 쓸 권한이 없습니다.",
    remedy:
      "관리자가 한 번만 허락하면 됩니다. Beckon 기기에만 쓰입니다. 그때까지는 이 컴퓨터가 대신 들을 수 있습니다.",
  },
  "port-taken-by-braille": {
    problem: "점자 디스플레이 서비스가 이 기기를 점자 디스플레이로 여겨 가져갔습니다.",
    remedy: "관리자가 이 기기 하나만 따로 두게 한 다음, 다시 꽂으세요. 점자 서비스는 그대로 있습니다.",
  },
  "port-cable": {
    problem: "기기의 케이블이나 꽂는 곳이 잘 되지 않습니다.",
    remedy: "다른 케이블로, 그다음 다른 곳에 꽂아 보세요.",
  },
  "port-absent": { problem: "기기가 꽂혀 있지 않습니다.", remedy: "꽂거나 다른 기기를 고르세요." },
  "port-no-serial": { problem: "이것은 기기가 아닙니다.", remedy: "다른 기기를 고르세요." },
  "port-failed": { problem: "기기가 열리지 않습니다.", remedy: "뺐다가 다시 꽂고 다시 해 보세요." },
  "rule-refused": {
    problem: "허락되지 않았습니다. 바뀐 것은 없습니다.",
    remedy: "관리자 암호로 다시 해 보거나 이 컴퓨터를 관리하는 사람에게 부탁하세요.",
  },
  "rule-nobody": {
    problem: "이 컴퓨터는 관리자 암호를 물을 수 없습니다.",
    remedy: "이 컴퓨터를 관리하는 사람에게 “beckon doctor”를 실행해 달라고 하세요. 할 일을 알려 줍니다.",
  },
  "device-away": {
    problem: "기기가 지금 없습니다.",
    remedy: "케이블과 전원을 보세요. Beckon이 저절로 다시 찾습니다.",
  },
  "device-gone": { problem: "기기가 없어졌습니다.", remedy: "다시 꽂고 다시 해 보세요." },
  "device-unknown": { problem: "Beckon이 모르는 기기입니다.", remedy: "다른 기기를 고르세요." },
  "hid-later": { problem: "이런 기기는 나중에 쓸 수 있습니다.", remedy: "다른 기기를 고르세요." },
  "device-silent": { problem: "기기가 대답하지 않습니다.", remedy: "뺐다가 다시 꽂고 다시 해 보세요." },
  "device-closed": { problem: "기기가 없어졌습니다.", remedy: "다시 꽂고 다시 해 보세요." },
  "device-restarted": { problem: "기기가 새로 켜졌습니다.", remedy: "다시 해 보세요." },
  "device-protocol": { problem: "기기의 버전이 다릅니다.", remedy: "기기에 새 Beckon 펌웨어를 넣으세요." },
  "device-armed": { problem: "기기가 지금 움직이고 있습니다.", remedy: "먼저 Beckon을 끄세요." },
  "device-busy": { problem: "기기가 바쁩니다.", remedy: "잠시 기다렸다가 다시 해 보세요." },
  "device-transfer-lost": {
    problem: "보내다가 끊겼습니다.",
    remedy: "다시 보내세요. 예전 모델은 그대로 있습니다.",
  },
  "device-no-image": { problem: "기기에 모델이 없습니다.", remedy: "먼저 기기에 보내세요." },
  "device-other-model": { problem: "기기에 다른 모델이 있습니다.", remedy: "이 모델을 기기에 보내세요." },
  "device-other-backbone": {
    problem: "기기에 이 모델에 필요한 부분이 없습니다. 예전 모델은 그대로 있습니다.",
    remedy: "케이블을 연결해 기기에 Beckon을 다시 넣으세요. 다음부터는 보내기만 하면 됩니다.",
  },
  "device-refused": { problem: "기기가 거절했습니다.", remedy: "다시 해 보세요." },
  "device-flash": {
    problem: "기기가 모델을 저장하지 못했습니다.",
    remedy: "다시 해 보세요. 예전 모델은 그대로 있습니다.",
  },
  "device-sensors": { problem: "기기에 필요한 센서가 없습니다.", remedy: "다른 기기를 고르세요." },
  "push-not-taken": {
    problem: "기기가 모델을 받지 않았습니다. 예전 모델은 그대로 있습니다.",
    remedy: "다시 보내세요.",
  },
  "replay-damaged": { problem: "비교하다가 방해를 받았습니다.", remedy: "다시 보내세요." },
  "nothing-to-verify": { problem: "비교할 녹음이 없습니다.", remedy: "먼저 녹음하세요." },
  "wrong-signal": { problem: "녹음과 모델의 종류가 다릅니다.", remedy: "다시 학습한 다음 보내세요." },
  "work-memory": {
    problem: "메모리가 모자랐습니다.",
    remedy: "다른 프로그램을 닫고 다시 해 보세요. 녹음은 그대로 있습니다.",
  },
  "work-ended": {
    problem: "하던 일이 저절로 끝났습니다.",
    remedy: "다시 해 보세요. 녹음은 그대로 있습니다.",
  },
  "image-unbuildable": {
    problem: "이 녹음으로는 모델을 만들 수 없습니다.",
    remedy: "명령을 줄이거나 다시 녹음하세요.",
  },
  "network-invalid": {
    problem: "이 녹음으로는 모델을 만들 수 없습니다.",
    remedy: "더 녹음한 다음 다시 학습하세요.",
  },
  "backbone-scores": {
    problem: "이 녹음으로는 모델을 만들 수 없습니다.",
    remedy: "더 녹음한 다음 다시 학습하세요.",
  },
  "tfjs-backend": {
    problem: "학습에 필요한 Beckon의 한 부분이 여기서 돌아가지 않습니다.",
    remedy: "Beckon을 다시 설치하세요. 녹음은 그대로 있습니다.",
  },
  "mixed-signals": {
    problem: "소리와 움직임은 함께 배울 수 없습니다.",
    remedy: "한쪽 녹음을 지우세요.",
  },
  "unknown-command": { problem: "이 명령은 이제 없습니다.", remedy: "다른 명령을 고르세요." },
  "actor-twice": {
    problem: "다른 Beckon이 이미 키를 누르고 있습니다.",
    remedy: "다른 Beckon을 먼저 닫으세요.",
  },
  "keyboard-in-use": {
    problem: "키보드의 키가 눌려 있어서 아무것도 누르지 않았습니다.",
    remedy: "키보드에서 손을 떼고 다시 말하세요.",
  },
  "pointer-outside": { problem: "화면에 없는 곳입니다.", remedy: "다른 할 일을 고르세요." },
  "text-no-spare-key": {
    problem: "이 키보드에는 다른 글자를 그렇게 많이 둘 자리가 없습니다.",
    remedy: "더 짧은 글을 고르세요.",
  },
  "display-missing": { problem: "움직일 화면이 없습니다.", remedy: "데스크톱 안에서 Beckon을 시작하세요." },
  "x11-library-missing": {
    problem: "키를 누르는 데 필요한 시스템의 한 부분이 없습니다.",
    remedy: "이 컴퓨터를 관리하는 사람에게 “beckon doctor”를 실행해 달라고 하세요.",
  },
  "xkb-missing": {
    problem: "글을 입력하는 데 필요한 시스템의 한 부분이 없습니다.",
    remedy: "이 컴퓨터를 관리하는 사람에게 “beckon doctor”를 실행해 달라고 하세요.",
  },
  "journal-unwritten": {
    problem: "한 일을 적을 수 없습니다.",
    remedy: "Beckon 폴더에 쓸 수 있는지, 공간이 있는지 보고 다시 해 보세요.",
  },
  "profile-wrong": { problem: "할 일을 읽을 수 없습니다.", remedy: "다시 골라 주세요." },
  "profile-too-long": { problem: "할 일이 너무 많습니다.", remedy: "더 적게 골라 주세요." },
  "push-damaged": { problem: "모델이 손상되어 도착했습니다.", remedy: "다시 보내세요." },
  "image-board": {
    problem: "모델이 이 기기에 맞지 않습니다.",
    remedy: "명령을 줄이거나 더 짧게 녹음하거나, 다른 기기를 고르세요.",
  },
  "image-too-large": {
    problem: "이 기기에 넣기에는 모델이 너무 큽니다.",
    remedy: "명령을 줄이거나 다른 기기를 고르세요.",
  },
  "image-needs-memory": {
    problem: "이 기기에는 메모리가 모자랍니다.",
    remedy: "명령을 줄이거나 다른 기기를 고르세요.",
  },
  "image-wrong-signal": {
    problem: "이 모델에 필요한 마이크가 기기에 없습니다.",
    remedy: "다른 기기를 고르세요.",
  },
  "image-backbone": {
    problem: "이 모델에 필요한 부분이 이 Beckon에 없습니다.",
    remedy: "다시 학습하거나 Beckon을 업데이트하세요.",
  },
  "image-refused": { problem: "기기가 모델을 받지 않았습니다.", remedy: "다시 학습해서 보내세요." },
  "display-unreachable": {
    problem: "화면에 닿을 수 없습니다.",
    remedy: "데스크톱 안에서 Beckon을 시작하세요.",
  },
  "xtest-missing": {
    problem: "이 화면은 프로그램이 누르는 키를 받지 않습니다.",
    remedy: "이 컴퓨터를 관리하는 사람에게 물어보세요.",
  },
  "actor-ended": {
    problem: "키를 누르는 부분이 꺼졌습니다. 눌린 것은 모두 놓았습니다.",
    remedy: "다시 켜세요.",
  },
  ...koCareFaults,
  "key-not-there": { problem: "이 자판에는 그 키가 없습니다.", remedy: "다른 동작을 고르세요." },
};

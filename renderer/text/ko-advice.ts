/** Korean words of the advice on commands: what is told, and what can be done about it. */
import type { enAdvice } from "./en-advice.ts";
import { quoted } from "./particles.ts";

export const koAdvice: typeof enAdvice = {
  title: "Beckon이 알아챈 것",
  lead: "도움말일 뿐입니다. 모두 그대로 두어도 됩니다.",
  alike: (a, b) => `${quoted(a, "과")} ${quoted(b, "이")} 비슷하게 들립니다`,
  alikeWhy: (nearer, of) =>
    nearer === 0
      ? "두 명령의 녹음이 자기 녹음끼리만큼이나 서로 가깝습니다. Beckon이 하나를 다른 것으로 잘못 들을 수 있습니다."
      : `녹음 ${of}개 가운데 ${nearer}개가 다른 명령에 더 가깝습니다. Beckon이 하나를 다른 것으로 잘못 들을 수 있습니다.`,
  unsteady: (label) => `${quoted(label, "이")} 할 때마다 다르게 들립니다`,
  unsteadyWhy: (times) => `녹음들이 다른 명령보다 ${times}배 더 서로 다릅니다. Beckon이 못 들을 수 있습니다.`,
  badTake: (label) => `${quoted(label)} 녹음 하나가 잘못된 것 같습니다`,
  badWhy: {
    empty: "두드러진 소리가 없습니다.",
    tooQuiet: "아주 작습니다.",
    clipped: "너무 커서 윗부분이 잘렸습니다.",
    cutOff: "앞이나 뒤가 잘린 것 같습니다.",
    noisy: "주위가 많이 시끄럽습니다.",
    tooLong: "명령이라기에는 너무 깁니다.",
    click: "버튼 소리 같은 딸깍 소리가 들어 있습니다.",
    unlike: "다른 녹음과 다릅니다.",
    otherWord: "다른 명령처럼 들립니다.",
  },
  otherWord: (other) => `${quoted(other)}처럼 들립니다.`,
  recording: (takes, of) => `녹음 ${of}개 가운데 ${takes}개에 같은 문제가 있습니다`,
  recordingWhy: {
    empty: "두드러진 소리가 없습니다. 마이크를 살펴보세요.",
    tooQuiet: "아주 작습니다. 마이크에 더 가까이 오거나 마이크 소리를 키우세요.",
    clipped: "너무 커서 윗부분이 잘렸습니다. 조금 물러나거나 마이크 소리를 줄이세요.",
    cutOff: "앞이나 뒤가 잘렸습니다. 앞뒤로 잠깐 쉬어 주세요.",
    noisy: "주위가 많이 시끄럽습니다. 더 조용한 곳에서 해 보세요.",
    tooLong: "너무 깁니다. 명령이 끝나면 멈추세요.",
    click: "버튼 소리 같은 딸깍 소리가 들어 있습니다. 누른 다음 잠깐 기다려 주세요.",
    unlike: "다른 녹음과 다릅니다.",
    otherWord: "다른 명령처럼 들립니다.",
  },
  likeTalk: (label) => `평소 말소리가 ${quoted(label)}처럼 들립니다`,
  likeTalkWhy: (pieces, minutes) =>
    `평소 말소리 ${minutes}분 가운데 ${pieces}곳이 녹음한 명령만큼 가까웠습니다. 아무도 시키지 않았는데 움직일 수 있습니다. 더 길거나 드문 말이 안전합니다.`,
  play: (label) => `${quoted(label)} 듣기`,
  playTake: (number) => `${number}번째 녹음 듣기`,
  playTalk: (number) => `말소리 ${number} 듣기`,
  merge: "한 명령으로 합치기",
  mergeTitle: "한 명령으로 합칠까요?",
  mergeText: (a, b) =>
    `그러면 ${quoted(a, "과")} ${quoted(b)}의 녹음이 모두 한 명령이 되고, 어느 말을 해도 움직입니다. 이름은 무엇으로 할까요? 다른 이름과 그 동작은 없어집니다.`,
  mergeAs: (label) => `이름을 ${quoted(label, "으로")}`,
  replace: (label) => `${quoted(label)} 바꾸기`,
  replaceTitle: (label) => `${quoted(label)} 바꾸기`,
  replaceText: (takes) =>
    `녹음 ${takes}개를 지우고 새로 녹음합니다. 같은 말을 그대로 쓰거나 다른 말을 적으세요.`,
  word: "말이나 소리",
  replaceYes: "지우고 다시 녹음",
  removeTake: "이 녹음 지우기",
  keep: "그대로 두기",
  kept: (title) => `그대로 두었습니다: ${title}.`,
  merged: (label) => `이제 둘 다 ${quoted(label)}입니다.`,
  takeRemoved: "녹음을 지웠습니다.",
  showKept: (count) => `그대로 둔 것 보기 (${count})`,
  hideKept: "그대로 둔 것 감추기",
  again: "다시 알려 주기",
};

/** Korean words of listening to daily life before commands may do more than what is harmless. */
import type { enSoak } from "./en-soak.ts";
import { quoted } from "./particles.ts";

export const koSoak: typeof enSoak = {
  title: "일상에서 검증하기",
  lead: (who) =>
    who.carer
      ? `Beckon이 ${who.name} 님의 평소 시간을 듣기만 하고 아무것도 하지 않습니다. 잘못 움직였을 일을 여기에서 셉니다.`
      : "Beckon이 평소 시간을 듣기만 하고 아무것도 하지 않습니다. 잘못 움직였을 일을 여기에서 셉니다.",
  whatNow: "지금 무엇을 하고 있나요?",
  said: { talk: "대화나 전화", television: "텔레비전이나 라디오", other: "그 밖의 일" },
  start: "마이크로 듣기",
  startHint:
    "다른 일을 하는 동안에도 멈출 때까지 계속합니다. Beckon을 닫았다가 다시 시작하면 이어서 듣습니다.",
  kept: "일상 녹음 듣기",
  file: "소리 파일 고르기",
  fileHint:
    "휴대 전화로 녹음한 것처럼 WAV, FLAC, Opus 파일이면 됩니다. 멈춘 파일을 다시 고르면 그곳부터 이어집니다.",
  sending: "파일을 가져오는 중",
  stop: "그만 듣기",
  states: {
    off: "듣지 않음",
    listening: "듣고 있습니다. 아무것도 하지 않습니다.",
    waiting: "마이크에서 소리가 오기를 기다리는 중",
    held: "녹음하거나 명령을 쓰는 동안 쉬고 있음",
    reading: "녹음을 듣는 중",
    elsewhere: "지금은 다른 사람의 일상을 듣고 있습니다.",
  },
  soFar: (length) => `지금까지 ${length}`,
  progress: "들은 만큼",
  hoursTitle: "지금까지 들은 시간",
  kinds: { quiet: "조용함", talk: "대화", television: "텔레비전", other: "다른 소리" },
  quietHint: "조용할 때는 아무 일도 생기지 않으므로 검증에서 뺍니다. 조용한지는 Beckon이 스스로 알아냅니다.",
  counted: (length) => `들을 것이 있던 시간: ${length}`,
  otherMicrophone: "이 컴퓨터의 마이크로 센 것입니다. 자기 마이크가 있는 기기에는 검증이 되지 않습니다.",
  commandsTitle: "명령마다",
  standings: { proved: "검증됨", unproved: "아직 검증되지 않음", over: "한도를 넘음" },
  seen: (times, length) =>
    times === 0
      ? `${length} 동안 잘못 움직인 적이 없습니다.`
      : `${length} 동안 ${times}번 잘못 움직였습니다.`,
  most: (rate, limit) => `많아야 한 시간에 ${rate}번이고, 한도는 ${limit}번입니다.`,
  overWhy: "한도를 넘어서 움직이지 않습니다.",
  nothingYet: (limit) => `아직 들은 것이 없습니다. 한도는 한 시간에 ${limit}번입니다.`,
  byKind: (kind, times) => `${kind}: ${times}번`,
  picture: (rate, most, limit) => `한 시간에 ${rate}번, 많아야 ${most}번, 한도 ${limit}번.`,
  marks: { seen: "본 것", most: "많아야", limit: "한도" },
  sure: "얼마나 확실해야 하는지",
  sureOf: (label) => `${quoted(label, "이")} 얼마나 확실해야 하는지`,
  step: (number) => `10 가운데 ${number}`,
  learned: "배운 그대로",
  less: (label) => `${quoted(label)}: 덜 확실해도 됨`,
  more: (label) => `${quoted(label)}: 더 확실해야 함`,
  wouldBe: (times) =>
    times === 0
      ? "그랬다면 잘못 움직인 적이 없었을 것입니다."
      : `그랬다면 ${times}번 잘못 움직였을 것입니다.`,
  use: "이대로 쓰기",
  used: (label) => `${quoted(label, "을")} 바꾸었습니다.`,
  atMost: "‘많아야’는 100번 가운데 95번 맞습니다. 그 수까지 한도 아래에 있으면 검증된 것입니다.",
  trade: "더 확실해야 하면 잘못 움직이는 일이 줄지만, 놓치는 일은 늘어납니다.",
  advice: {
    none: "고른 동작을 모두 해도 됩니다.",
    listen: (length) => `${length} 더 잘못 움직이지 않으면 검증됩니다.`,
    surer: (number) => `더 확실하게, 10 가운데 ${number}. 그러면 검증됩니다.`,
    surerThen: (number, length) =>
      `더 확실하게, 10 가운데 ${number}. 그다음 ${length} 더 잘못 움직이지 않으면 검증됩니다.`,
    otherWord: "아무리 확실하게 해도 모자랍니다. 더 길거나 드문 말을 고르세요.",
  },
  makeSurer: (number) => `10 가운데 ${number} 쓰기`,
  chooseWord: "다른 말 고르기",
  again: "기기에는 아직 이 변경이 없습니다.",
  putOn: "기기에 넣기",
  day: {
    title: "하루 중 잘못 움직였을 때",
    hour: (hour: string, count: number) => `${hour} ${count}번`,
    picture: (hours: string) => `시간대별 잘못 움직인 횟수. ${hours}.`,
  },
  eventsTitle: "움직였을 일",
  eventsHint: "하나씩 듣고 일부러 한 것인지 알려 주세요. 일부러 한 것은 잘못으로 세지 않습니다.",
  eventsNone: "아직 없습니다.",
  play: (label) => `듣기: ${label}`,
  noSound: "남겨 둔 소리 없음",
  fromFile: "파일에서",
  me: "내가 한 것",
  notMe: "내가 한 것이 아님",
  marked: { me: "일부러 한 것, 세지 않음", notMe: "잘못", none: "알려 주기 전에는 잘못으로 셉니다" },
  all: (count) => `${count}개 모두 보기`,
  newest: (count, shown) => `${count}개 가운데 최근 ${shown}개입니다.`,
};

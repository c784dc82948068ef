/** 명령이 움직임일 때 다르게 하는 말. */
import type { enMotion } from "./en-motion.ts";
import { quoted } from "./particles.ts";

export const koMotion: typeof enMotion = {
  ability: {
    hand: "손 움직이기",
    handHint: "들기, 돌리기, 흔들기처럼 편하게 할 수 있는 움직임입니다.",
    head: "고개 움직이기",
    headHint: "끄덕이기, 기울이기, 돌리기처럼 작은 움직임이면 됩니다.",
    needs: "마이크로비트처럼 움직임 센서가 있는 기기가 필요합니다. 먼저 기기를 꽂으세요.",
  },
  wearable: {
    title: "무엇으로 움직임을 느낄까요?",
    lead: "기기는 움직임 센서가 달린 작은 보드이며, 움직이는 곳에 찹니다. 이 컴퓨터에는 센서가 없습니다.",
    noSensor: "움직임 센서가 없습니다.",
  },
  words: {
    title: (who) => (who.carer ? `${who.name} 님은 어떻게 움직일까요?` : "어떻게 움직일까요?"),
    lead: "처음에는 두 개에서 네 개가 좋습니다. 서로 다르게 느껴지는 것을 고르세요.",
    hand: ["들기", "돌리기", "흔들기", "두드리기", "밀기"],
    head: ["끄덕이기", "가로젓기", "왼쪽 기울이기", "오른쪽 기울이기", "턱 들기"],
    ownHint: "움직임의 이름",
  },
  record: {
    lead: (who) =>
      who.carer
        ? `${who.name} 님이 준비되면 앞뒤로 잠깐 쉬고 움직입니다. 시작과 끝은 Beckon이 알아서 찾습니다.`
        : "준비되면 앞뒤로 잠깐 쉬고 움직이세요. 시작과 끝은 Beckon이 알아서 찾습니다.",
    choose: "움직임 바꾸기",
    phases: { listening: "움직임을 기다립니다 …", hearing: "움직이고 있습니다" },
    verdicts: {
      empty: "거의 움직이지 않았습니다. 계속 기다립니다.",
      tooQuiet: "움직임이 너무 작습니다. 조금 더 크게 움직여 주세요. 계속 기다립니다.",
      clipped: "센서가 잴 수 있는 것보다 셉니다. 더 부드럽게 움직여 주세요. 계속 기다립니다.",
      cutOff: "앞이나 뒤가 잘렸습니다. 앞뒤로 잠깐 쉬어 주세요. 계속 기다립니다.",
      noisy: "앞뒤로 쉬는 때가 없었습니다. 잠깐 쉬고 움직여 주세요. 계속 기다립니다.",
      tooLong: "너무 깁니다. 더 짧게 해 주세요. 계속 기다립니다.",
      unlike: "다른 녹음과 달라서 뺐습니다. 계속 기다립니다.",
    },
    remarks: {
      empty: "움직임 없음",
      tooQuiet: "작음",
      clipped: "너무 셈",
      noisy: "쉼 없음",
    },
  },
  everyday: {
    title: "일상 움직임",
    lead: (who) =>
      who.carer
        ? `명령이 아닌 움직임을 Beckon이 배우게 합니다. ${who.name} 님의 평소 움직임을 녹음합니다.`
        : "명령이 아닌 움직임을 Beckon이 배우게 합니다. 평소 움직임을 녹음합니다.",
    movement: "평소 움직임",
    movementHint: (who) =>
      who.carer
        ? `${who.name} 님이 평소처럼 먹고, 읽고, 긁고, 옮겨집니다. 명령만 빼고요.`
        : "평소처럼 먹고, 읽고, 긁고, 옮겨 앉으세요. 명령만 빼고요.",
    skipTitle: "일상 움직임 없이 넘어갈까요?",
  },
  result: {
    heard: (heard, tested) => `${tested}번 중 ${heard}번 알아보았습니다.`,
    wrongNone: "일상 움직임을 녹음하지 않아서, 얼마나 자주 잘못 움직일지 아무도 모릅니다.",
    wrong: (wrong, length) =>
      wrong === 0
        ? `일상 움직임 ${length} 동안 한 번도 잘못 작동하지 않았습니다.`
        : `일상 움직임 ${length} 동안 ${wrong}번 잘못 작동했습니다.`,
    vague: (times) =>
      `너무 짧아서 많아도 한 시간에 ${times}번이라고밖에 말할 수 없습니다. 일상 움직임을 더 녹음하면 더 잘 알 수 있습니다.`,
    surer: "일상 움직임을 더 녹음하면 이 숫자가 더 확실해집니다.",
    advice: {
      tooAlike: "다른 명령과 너무 비슷합니다. 더 다르게 느껴지는 움직임을 고르세요.",
      soundsLikeTalk: "평소 움직임과 비슷합니다. 더 크거나 드문 움직임이 안전합니다.",
    },
  },
  tryOut: {
    lead: (who) =>
      who.carer
        ? `${who.name} 님이 아무 순서로나 움직입니다. 무엇으로 알아보았는지 여기에 나타납니다.`
        : "아무 순서로나 움직여 보세요. 무엇으로 알아보았는지 여기에 나타납니다.",
    waiting: "움직여 보세요 …",
    heard: (label) => `알아본 것: ${quoted(label)}.`,
    soFar: "지금까지 알아본 것",
    notWell: "잘 알아보지 못하는 것이 있으면 더 녹음하세요.",
  },
  soak: {
    lead: (who) =>
      who.carer
        ? `기기가 ${who.name} 님의 평소 시간을 느끼는 동안 Beckon은 아무것도 하지 않습니다. 잘못 작동했을 것을 여기서 셉니다.`
        : "기기가 평소 시간을 느끼는 동안 Beckon은 아무것도 하지 않습니다. 잘못 작동했을 것을 여기서 셉니다.",
    start: "기기로 느끼기",
    kept: "일상 녹음 살펴보기",
    stop: "멈추기",
    states: {
      off: "느끼지 않음",
      listening: "느끼고 있습니다. 아무것도 하지 않습니다.",
      waiting: "기기를 기다립니다",
      held: "기기를 다르게 쓰는 동안 쉽니다",
      reading: "녹음을 살펴보는 중",
      elsewhere: "지금은 다른 사람의 일상을 살펴보고 있습니다.",
    },
    progress: "살펴본 만큼",
    hoursTitle: "지금까지 느낀 시간",
    kinds: { quiet: "쉼", talk: "말", television: "텔레비전", other: "움직임" },
    quietHint:
      "쉬는 때에는 아무것도 작동하지 않아 검증이 되지 않으므로 빼고 셉니다. Beckon이 알아서 찾아냅니다.",
    counted: (length) => `움직임이 있던 시간 ${length}`,
    nothingYet: (limit) => `아직 느낀 것이 없습니다. 한도는 한 시간에 ${limit}입니다.`,
    advice: { otherWord: "어느 단계도 충분히 확실하지 않습니다. 더 크거나 드문 움직임을 고르세요." },
    chooseWord: "다른 움직임 고르기",
    eventsHint:
      "하나하나 일부러 한 것인지 말해 주세요. 일부러 한 것은 잘못으로 세지 않습니다. 움직임은 다시 재생할 수 없어 시각만 보고 정합니다.",
    noSound: "재생할 수 없음",
  },
  wear: {
    title: "지금 찬 모습",
    lead: "기기를 뺐다 다시 찼거나, 밀리거나 돌아갔나요? 움직임 몇 개를 한 번씩 해 보면 Beckon이 거기에 맞춥니다.",
    start: "찬 모습 확인하기",
    again: "다시 확인하기",
    stop: "확인 멈추기",
    make: (label) => `한 번 움직여 보세요: ${quoted(label)}`,
    count: (number, of) => `움직임 ${of}개 중 ${number}번째`,
    notThat: "그 움직임으로는 알 수 없습니다. 잠깐 쉬고 한 번 더 해 보세요.",
    verdicts: {
      "as-before": () => "움직임을 녹음할 때와 같게 차고 있습니다.",
      turned: (degrees) => `녹음할 때보다 약 ${degrees}° 돌아가 있습니다. 지금부터 Beckon이 거기에 맞춥니다.`,
      unknown: () =>
        "어떻게 돌려 보아도 녹음한 움직임과 다릅니다. 녹음할 때 찼던 자리에 차고 다시 확인하세요. 그때까지는 많이 놓칩니다.",
    },
  },
  sensor: {
    uses: (name) => `느끼는 기기: ${name}`,
    lost: (count) => `오는 길에 값 ${count}개를 잃었습니다.`,
    states: {
      none: "고른 기기에 움직임 센서가 없습니다.",
      connecting: "기기에 연결하는 중 …",
      silent: "기기는 연결되었지만 센서에서 아무것도 오지 않습니다.",
      lost: "기기가 없어졌습니다.",
    },
    remedies: {
      none: "센서가 있는 기기를 고르세요.",
      silent: "기기를 뺐다가 다시 꽂으세요.",
      lost: "케이블을 살펴보세요. Beckon이 저절로 다시 연결합니다.",
    },
    choose: "다른 기기 고르기",
  },
};

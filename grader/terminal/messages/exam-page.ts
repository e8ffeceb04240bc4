/** The words of the exam's page. */
import type { Form } from '../../../src/course/questions/question.ts'
import type { Language } from './language.ts'

const minutesEn = (minutes: number): string => (minutes === 1 ? '1 minute' : `${minutes} minutes`)

const english = {
  help: {
    serve: 'the exam as a page in the browser, with its clock',
    port: 'on 127.0.0.1; without it a free one',
  },
  serving: (url: string): string => `The exam is at ${url} (for this machine alone; Ctrl-C ends the page, not the exam)`,
  next: 'the exam as a page',
  skip: 'To the items',
  clock: 'Time left',
  allowed: (minutes: number, multiplier: number): string =>
    multiplier === 1
      ? `You have ${minutesEn(minutes)}.`
      : `You have ${minutesEn(minutes)}: the exam’s time, ${multiplier} times.`,
  hideClock: 'Hide the clock. What is left at 10, 5 and 1 minutes is told all the same.',
  announced: (minutes: number): string => `${minutesEn(minutes)} left.`,
  over: 'The time is over. What was kept is handed in by itself.',
  noScript: 'The clock shows the time at which the page was loaded. Keep each answer with its button.',
  items: 'Items',
  points: (points: number): string => (points === 1 ? '1 point' : `${points} points`),
  task: 'task',
  question: 'question',
  answered: 'answered',
  open: 'not answered yet',
  locked: 'not open yet',
  closed: 'closed',
  taskHow: (id: string): string =>
    `Work on it in the exam’s cluster, with kubectl. In the terminal, grade ${id} notes how it stands.`,
  state: 'The cluster it is about',
  ask: {
    one: 'Choose one',
    many: 'Choose all that are right',
    order: 'Give each place one of them',
    text: 'A word, a name or a figure',
  } satisfies Record<Form, string>,
  answer: 'Your answer',
  position: (place: number): string => `Place ${place}`,
  choose: 'choose',
  keep: 'Keep this answer',
  kept: 'Kept.',
  keeping: 'Is being kept …',
  notKept: 'Not kept: the exam’s program does not answer. This page goes on trying; do not close it.',
  incomplete: {
    one: 'Choose one option; then it is kept.',
    many: 'Choose at least one option; what was kept before stays.',
    order: 'Put each option in one place; then the order is kept.',
    text: 'Write something; what was kept before stays.',
  } satisfies Record<Form, string>,
  lock: (closes: string): string => `I am done with ${closes}. What is there now counts, and cannot be changed any more.`,
  unlock: 'Close them, and open what follows',
  handIn: 'Hand in',
  handInText: (made: number, limit: number): string =>
    `${made === 0 ? 'Nothing was handed in yet' : `Handed in ${made === 1 ? 'once' : `${made} times`}`}; the first ${limit} count. At the end of the time what is there is handed in by itself.`,
  handInButton: 'Hand in what there is',
  submission: (attempt: number): string => `Submission ${attempt}`,
  receipt: (receipt: string): string => `receipt ${receipt}`,
  download: 'file',
  language: '한국어',
  ended: 'No exam is running here any more. This page can be closed.',
}

export type ExamPageWords = typeof english

const korean: ExamPageWords = {
  help: {
    serve: '시험을 시계와 함께 브라우저에서 봅니다',
    port: '127.0.0.1의 포트. 적지 않으면 빈 포트를 씁니다',
  },
  serving: (url) => `시험 페이지: ${url} (이 컴퓨터에서만 열립니다. Ctrl-C는 페이지만 끝내고 시험은 계속됩니다)`,
  next: '시험을 페이지로 봅니다',
  skip: '문항으로 건너뛰기',
  clock: '남은 시간',
  allowed: (minutes, multiplier) =>
    multiplier === 1 ? `시험 시간은 ${minutes}분입니다.` : `시험 시간은 ${minutes}분입니다(기본 시간의 ${multiplier}배).`,
  hideClock: '시계를 숨깁니다. 10분, 5분, 1분 남았을 때는 그래도 알립니다.',
  announced: (minutes) => `${minutes}분 남았습니다.`,
  over: '시간이 끝났습니다. 저장된 것이 자동으로 제출됩니다.',
  noScript: '시계는 페이지를 연 때의 남은 시간입니다. 답마다 단추를 눌러 저장하세요.',
  items: '문항',
  points: (points) => `${points}점`,
  task: '과제',
  question: '질문',
  answered: '답함',
  open: '아직 답하지 않음',
  locked: '아직 열지 않음',
  closed: '닫힘',
  taskHow: (id) => `시험 클러스터에서 kubectl로 합니다. 터미널에서 grade ${id} 명령으로 지금 상태를 기록합니다.`,
  state: '질문이 다루는 클러스터',
  ask: {
    one: '하나를 고르세요',
    many: '맞는 것을 모두 고르세요',
    order: '자리마다 하나씩 고르세요',
    text: '낱말, 이름 또는 수로 쓰세요',
  },
  answer: '답',
  position: (place) => `${place}번째 자리`,
  choose: '고르기',
  keep: '이 답 저장',
  kept: '저장했습니다.',
  keeping: '저장하는 중 …',
  notKept: '저장하지 못했습니다. 시험 프로그램이 응답하지 않습니다. 계속 다시 시도하니 이 페이지를 닫지 마세요.',
  incomplete: {
    one: '보기를 하나 고르면 저장됩니다.',
    many: '보기를 하나 이상 고르세요. 전에 저장한 답은 그대로 있습니다.',
    order: '보기마다 자리를 하나씩 정하면 저장됩니다.',
    text: '답을 쓰세요. 전에 저장한 답은 그대로 있습니다.',
  },
  lock: (closes) => `앞의 문항(${closes})을 마쳤습니다. 지금 상태가 점수가 되며 더 바꿀 수 없습니다.`,
  unlock: '앞의 문항을 닫고 다음을 열기',
  handIn: '제출',
  handInText: (made, limit) =>
    `${made === 0 ? '아직 제출하지 않았습니다' : `${made}번 제출했습니다`}. 처음 ${limit}번만 점수가 됩니다. 시간이 끝나면 그때의 상태가 자동으로 제출됩니다.`,
  handInButton: '지금까지 한 것 제출',
  submission: (attempt) => `${attempt}번째 제출`,
  receipt: (receipt) => `영수증 ${receipt}`,
  download: '파일',
  language: 'English',
  ended: '여기서 진행 중인 시험이 없습니다. 이 페이지를 닫아도 됩니다.',
}

export const examPageMessages = (language: Language): ExamPageWords => (language === 'ko' ? korean : english)

/** The words of `grade exam`. */
import { ko } from '../../../src/grading/korean.ts'
import type { Language } from './language.ts'

interface ExamMessages {
  readonly help: Readonly<
    Record<
      | 'exam'
      | 'new'
      | 'start'
      | 'status'
      | 'show'
      | 'answer'
      | 'submit'
      | 'close'
      | 'grade'
      | 'regrade'
      | 'examId'
      | 'roster'
      | 'secret'
      | 'out'
      | 'package'
      | 'code'
      | 'agree'
      | 'item'
      | 'yes'
      | 'answers'
      | 'submissionFile'
      | 'closeYes'
      | 'submissions'
      | 'receipts'
      | 'format'
      | 'output'
      | 'diff',
      string
    >
  >
  made(count: number, folder: string): string
  secretMade(path: string): string
  startCode(code: string): string
  started(title: string, learner: string): string
  resumed(title: string): string
  left(minutes: number): string
  over: string
  announced(minutes: number): string
  items: string
  points(points: number): string
  answered: string
  locked: string
  closed: string
  next: string
  nextShow: string
  nextGrade: string
  nextSubmit: string
  task: string
  options: string
  answerWith(item: string, how: string): string
  answeredWith(answer: string): string
  state: string
  kept(item: string): string
  noted(item: string): string
  passed(item: string): string
  notPassed(item: string): string
  submitted(file: string, attempt: number, limit: number): string
  receipt(receipt: string): string
  ended(folder: string): string
  nothing: string
  notCounted: string
  findings: Readonly<
    Record<
      | 'other-exam'
      | 'signature-broken'
      | 'proof-broken'
      | 'other-variant'
      | 'chain-broken'
      | 'state-unlogged'
      | 'receipt-missing'
      | 'clock-set'
      | 'restarted'
      | 'late'
      | 'before-opening'
      | 'state-unreadable'
      | 'grading-slow'
      | 'grading-memory'
      | 'grader-failed',
      string
    >
  >
  solvesOther(item: string, learners: string): string
  alike(item: string, learners: string): string
  submissionCame(attempt: number): string
  submissionGone(attempt: number): string
  slotForced(slot: string): string
  slotNotForced(slot: string): string
  findingCame(attempt: number, finding: string): string
  findingGone(attempt: number, finding: string): string
  unread: string
  nobodyMoves: string
  moves(count: number): string
  checked(variants: number): string
}

const english: ExamMessages = {
  help: {
    exam: 'exams: make packages, sit one, grade the class',
    new: 'for instructors: a sealed package for each learner of a roster',
    start: 'open a package and begin; again after a crash to go on',
    status: 'what is asked, what is answered, and the time that is left',
    show: 'what an item asks',
    answer: 'answer a question',
    submit: 'hand in what there is, into a file',
    close: 'end the attempt and its cluster',
    grade: 'for instructors: grade the submissions of a class',
    regrade: 'for instructors: grade again, and tell who moves against earlier results',
    examId: 'an exam of tasks/exams, or the path of its file',
    roster: 'a CSV file with a column learner; also name, multiplier (1.5: half as much time again), opens, closes',
    secret: 'the file of the secret that everything is drawn from; exam new makes it where there is none',
    out: 'the folder the packages go to',
    package: 'the file that the instructor gave out',
    code: 'the start code; NETGRADE_EXAM_CODE does as well',
    agree: 'agree to the honour statement',
    item: 'an item, as exam status names it',
    yes: 'close what stands before it',
    answers: 'letters of options, or a text',
    submissionFile: 'the file; without it one in this folder',
    closeYes: 'end it though time is left',
    submissions: 'files of submissions, and folders of them',
    receipts: 'a CSV file with columns learner and receipt: what learners told during the exam',
    format: 'text, json or csv',
    output: 'write the results to a file',
    diff: 'the JSON of earlier results: who moves, by how much, and why',
  },
  made: (count, folder) => (count === 1 ? `1 package in ${folder}` : `${count} packages in ${folder}`),
  secretMade: (path) =>
    `A secret was made: ${path}. Keep it: without it nothing can be graded, and with it anyone knows every exam.`,
  startCode: (code) => `Start code, to be said when the exam begins: ${code}`,
  started: (title, learner) => `${title}, ${learner}`,
  resumed: (title) => `${title} goes on.`,
  left: (minutes) => (minutes === 1 ? '1 minute left' : `${minutes} minutes left`),
  over: 'The time is over.',
  announced: (minutes) => (minutes === 1 ? '1 minute is left.' : `${minutes} minutes are left.`),
  items: 'Items',
  points: (points) => (points === 1 ? '1 point' : `${points} points`),
  answered: 'answered',
  locked: 'not open yet',
  closed: 'closed',
  next: 'Next',
  nextShow: 'read what it asks',
  nextGrade: 'look at a task, as far as the exam tells',
  nextSubmit: 'hand in; as often as you like while time is left',
  task: 'Task',
  options: 'Options',
  answerWith: (item, how) => `grade exam answer ${item} …   (${how})`,
  answeredWith: (answer) => `Your answer so far: ${answer}`,
  state: 'The cluster it is about',
  kept: (item) => `${item}: your answer is kept.`,
  noted: (item) => `${item}: the cluster's state is kept. This exam tells no more while it runs.`,
  passed: (item) => `${item}: everything is as it should be.`,
  notPassed: (item) => `${item}: not everything is as it should be yet.`,
  submitted: (file, attempt, limit) =>
    `Handed in: ${file} (${attempt > limit ? `submission ${attempt}; the first ${limit} count` : `submission ${attempt} of ${limit} that count`})`,
  receipt: (receipt) => `Receipt: ${receipt}`,
  ended: (folder) => `The exam is over here. Everything it kept is in ${folder}.`,
  nothing: 'nothing handed in',
  notCounted: 'not scored',
  findings: {
    'other-exam': 'it is of another exam, version or learner',
    'signature-broken': 'it was changed after it was signed',
    'proof-broken': 'it was not made with this learner’s package',
    'other-variant': 'its variant is not the one that was drawn',
    'chain-broken': 'its log is not whole',
    'state-unlogged': 'its log does not know of the state it holds',
    'receipt-missing': 'a receipt that was told is not in its log',
    'clock-set': 'the clock was set',
    restarted: 'the machine was started anew; how long it was off, only its clock says',
    late: 'late, not counted',
    'before-opening': 'begun before the opening',
    'state-unreadable': 'invalid: the objects it holds cannot be read',
    'grading-slow': 'invalid: grading it took too long and was ended',
    'grading-memory': 'invalid: grading it needed too much memory and was ended',
    'grader-failed': 'the grader failed on it, by a mistake of its own',
  },
  alike: (item, learners) => `${item} is much like that of ${learners}, in what hardly anybody else has`,
  solvesOther: (item, learners) => `${item} solves what was asked of ${learners}, not its own`,
  submissionCame: (attempt) => `submission ${attempt} is there now`,
  submissionGone: (attempt) => `submission ${attempt} is not there any more`,
  slotForced: (slot) => `${slot}: all its points are given to everybody (forceMax)`,
  slotNotForced: (slot) => `${slot}: its points are not given to everybody any more (forceMax)`,
  findingCame: (attempt, finding) => `submission ${attempt}, noted now: ${finding}`,
  findingGone: (attempt, finding) => `submission ${attempt}, noted no more: ${finding}`,
  unread: 'Not read',
  nobodyMoves: 'Nobody moves.',
  moves: (count) => (count === 1 ? '1 learner moves' : `${count} learners move`),
  checked: (variants) => (variants === 1 ? '1 variant drawn' : `${variants} variants drawn`),
}

const korean: ExamMessages = {
  help: {
    exam: '시험: 시험지를 만들고, 응시하고, 채점합니다',
    new: '강사용: 명단의 응시자마다 봉인된 시험지를 만듭니다',
    start: '시험지를 열고 시작합니다. 중단되었으면 다시 실행해 이어 갑니다',
    status: '문항, 답한 것, 남은 시간',
    show: '문항이 묻는 것',
    answer: '질문에 답합니다',
    submit: '지금까지 한 것을 파일로 제출합니다',
    close: '시험과 그 클러스터를 끝냅니다',
    grade: '강사용: 제출물을 모두 채점합니다',
    regrade: '강사용: 다시 채점하고 이전 결과와 달라진 응시자를 보여 줍니다',
    examId: 'tasks/exams의 시험 또는 시험 파일의 경로',
    roster: 'learner 열이 있는 CSV 파일. name, multiplier(1.5는 시간을 절반 더 줌), opens, closes도 쓸 수 있음',
    secret: '모든 것을 뽑는 데 쓰는 비밀 파일. 없으면 exam new가 만듭니다',
    out: '시험지를 둘 폴더',
    package: '강사가 나누어 준 파일',
    code: '시작 코드. NETGRADE_EXAM_CODE로 주어도 됩니다',
    agree: '서약에 동의합니다',
    item: 'exam status에 나오는 문항',
    yes: '그 앞의 문항을 닫습니다',
    answers: '보기의 글자 또는 답으로 쓸 글',
    submissionFile: '파일. 적지 않으면 이 폴더에 만듭니다',
    closeYes: '시간이 남았어도 끝냅니다',
    submissions: '제출 파일과 제출 파일이 든 폴더',
    receipts: 'learner와 receipt 열이 있는 CSV 파일: 응시자가 시험 중에 알려 준 영수증',
    format: 'text, json, csv',
    output: '결과를 파일에 씁니다',
    diff: '이전 결과의 JSON: 누구의 점수가, 얼마나, 왜 달라지는지 알립니다',
  },
  made: (count, folder) => `시험지 ${count}개: ${folder}`,
  secretMade: (path) =>
    `비밀을 만들었습니다: ${path}. 잘 보관하세요. 이것이 없으면 채점할 수 없고, 이것이 있으면 누구나 모든 시험지를 알 수 있습니다.`,
  startCode: (code) => `시험을 시작할 때 불러 줄 시작 코드: ${code}`,
  started: (title, learner) => `${title}, ${learner}`,
  resumed: (title) => `${title} 시험을 이어 갑니다.`,
  left: (minutes) => `${minutes}분 남음`,
  over: '시간이 끝났습니다.',
  announced: (minutes) => `${minutes}분 남았습니다.`,
  items: '문항',
  points: (points) => `${points}점`,
  answered: '답함',
  locked: '아직 열지 않음',
  closed: '닫힘',
  next: '다음',
  nextShow: '문항이 묻는 것을 봅니다',
  nextGrade: '시험이 알려 주는 만큼 과제를 살펴봅니다',
  nextSubmit: '제출합니다. 시간이 남아 있으면 몇 번이든 할 수 있습니다',
  task: '과제',
  options: '보기',
  answerWith: (item, how) => `grade exam answer ${item} …   (${how})`,
  answeredWith: (answer) => `지금까지의 답: ${answer}`,
  state: '질문이 다루는 클러스터',
  kept: (item) => `${item}: 답을 저장했습니다.`,
  noted: (item) => `${item}: 클러스터의 상태를 저장했습니다. 이 시험은 진행 중에 결과를 알려 주지 않습니다.`,
  passed: (item) => `${item}: 모두 맞습니다.`,
  notPassed: (item) => `${item}: 아직 맞지 않는 것이 있습니다.`,
  submitted: (file, attempt, limit) =>
    `제출했습니다: ${file} (${attempt > limit ? `${attempt}번째 제출. 처음 ${limit}번만 점수가 됨` : `${attempt}번째 제출. ${limit}번까지 점수가 됨`})`,
  receipt: (receipt) => `영수증: ${receipt}`,
  ended: (folder) => ko(`시험이 끝났습니다. 저장된 것은 모두 ${folder}에 있습니다.`),
  nothing: '제출하지 않음',
  notCounted: '점수 없음',
  findings: {
    'other-exam': '다른 시험, 다른 판, 다른 응시자의 것',
    'signature-broken': '서명한 뒤에 바뀜',
    'proof-broken': '이 응시자의 시험지로 만든 것이 아님',
    'other-variant': '뽑힌 문항과 다름',
    'chain-broken': '기록이 온전하지 않음',
    'state-unlogged': '기록에 없는 상태가 들어 있음',
    'receipt-missing': '알려 준 영수증이 기록에 없음',
    'clock-set': '시계를 바꿈',
    restarted: '컴퓨터를 다시 시작함. 꺼져 있던 시간은 그 컴퓨터의 시계로만 알 수 있음',
    late: '늦어서 세지 않음',
    'before-opening': '시작 시각 전에 시작함',
    'state-unreadable': '무효: 들어 있는 객체를 읽을 수 없음',
    'grading-slow': '무효: 채점이 너무 오래 걸려 끝냄',
    'grading-memory': '무효: 채점에 메모리가 너무 많이 들어 끝냄',
    'grader-failed': '채점기 자체의 잘못으로 채점하지 못함',
  },
  alike: (item, learners) => `${item}: 다른 응시자에게는 거의 없는 점이 ${learners}의 것과 같음`,
  solvesOther: (item, learners) => `${item}: 자기 문항이 아니라 ${learners}의 문항을 풀었음`,
  submissionCame: (attempt) => `${attempt}번째 제출이 새로 들어옴`,
  submissionGone: (attempt) => `${attempt}번째 제출이 이제 없음`,
  slotForced: (slot) => `${slot}: 모두에게 만점을 줌 (forceMax)`,
  slotNotForced: (slot) => `${slot}: 이제 모두에게 만점을 주지 않음 (forceMax)`,
  findingCame: (attempt, finding) => `${attempt}번째 제출에서 새로 발견: ${finding}`,
  findingGone: (attempt, finding) => `${attempt}번째 제출에서 이제 발견되지 않음: ${finding}`,
  unread: '읽지 않은 파일',
  nobodyMoves: '달라진 응시자가 없습니다.',
  moves: (count) => `응시자 ${count}명의 점수가 달라집니다`,
  checked: (variants) => `뽑은 문항 ${variants}가지`,
}

export const examMessages = (language: Language): ExamMessages => (language === 'ko' ? korean : english)

/** The words of `grade batch`. */
import { ko } from '../../../src/grading/korean.ts'
import type { ProgressWords } from '../../batch/progress.ts'
import type { ProblemDetail, ProblemText } from '../problem.ts'
import { englishBatchJob, koreanBatchJob } from './batch-job.ts'
import type { Language } from './language.ts'

type BatchProblem =
  | 'batch-unreadable'
  | 'batch-empty'
  | 'batch-settings'
  | 'batch-unfinished'
  | 'batch-locked'
  | 'batch-no-folder'
  | 'batch-no-roster'
  | 'merge-no-batch'
  | 'merge-mixed'
  | 'merge-incomplete'
  | 'merge-twice'
  | 'roster-unreadable'
  | 'report-unreadable'
  | 'report-needs-learner'
  | 'report-items-differ'

type HelpWord =
  | 'batch'
  | 'from'
  | 'task'
  | 'variant'
  | 'exam'
  | 'secret'
  | 'output'
  | 'jobs'
  | 'shard'
  | 'resume'
  | 'roster'
  | 'due'
  | 'report'
  | 'format'
  | 'exitZero'
  | 'examples'

interface BatchMessages {
  readonly help: Readonly<Record<HelpWord, string>>
  readonly problems: Readonly<
    Record<BatchProblem | keyof typeof englishBatchJob.problems, (detail: ProblemDetail) => ProblemText>
  >
  readonly progress: ProgressWords
  readonly ignored: (count: number, names: string) => string
  /** What a file is called, and whose it is. */
  readonly misnamed: (name: string, learner: string) => string
  readonly badShard: string
  readonly badTime: string
}

export const englishBatch: BatchMessages = {
  help: {
    batch: 'grade a class: a folder or an archive for each learner',
    from: 'a folder, .zip, .tar or .tar.gz with the submissions; or: merge and the folders of all shards',
    task: 'grade this task only, a variant as 3-3/egress; several with commas. Without it every task of the course',
    variant: 'grade this variant of the task',
    exam: 'grade the exam that the class sat: an id, or the path of its file; needs --roster',
    secret: 'file with the secret that the exam was drawn with',
    output: 'folder for the results; without it nothing is kept but what reports say',
    jobs: 'how many submissions to grade side by side; without it one for each processor',
    shard: 'grade one part of the class, such as 2/8; grade batch merge puts the parts together',
    resume: 'go on where an earlier run into the same folder was interrupted',
    roster: 'class list as CSV with a column learner, and name, email, id, sis, login, section, submitted',
    due: 'mark what was handed in later, such as 2026-11-30T18:00:00+09:00',
    report: 'write a report, as FORMAT=FILE; may be given several times. {learner} in FILE makes one for each learner',
    format: 'of what is printed',
    exitZero: 'exit with 0 where submissions fail, as some graders in CI have to',
    examples: 'Formats of reports:',
  },
  problems: {
    ...englishBatchJob.problems,
    'batch-unreadable': ({ path, reason }) => ({
      what: 'The submissions cannot be read.',
      where: path ?? '',
      why: reason ?? '',
      todo: 'Name a folder, or a .zip, .tar or .tar.gz that holds a folder for each learner.',
    }),
    'batch-empty': ({ path }) => ({
      what: 'There are no submissions.',
      where: path ?? '',
      todo: 'Each learner has a folder, an archive or a manifest in it.',
    }),
    'batch-settings': ({ path }) => ({
      what: 'The folder holds a batch that was graded otherwise: other tasks, another shard, language or time, or a changed course.',
      where: path ?? '',
      todo: 'Resume it with what it was begun with, or name another folder.',
    }),
    'batch-unfinished': ({ path }) => ({
      what: 'The folder holds a batch that was interrupted.',
      where: path ?? '',
      todo: '--resume goes on with it; or remove the folder.',
    }),
    'batch-locked': ({ path, pid }) => ({
      what: 'Another process writes into this folder.',
      where: path ?? '',
      why: `It is process ${pid ?? ''}.`,
      todo: 'Wait for it. If that process is none of this program, remove the file named here.',
    }),
    'batch-no-folder': () => ({
      what: 'There is nothing to resume or to merge into without a folder.',
      todo: 'Name it: --output FOLDER.',
    }),
    'batch-no-roster': () => ({
      what: 'An exam cannot be graded without the list of those who sat it.',
      todo: 'Name it: --roster FILE, the one that grade exam new was given.',
    }),
    'merge-no-batch': ({ path }) => ({
      what: 'There are no results of a batch here.',
      where: path ?? '',
      todo: 'Name the folders that grade batch --shard … --output FOLDER has written.',
    }),
    'merge-mixed': ({ path, first }) => ({
      what: 'These are parts of different batches.',
      where: `${first ?? ''}, ${path ?? ''}`,
      todo: 'Grade all parts with the same tasks, language, time and course.',
    }),
    'merge-incomplete': ({ missing, of }) => ({
      what: `Parts of the class are missing: ${missing ?? ''} of ${of ?? ''}.`,
      todo: 'Name the folders of all parts.',
    }),
    'merge-twice': ({ shard }) => ({
      what: `Part ${shard ?? ''} is given twice.`,
      todo: 'Name each part once.',
    }),
    'roster-unreadable': ({ path, reason }) => ({
      what: 'The class list cannot be read.',
      where: path ?? '',
      why: reason ?? '',
      todo: 'Its first row names the columns: learner, and what else is known of name, email, id, sis, login, section, submitted.',
    }),
    'report-unreadable': ({ given, formats }) => ({
      what: `"${given ?? ''}" asks for no report that is known.`,
      todo: `Write FORMAT=FILE, with one of ${formats ?? ''}.`,
    }),
    'report-needs-learner': ({ format }) => ({
      what: `A report as ${format ?? ''} is about one learner.`,
      todo: `Write {learner} into the file's name: --report ${format ?? ''}=reports/{learner}.json.`,
    }),
    'report-items-differ': () => ({
      what: 'The report items is about learners that were all asked the same.',
      why: 'Learners of an exam draw different tasks.',
      todo: 'Analyse an exam by its slots: grade exam grade … --format json --output results.json, then grade exam analyse results.json.',
    }),
  },
  progress: {
    line: (done, total, rate, left) => `${done} of ${total} graded, ${rate} a second, ${left} left`,
    kept: (count) => `${count} were graded by an earlier run.`,
  },
  ignored: (count, names) => `${count === 1 ? '1 entry is' : `${count} entries are`} no submission and left out: ${names}`,
  misnamed: (name, learner) => `"${name}" is signed as a submission of ${learner}, and taken for theirs.`,
  badShard: 'INDEX/OF, such as 2/8.',
  badTime: 'a time with its zone, such as 2026-11-30T18:00:00+09:00.',
}

export const koreanBatch: BatchMessages = {
  help: {
    batch: '학급 전체를 채점합니다. 학습자마다 폴더나 아카이브 하나',
    from: '제출물이 든 폴더, .zip, .tar, .tar.gz. 또는 merge와 모든 샤드의 폴더',
    task: '이 과제만 채점합니다. 변형은 3-3/egress처럼 쓰고 여러 개는 쉼표로 나눕니다. 없으면 강의의 모든 과제',
    variant: '과제의 이 변형을 채점합니다',
    exam: '학급이 치른 시험을 채점합니다. id나 파일 경로. --roster가 필요합니다',
    secret: '시험을 뽑은 비밀값이 든 파일',
    output: '결과를 둘 폴더. 없으면 보고서 말고는 남지 않습니다',
    jobs: '동시에 채점할 제출물 수. 없으면 프로세서 수',
    shard: '학급의 한 부분만 채점합니다(예: 2/8). grade batch merge로 합칩니다',
    resume: '같은 폴더에 쓰다가 중단된 곳부터 이어서 합니다',
    roster: '명단 CSV. learner 열이 필요하고 name, email, id, sis, login, section, submitted 열도 씁니다',
    due: '이보다 늦게 낸 것을 표시합니다(예: 2026-11-30T18:00:00+09:00)',
    report: '보고서를 FORMAT=FILE로 씁니다. 여러 번 줄 수 있습니다. FILE의 {learner}는 학습자마다 파일 하나를 만듭니다',
    format: '출력 형식',
    exitZero: '실패한 제출물이 있어도 0으로 끝냅니다. 그래야 하는 CI 채점기가 있습니다',
    examples: '보고서 형식:',
  },
  problems: {
    ...koreanBatchJob.problems,
    'batch-unreadable': ({ path, reason }) => ({
      what: '제출물을 읽을 수 없습니다.',
      where: path ?? '',
      why: reason ?? '',
      todo: '학습자마다 폴더가 있는 폴더나 .zip, .tar, .tar.gz를 지정하세요.',
    }),
    'batch-empty': ({ path }) => ({
      what: '제출물이 없습니다.',
      where: path ?? '',
      todo: '안에 학습자마다 폴더, 아카이브, 매니페스트 가운데 하나가 있어야 합니다.',
    }),
    'batch-settings': ({ path }) => ({
      what: '다르게 채점한 결과가 있는 폴더입니다. 과제, 샤드, 언어, 시각이 다르거나 강의가 바뀌었습니다.',
      where: path ?? '',
      todo: '시작할 때와 같게 이어서 하거나 다른 폴더를 지정하세요.',
    }),
    'batch-unfinished': ({ path }) => ({
      what: '중단된 채점이 있는 폴더입니다.',
      where: path ?? '',
      todo: '--resume으로 이어서 하거나 폴더를 지우세요.',
    }),
    'batch-locked': ({ path, pid }) => ({
      what: '다른 프로세스가 이 폴더에 쓰고 있습니다.',
      where: path ?? '',
      why: `프로세스 ${pid ?? ''}입니다.`,
      todo: '끝날 때까지 기다리세요. 이 프로그램이 아니라면 위의 파일을 지우세요.',
    }),
    'batch-no-folder': () => ({
      what: '이어서 하거나 합치려면 폴더가 필요합니다.',
      todo: '--output FOLDER로 지정하세요.',
    }),
    'batch-no-roster': () => ({
      what: '응시자 명단 없이는 시험을 채점할 수 없습니다.',
      todo: 'grade exam new에 준 명단을 지정하세요: --roster FILE.',
    }),
    'merge-no-batch': ({ path }) => ({
      what: '채점 결과가 없는 곳입니다.',
      where: path ?? '',
      todo: 'grade batch --shard … --output FOLDER가 쓴 폴더를 지정하세요.',
    }),
    'merge-mixed': ({ path, first }) => ({
      what: '서로 다른 채점의 부분입니다.',
      where: `${first ?? ''}, ${path ?? ''}`,
      todo: '모든 부분을 같은 과제, 언어, 시각, 강의로 채점하세요.',
    }),
    'merge-incomplete': ({ missing, of }) => ({
      what: ko(`학급의 부분이 빠졌습니다: 전체 ${of ?? ''} 가운데 ${missing ?? ''}.`),
      todo: '모든 부분의 폴더를 지정하세요.',
    }),
    'merge-twice': ({ shard }) => ({
      what: `부분 ${shard ?? ''}번이 두 번 있습니다.`,
      todo: '부분마다 한 번만 지정하세요.',
    }),
    'roster-unreadable': ({ path, reason }) => ({
      what: '명단을 읽을 수 없습니다.',
      where: path ?? '',
      why: reason ?? '',
      todo: '첫 행이 열 이름입니다. learner와, 아는 만큼 name, email, id, sis, login, section, submitted를 쓰세요.',
    }),
    'report-unreadable': ({ given, formats }) => ({
      what: ko(`"${given ?? ''}"은(는) 알려진 보고서가 아닙니다.`),
      todo: `FORMAT=FILE로 쓰세요. 형식: ${formats ?? ''}.`,
    }),
    'report-needs-learner': ({ format }) => ({
      what: `${format ?? ''} 보고서는 학습자 한 명에 관한 것입니다.`,
      todo: `파일 이름에 {learner}를 넣으세요: --report ${format ?? ''}=reports/{learner}.json.`,
    }),
    'report-items-differ': () => ({
      what: 'items 보고서는 모든 학습자가 같은 과제를 받았을 때만 쓸 수 있습니다.',
      why: '시험에서는 학습자마다 다른 과제를 뽑습니다.',
      todo: '시험은 슬롯별로 분석하세요. grade exam grade … --format json --output results.json 다음에 grade exam analyse results.json을 실행합니다.',
    }),
  },
  progress: {
    line: (done, total, rate, left) => `${total}건 중 ${done}건 채점, 초당 ${rate}건, 남은 시간 ${left}`,
    kept: (count) => `${count}건은 앞선 실행에서 채점했습니다.`,
  },
  ignored: (count, names) => `제출물이 아닌 항목 ${count}개를 뺐습니다: ${names}`,
  misnamed: (name, learner) => ko(`"${name}"은(는) ${learner}의 제출물로 서명되어 있어 ${learner}의 것으로 봅니다.`),
  badShard: 'INDEX/OF(예: 2/8).',
  badTime: '시간대가 있는 시각(예: 2026-11-30T18:00:00+09:00).',
}

export const batchMessages = (language: Language): BatchMessages => (language === 'ko' ? koreanBatch : englishBatch)

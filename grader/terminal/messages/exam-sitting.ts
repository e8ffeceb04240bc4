/** What can go wrong while somebody sits an exam. */
import { ko } from '../../../src/grading/korean.ts'
import type { ProblemDetail, ProblemText } from '../problem.ts'
import { englishDidYouMean, koreanDidYouMean } from './usage.ts'

type SittingProblemCode =
  | 'exam-package-unreadable'
  | 'exam-code-wrong'
  | 'exam-code-missing'
  | 'no-exam'
  | 'exam-running'
  | 'exam-not-open'
  | 'exam-closed'
  | 'exam-needs-consent'
  | 'exam-environment'
  | 'exam-over'
  | 'exam-item-unknown'
  | 'exam-item-closed'
  | 'exam-item-locks'
  | 'exam-answer-unreadable'
  | 'exam-item-is-task'
  | 'exam-option'
  | 'exam-file-exists'
  | 'exam-not-submitted'
  | 'exam-log-broken'
  | 'exam-page-port'
  | 'in-exam'

type SittingProblems = Readonly<Record<SittingProblemCode, (detail: ProblemDetail) => ProblemText>>

export const englishSittingProblems: SittingProblems = {
  'exam-package-unreadable': ({ path }) => ({
    what: 'The file is no exam package.',
    where: path ?? '',
    todo: 'Ask your instructor for the .netexam file with your name.',
  }),
  'exam-code-wrong': ({ path }) => ({
    what: 'The start code does not open this package.',
    where: path ?? '',
    why: 'The code was mistyped, belongs to another exam, or the file was changed.',
    todo: 'Type the code as it was said. Small letters, spaces and hyphens make no difference.',
  }),
  'exam-code-missing': () => ({
    what: 'A package opens with the start code only.',
    todo: 'Give it with --code CODE.',
  }),
  'no-exam': () => ({ what: 'No exam is running here.', todo: 'Begin one with grade exam start PACKAGE --code CODE.' }),
  'exam-running': ({ exam }) => ({
    what: `The exam ${exam ?? ''} is running here.`,
    todo: 'Hand it in with grade exam submit, and end it with grade exam close.',
  }),
  'exam-not-open': ({ opens }) => ({
    what: 'The exam is not open yet.',
    why: `It opens at ${opens ?? ''}.`,
    todo: 'Begin then. If this machine’s clock is wrong, set it first.',
  }),
  'exam-closed': ({ closes }) => ({
    what: 'The exam is closed.',
    why: `It closed at ${closes ?? ''}.`,
    todo: 'Ask your instructor.',
  }),
  'exam-needs-consent': ({ statement }) => ({
    what: 'The exam begins when you agree to this:',
    why: statement ?? '',
    todo: 'Begin with --agree if you do. The time runs from then on.',
  }),
  'exam-environment': ({ given, choices }) => ({
    what: `This exam cannot be sat on ${given ?? ''}.`,
    why: `Its author allows: ${choices ?? ''}.`,
    todo: 'Leave --on out, or name one of these.',
  }),
  'exam-over': () => ({
    what: 'The time is over.',
    why: 'What was there at its end is handed in.',
    todo: 'grade exam submit writes the file, grade exam close ends the exam.',
  }),
  'exam-item-unknown': ({ given, nearest, items }) => ({
    what: `The exam has no item "${given ?? ''}".`,
    todo: `${englishDidYouMean(nearest)}Items: ${items ?? ''}.`,
  }),
  'exam-item-closed': ({ given }) => ({
    what: `${given ?? ''} is closed.`,
    why: 'A later part was opened. What was there at that time counts.',
    todo: 'grade exam status shows what is open.',
  }),
  'exam-item-locks': ({ given, closes }) => ({
    what: `Opening ${given ?? ''} closes what stands before it.`,
    why: `Closed from then on: ${closes ?? ''}.`,
    todo: `When you are done with it: grade exam show ${given ?? ''} --yes.`,
  }),
  'exam-answer-unreadable': ({ given, options }) => ({
    what: `"${given ?? ''}" is no answer to this question.`,
    todo: options === '' ? 'Give a text.' : `Options: ${options ?? ''}.`,
  }),
  'exam-item-is-task': ({ given }) => ({
    what: `${given ?? ''} is a task: it is answered in the cluster, not with words.`,
    todo: `grade exam show ${given ?? ''} says what it asks; do it with kubectl. What stands in the cluster is handed in with the rest.`,
  }),
  'exam-option': ({ option }) => ({
    what: `grade <item> takes no ${option ?? ''} during an exam.`,
    why: 'It looks at the exam’s own cluster and tells what the exam allows, in a sentence.',
    todo: 'Leave it out.',
  }),
  'exam-file-exists': ({ path, other }) => ({
    what: 'There is a file of that name already, and nothing was handed in.',
    where: path ?? '',
    todo: `Name another, such as ${other ?? ''}.`,
  }),
  'exam-not-submitted': () => ({
    what: 'Time is left, and the exam would be over.',
    todo: 'grade exam close --yes hands in what there is and ends it.',
  }),
  'exam-log-broken': ({ path }) => ({
    what: 'The log of your exam cannot be read.',
    where: path ?? '',
    why: 'The file was changed or damaged. Nothing else of your exam was touched.',
    todo: 'Leave everything as it is and call your instructor: your answers and states lie beside the log.',
  }),
  'exam-page-port': ({ port, reason }) => ({
    what: `The exam’s page cannot be served at port ${port ?? ''}.`,
    why: reason ?? '',
    todo: 'Name another port, or none: then a free one is taken.',
  }),
  'in-exam': ({ command }) => ({
    what: `grade ${command ?? ''} is not there during an exam.`,
    todo: 'grade exam status shows what is asked. grade exam close ends it.',
  }),
}

export const koreanSittingProblems: SittingProblems = {
  'exam-package-unreadable': ({ path }) => ({
    what: '시험지 파일이 아닙니다.',
    where: path ?? '',
    todo: '자기 이름의 .netexam 파일을 강사에게 받으세요.',
  }),
  'exam-code-wrong': ({ path }) => ({
    what: '시작 코드로 이 시험지가 열리지 않습니다.',
    where: path ?? '',
    why: '코드를 잘못 입력했거나, 다른 시험의 코드이거나, 파일이 바뀌었습니다.',
    todo: '들은 대로 다시 입력하세요. 대소문자, 공백, 붙임표는 상관없습니다.',
  }),
  'exam-code-missing': () => ({ what: '시험지는 시작 코드로만 열립니다.', todo: '--code 코드로 지정하세요.' }),
  'no-exam': () => ({
    what: '여기서 진행 중인 시험이 없습니다.',
    todo: 'grade exam start 시험지 --code 코드로 시작하세요.',
  }),
  'exam-running': ({ exam }) => ({
    what: `${exam ?? ''} 시험이 진행 중입니다.`,
    todo: 'grade exam submit으로 제출하고 grade exam close로 끝내세요.',
  }),
  'exam-not-open': ({ opens }) => ({
    what: '아직 시험을 시작할 수 없습니다.',
    why: `시작 시각: ${opens ?? ''}`,
    todo: '그때 시작하세요. 이 컴퓨터의 시계가 틀렸으면 먼저 맞추세요.',
  }),
  'exam-closed': ({ closes }) => ({
    what: '시험이 마감되었습니다.',
    why: `마감 시각: ${closes ?? ''}`,
    todo: '강사에게 문의하세요.',
  }),
  'exam-needs-consent': ({ statement }) => ({
    what: '다음에 동의해야 시험이 시작됩니다.',
    why: statement ?? '',
    todo: '동의하면 --agree를 붙여 시작하세요. 그때부터 시간이 갑니다.',
  }),
  'exam-environment': ({ given, choices }) => ({
    what: ko(`이 시험은 ${given ?? ''}에서 볼 수 없습니다.`),
    why: `출제자가 허용한 환경: ${choices ?? ''}`,
    todo: '--on을 빼거나 그 가운데 하나를 쓰세요.',
  }),
  'exam-over': () => ({
    what: '시간이 끝났습니다.',
    why: '끝난 시점의 상태로 제출됩니다.',
    todo: 'grade exam submit이 파일을 쓰고, grade exam close가 시험을 끝냅니다.',
  }),
  'exam-item-unknown': ({ given, nearest, items }) => ({
    what: `시험에 "${given ?? ''}" 문항이 없습니다.`,
    todo: `${koreanDidYouMean(nearest)}문항: ${items ?? ''}.`,
  }),
  'exam-item-closed': ({ given }) => ({
    what: `${given ?? ''} 문항은 닫혔습니다.`,
    why: '뒤의 문항을 열었습니다. 그때의 상태가 점수가 됩니다.',
    todo: '열린 문항은 grade exam status에 나옵니다.',
  }),
  'exam-item-locks': ({ given, closes }) => ({
    what: `${given ?? ''} 문항을 열면 그 앞의 문항이 닫힙니다.`,
    why: `닫히는 문항: ${closes ?? ''}`,
    todo: `앞의 문항을 마쳤으면 grade exam show ${given ?? ''} --yes를 실행하세요.`,
  }),
  'exam-answer-unreadable': ({ given, options }) => ({
    what: `"${given ?? ''}"은 이 질문의 답이 될 수 없습니다.`,
    todo: options === '' ? '글로 답하세요.' : `보기: ${options ?? ''}.`,
  }),
  'exam-item-is-task': ({ given }) => ({
    what: ko(`${given ?? ''}은(는) 과제라서 글이 아니라 클러스터에서 풉니다.`),
    todo: `무엇을 묻는지는 grade exam show ${given ?? ''}에 나옵니다. kubectl로 하면 클러스터의 상태가 함께 제출됩니다.`,
  }),
  'exam-option': ({ option }) => ({
    what: ko(`시험 중에는 grade <문항>에 ${option ?? ''}을(를) 쓸 수 없습니다.`),
    why: '시험의 클러스터를 보고, 시험이 허용하는 것만 한 문장으로 알려 줍니다.',
    todo: '빼고 실행하세요.',
  }),
  'exam-file-exists': ({ path, other }) => ({
    what: '그 이름의 파일이 이미 있어서 제출하지 않았습니다.',
    where: path ?? '',
    todo: `다른 이름을 쓰세요. 보기: ${other ?? ''}`,
  }),
  'exam-not-submitted': () => ({
    what: '시간이 남았습니다. 닫으면 시험이 끝납니다.',
    todo: 'grade exam close --yes는 지금까지 한 것을 제출하고 끝냅니다.',
  }),
  'exam-log-broken': ({ path }) => ({
    what: '시험 기록을 읽을 수 없습니다.',
    where: path ?? '',
    why: '파일이 바뀌었거나 손상되었습니다. 시험의 나머지 파일은 그대로입니다.',
    todo: '아무것도 바꾸지 말고 강사를 부르세요. 답과 상태는 기록 옆에 남아 있습니다.',
  }),
  'exam-page-port': ({ port, reason }) => ({
    what: `포트 ${port ?? ''}에서 시험 페이지를 열 수 없습니다.`,
    why: reason ?? '',
    todo: '다른 포트를 지정하거나, 빈 포트를 쓰도록 포트를 적지 마세요.',
  }),
  'in-exam': ({ command }) => ({
    what: `시험 중에는 grade ${command ?? ''} 명령을 쓸 수 없습니다.`,
    todo: '문항은 grade exam status에 나옵니다. grade exam close로 끝냅니다.',
  }),
}

/** The words of questions asked in the terminal. */
import { ko } from '../../../src/grading/korean.ts'
import type { Form } from '../../../src/course/questions/question.ts'
import type { ProblemCode, ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

type QuestionProblem = Extract<
  ProblemCode,
  'section-is-concept' | 'option-not-for-section' | 'answers-unreadable' | 'answers-missing'
>

type Problems = Readonly<Record<QuestionProblem, (detail: ProblemDetail) => ProblemText>>

/** Problems, and help of options. */
export const englishQuestions = {
  problems: {
    'section-is-concept': ({ section = '' }) => ({
      what: `Section ${section} is there to be read; there is nothing to make.`,
      todo: `grade ${section} asks its questions. The text is on the study site: grade site serve.`,
    }),
    'option-not-for-section': ({ option = '', section = '', kind }) => ({
      what: `${option} does not belong to section ${section}.`,
      why: kind === 'concept' ? 'It asks questions: no cluster and no manifests are graded.' : 'It asks no questions.',
      todo: 'Leave it out.',
    }),
    'answers-unreadable': ({ path = '', reason, id = '', nearest, given, letters }) => ({
      what: 'The answers cannot be read.',
      where: path,
      why:
        reason ??
        (given === undefined
          ? `There is no question "${id}".${nearest === undefined ? '' : ` Is ${nearest} meant?`}`
          : `"${given}" cannot be the answer to ${id}.${letters === undefined ? '' : ` Letters: ${letters}.`}`),
      todo: 'Write a line for each question, such as "shared-address: b"; several letters as "a,c".',
    }),
    'answers-missing': ({ section = '', ids = '' }) => ({
      what: 'No question was answered.',
      why: 'The input ended before the first answer.',
      todo: `Answer in the terminal, or give a file: grade ${section} --answers FILE. Questions: ${ids}.`,
    }),
  } satisfies Problems as Problems,
  answers: 'a file of answers to the questions of a section ("id: b" in each line, - for standard input)',
  missed: 'ask only the questions that were not answered right',
}

export const koreanQuestions: typeof englishQuestions = {
  problems: {
    'section-is-concept': ({ section = '' }) => ({
      what: ko(`${section} 단원은 읽는 단원입니다. 만들 것이 없습니다.`),
      todo: `grade ${section} 명령으로 문제를 풀 수 있습니다. 본문은 학습 사이트에 있습니다: grade site serve.`,
    }),
    'option-not-for-section': ({ option = '', section = '', kind }) => ({
      what: `${section} 단원에는 ${option} 옵션을 쓸 수 없습니다.`,
      why: kind === 'concept' ? '문제를 푸는 단원이어서 클러스터나 매니페스트를 채점하지 않습니다.' : '문제가 없는 단원입니다.',
      todo: '이 옵션을 빼세요.',
    }),
    'answers-unreadable': ({ path = '', reason, id = '', nearest, given, letters }) => ({
      what: '답을 읽을 수 없습니다.',
      where: path,
      why:
        reason ??
        (given === undefined
          ? `"${id}"라는 문제가 없습니다.${nearest === undefined ? '' : ` ${nearest} 문제인가요?`}`
          : `"${given}" 값은 ${id} 문제의 답이 될 수 없습니다.${letters === undefined ? '' : ` 글자: ${letters}.`}`),
      todo: '문제마다 한 줄씩 "shared-address: b"처럼 적으세요. 글자가 여럿이면 "a,c"처럼 적습니다.',
    }),
    'answers-missing': ({ section = '', ids = '' }) => ({
      what: '답한 문제가 없습니다.',
      why: '첫 답을 하기 전에 입력이 끝났습니다.',
      todo: `터미널에서 답하거나 파일을 주세요: grade ${section} --answers FILE. 문제: ${ids}.`,
    }),
  },
  answers: '단원 문제의 답을 적은 파일(한 줄에 "id: b" 하나, -는 표준 입력)',
  missed: '맞히지 못한 문제만 묻습니다',
}

const english = {
  heading: (count: number) => (count === 1 ? '1 question' : `${count} questions`),
  ask: {
    one: 'one letter',
    many: 'all letters that are right, such as a,c',
    order: 'all letters in order, such as c,a,b',
    text: 'your answer',
  } satisfies Record<Form, string>,
  unreadable: {
    one: 'That is none of the letters above. Type one of them.',
    many: 'Type letters from above, each once, with commas between them.',
    order: 'Type every letter from above once, in order.',
    text: 'Type an answer.',
  } satisfies Record<Form, string>,
  cluster: (show: string) => `${show} shows the cluster that this is about.`,
  right: 'right',
  wrong: 'not right',
  again: 'once more, or Enter alone to see the answer',
  answer: 'answer',
  walk: 'walk',
  stopped: (answered: number, of: number) => `${answered} of ${of} answered; the rest can be asked later.`,
  total: (right: number, of: number) => `${right} of ${of} right at the first try`,
  retry: (section: string) => `grade ${section} --missed asks those that were not right.`,
  noneMissed: (section: string) => `Nothing is left of ${section}: every question was answered right.`,
}

const korean: typeof english = {
  heading: (count) => `문제 ${count}개`,
  ask: {
    one: '글자 하나',
    many: '맞는 글자를 모두, 예: a,c',
    order: '모든 글자를 순서대로, 예: c,a,b',
    text: '답',
  },
  unreadable: {
    one: '위에 있는 글자가 아닙니다. 그중 하나를 입력하세요.',
    many: '위에 있는 글자를 한 번씩, 쉼표로 나누어 입력하세요.',
    order: '위의 모든 글자를 순서대로 한 번씩 입력하세요.',
    text: '답을 입력하세요.',
  },
  cluster: (show) => `${show}를 입력하면 이 문제의 클러스터를 보여 줍니다.`,
  right: '맞음',
  wrong: '틀림',
  again: '다시 한 번, 또는 Enter만 눌러 답 보기',
  answer: '정답',
  walk: '경로',
  stopped: (answered, of) => `${of}개 가운데 ${answered}개에 답했습니다. 나머지는 나중에 다시 물을 수 있습니다.`,
  total: (right, of) => `첫 시도에 ${of}개 가운데 ${right}개 맞음`,
  retry: (section) => `grade ${section} --missed 명령은 틀린 문제만 다시 묻습니다.`,
  noneMissed: (section) => `${section}에는 남은 문제가 없습니다. 모두 맞았습니다.`,
}

export const questionMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)

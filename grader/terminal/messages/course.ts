/** The words of `grade course check` and `grade course export`. */
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

/** How much of a section was looked at. */
interface Looked {
  readonly variants: number
  readonly wrongAnswers: number
  readonly questions: number
  readonly steps: number
}

const english = {
  course: 'for authors: check the course',
  check: 'check texts, questions, tasks and wrong answers, and run the console blocks',
  sections: 'sections to check; all where none is named',
  noRun: 'run no console blocks, so that no cluster and no kubectl is needed',
  write: 'write what the console blocks print into the texts',
  export: 'write the questions for a learning platform: a Moodle question bank, or QTI 1.2 in a zip',
  exportSections: 'sections whose questions are written; all where none is named',
  format: 'moodle or qti',
  output: 'file to write',
  exported: (questions: number, sections: number, path: string) => `${questions} questions of ${sections} sections: ${path}`,
  looked: ({ variants, wrongAnswers: wrong, questions, steps }: Looked): string =>
    [
      ...(variants > 0 ? [`${variants} variants`] : []),
      ...(wrong > 0 ? [`${wrong} wrong answers`] : []),
      ...(questions > 0 ? [`${questions} questions`] : []),
      ...(steps > 0 ? [`${steps} commands run`] : []),
    ].join(', '),
  written: 'output written into the texts',
  kept: 'The contract is kept.',
  broken: (count: number) => (count === 1 ? '1 problem.' : `${count} problems.`),
}

const korean: typeof english = {
  course: '저자용: 과정을 검사합니다',
  check: '본문, 문제, 과제, 오답을 검사하고 콘솔 블록을 실행합니다',
  sections: '검사할 단원. 적지 않으면 모두',
  noRun: '콘솔 블록을 실행하지 않습니다. 클러스터와 kubectl이 필요 없습니다',
  write: '콘솔 블록의 출력을 본문에 써 넣습니다',
  export: '문제를 학습 플랫폼용으로 씁니다. Moodle 문제 은행, 또는 QTI 1.2 zip',
  exportSections: '문제를 쓸 단원. 적지 않으면 모두',
  format: 'moodle 또는 qti',
  output: '쓸 파일',
  exported: (questions, sections, path) => `단원 ${sections}개의 문제 ${questions}개: ${path}`,
  looked: ({ variants, wrongAnswers: wrong, questions, steps }) =>
    [
      ...(variants > 0 ? [`변형 ${variants}개`] : []),
      ...(wrong > 0 ? [`오답 ${wrong}개`] : []),
      ...(questions > 0 ? [`문제 ${questions}개`] : []),
      ...(steps > 0 ? [`명령 ${steps}개 실행`] : []),
    ].join(', '),
  written: '출력을 본문에 써 넣음',
  kept: '약속이 모두 지켜졌습니다.',
  broken: (count) => `문제 ${count}건.`,
}

export const courseMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)

type CourseProblems = Readonly<Record<'export-no-file' | 'export-no-questions', (detail: ProblemDetail) => ProblemText>>

export const englishCourseProblems: CourseProblems = {
  'export-no-file': () => ({ what: 'There is no file to write the questions to.', todo: 'Name it: --output FILE.' }),
  'export-no-questions': ({ sections }) => ({
    what: 'These sections have no questions.',
    where: sections ?? '',
    todo: 'Name sections of concepts: tasks are graded by grade, and no platform takes them.',
  }),
}

export const koreanCourseProblems: CourseProblems = {
  'export-no-file': () => ({ what: '문제를 쓸 파일이 없습니다.', todo: '지정하세요: --output FILE.' }),
  'export-no-questions': ({ sections }) => ({
    what: '이 단원들에는 문제가 없습니다.',
    where: sections ?? '',
    todo: '개념 단원을 지정하세요. 과제는 grade로 채점하고, 플랫폼으로 내보내지 않습니다.',
  }),
}

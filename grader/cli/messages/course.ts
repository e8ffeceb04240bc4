/** The words of `grade course check`. */
import type { Language } from './messages.ts'

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

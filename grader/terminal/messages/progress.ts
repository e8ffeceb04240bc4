/** The words of `grade progress`. */
import { ko } from '../../../src/grading/korean.ts'
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

interface ProgressMessages {
  readonly help: Readonly<Record<'progress' | 'what' | 'file', string>>
  readonly problems: Readonly<Record<'progress-unreadable' | 'progress-empty', (detail: ProblemDetail) => ProblemText>>
  imported(sections: number): string
}

export const englishProgress: ProgressMessages = {
  help: {
    progress: 'write your progress to a file, or add a file’s to it: the study site reads and writes the same',
    what: 'export or import',
    file: 'the JSON file; - is standard output or input',
  },
  problems: {
    'progress-unreadable': ({ path }) => ({
      what: 'The file is no record of progress.',
      where: path ?? '',
      todo: 'Give a file that grade progress export or the study site has written. Nothing was changed.',
    }),
    'progress-empty': ({ path }) => ({
      what: 'No progress was found in the file.',
      where: path ?? '',
      todo: 'Give a file of a learner who has done something. Nothing was changed.',
    }),
  },
  imported: (sections) =>
    `The file's progress in ${sections} ${sections === 1 ? 'section' : 'sections'} was added. Of each section the better attempt is kept.`,
}

export const koreanProgress: ProgressMessages = {
  help: {
    progress: '진도를 파일로 내보내거나 파일의 진도를 더합니다. 학습 사이트도 같은 파일을 읽고 씁니다',
    what: 'export 또는 import',
    file: 'JSON 파일. -는 표준 출력 또는 표준 입력',
  },
  problems: {
    'progress-unreadable': ({ path }) => ({
      what: '진도를 내보낸 파일이 아닙니다.',
      where: path ?? '',
      todo: 'grade progress export나 학습 사이트가 쓴 파일을 지정하세요. 바뀐 것은 없습니다.',
    }),
    'progress-empty': ({ path }) => ({
      what: '파일에 진도가 없습니다.',
      where: path ?? '',
      todo: '무언가를 해 본 학습자의 파일을 지정하세요. 바뀐 것은 없습니다.',
    }),
  },
  imported: (sections) => ko(`단원 ${sections}개의 진도를 더했습니다. 단원마다 더 나은 시도가 남습니다.`),
}

export const progressMessages = (language: Language): ProgressMessages => (language === 'ko' ? koreanProgress : englishProgress)

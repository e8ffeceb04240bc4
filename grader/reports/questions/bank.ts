/** Questions of the course as other platforms take them. */
import type { PosedQuestion } from '../../../src/course/questions/question.ts'
import type { Language } from '../../../src/grading/words.ts'

export interface BankQuestion {
  readonly question: PosedQuestion
  /** Manifests of the cluster that it is about, where it is about one. */
  readonly state?: string
}

export interface BankSection {
  /** `3-1`. */
  readonly id: string
  readonly title: string
  readonly questions: readonly BankQuestion[]
}

export interface Bank {
  readonly language: Language
  readonly sections: readonly BankSection[]
}

/** Stable among all questions of the course. */
export const nameOfQuestion = (section: Pick<BankSection, 'id'>, { id }: Pick<PosedQuestion, 'id'>): string =>
  `${section.id} ${id}`

/** No text ends the section that it stands in, and none holds what XML has no way to write. */
export const cdata = (text: string): string =>
  `<![CDATA[${text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

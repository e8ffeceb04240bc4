/** What drawings share in words. */
import type { Language, Words } from '../grading/words.ts'
import type { NamespacedName } from '../network/model.ts'

/** The text in one language. */
export type Say = (text: Words) => string

export const sayIn =
  (language: Language): Say =>
  (text) =>
    text[language]

export const nameOfEnd = ({ namespace, name }: NamespacedName): string => `${namespace}/${name}`

/** Texts of the grader, in every language it speaks. Identifiers, field paths and quoted output stay as they are. */
import { isJsonObject } from '../kubernetes/json.ts'

export type Language = 'en' | 'ko'

export type Words = Readonly<Record<Language, string>>

/** Whether a value of a YAML file is a text in every language. */
export const isWords = (value: unknown): value is Words =>
  isJsonObject(value) && typeof value['en'] === 'string' && typeof value['ko'] === 'string'

/** The same in every language: names, paths, addresses. */
export const same = (text: string): Words => ({ en: text, ko: text })

/** Texts that differ by a value: `say((value) => …)` is written out for both languages at the call. */
export const words = (en: string, ko: string): Words => ({ en, ko })

import { english, type Messages } from './en.ts'
import { korean } from './ko.ts'
import type { Language } from './language.ts'

export type { Messages } from './en.ts'

export const messagesIn = (language: Language): Messages => (language === 'ko' ? korean : english)

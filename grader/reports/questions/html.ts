/** Prompts and options as HTML: they are words with code between backticks. */
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import type { Words } from '../../../src/grading/words.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { BankQuestion } from './bank.ts'

export const toHtml = (text: string): string =>
  escapeXml(text)
    .replaceAll(/`([^`]+)`/gu, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/gu, '<strong>$1</strong>')

export const inHtml = (words: Words | undefined, language: Language): string =>
  words === undefined ? '' : toHtml(words[language])

/** With the cluster that it is about. */
export const promptOf = ({ question, state }: BankQuestion, language: Language): string =>
  `<p>${inHtml(question.prompt, language)}</p>${state === undefined ? '' : `<pre>${escapeXml(state.trimEnd())}</pre>`}`

/** YAML coloured at build time, by the tokens of the parser that reads the manifests. */
import { Lexer } from 'yaml'
import { escapeHtml } from '../escape.ts'

const span = (name: string, text: string): string => `<span class="${name}">${escapeHtml(text)}</span>`

const PLAIN = /^(?:true|false|null|~|[-+]?\d[\d_.]*)$/u

/** What the lexer marks by one control character; it says nothing of the text itself. */
const CONTROL = new Set(['\u0002', '\u0018', '\u001f', '\ufeff'])

const classOf = (token: string, isKey: boolean): string | undefined => {
  if (token.startsWith('#')) return 'y-comment'
  if (/^["']/u.test(token)) return isKey ? 'y-key' : 'y-text'
  if (/^[&*!|>%]/u.test(token) || token === '---' || token === '...') return 'y-mark'
  if (/^[-?:,[\]{}]$/u.test(token)) return 'y-mark'
  if (/^\s*$/u.test(token)) return undefined
  if (isKey) return 'y-key'
  return PLAIN.test(token) ? 'y-value' : undefined
}

const BLANK = /^[ \t]*$/u

/** Lines of a difference keep their sign: the rest of each is YAML all the same. */
export const highlightYaml = (text: string): string => {
  const tokens = [...new Lexer().lex(text)].filter((token) => !CONTROL.has(token))
  // From the end, since what a token is depends on what stands behind it.
  const pieces: string[] = []
  let next: string | undefined
  for (const token of tokens.reverse()) {
    const name = classOf(token, next === ':')
    pieces.push(name === undefined ? escapeHtml(token) : span(name, token))
    if (!BLANK.test(token)) next = token
  }
  return pieces.reverse().join('')
}

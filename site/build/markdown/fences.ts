/** Code blocks: manifests, terminals and everything else can be told apart, and each can be scrolled with the keyboard. */
import { escapeHtml } from '../escape.ts'
import { WORDS, type Language } from '../words.ts'
import { highlightYaml } from './highlight-yaml.ts'

/** What begins with `#` is output: a remark of a program, such as those of `grade rules`. */
const PROMPT = /^\$ (.*)$/u

/** A command goes on in the next line after a backslash. */
const isContinued = (line: string | undefined): boolean => line?.endsWith('\\') === true

const renderTerminal = (text: string): string => {
  const lines = text.replace(/\n$/u, '').split('\n')
  const rendered: string[] = []
  let continued: boolean = false
  for (const line of lines) {
    const prompt: RegExpExecArray | null = continued ? null : PROMPT.exec(line)
    if (prompt !== null) rendered.push(`<span class="prompt">$ </span><kbd>${escapeHtml(prompt[1] ?? '')}</kbd>`)
    else if (continued) rendered.push(`<kbd>${escapeHtml(line)}</kbd>`)
    else rendered.push(`<samp>${escapeHtml(line)}</samp>`)
    continued = (prompt !== null || continued) && isContinued(line)
  }
  return rendered.join('\n')
}

const block = (kind: string, label: string, body: string): string =>
  `<div class="code ${kind}"><p class="label">${label}</p><pre tabindex="0"><code>${body}</code></pre></div>\n`

/** Where the page of a cause is; undefined where there is none. */
type FindCause = (code: string) => string | undefined

/** What is wrong on purpose says so, and leads to its cause. */
const labelOfWrong = (cause: string, language: Language, findCause: FindCause | undefined): string => {
  const words = WORDS[language]
  const href = findCause?.(cause)
  const why = href === undefined ? '' : `: <a href="${escapeHtml(href)}">${escapeHtml(words.wrongCause)}</a>`
  return `<span>${escapeHtml(words.wrong)}${why}</span>`
}

/** `info` is what stands behind the fence: `console`, `yaml wrong=…`, or any language. */
export const renderFence = (info: string, text: string, language: Language, findCause?: FindCause): string => {
  const [name = ''] = info.split(/\s+/u)
  const words = WORDS[language]
  if (name === 'console') return block('terminal', escapeHtml(words.terminal), renderTerminal(text))
  const wrong = /\bwrong=([a-z0-9-]+)/u.exec(info)?.[1]
  if (name === 'yaml')
    return wrong === undefined
      ? block('yaml', 'YAML', highlightYaml(text))
      : block('yaml wrong', labelOfWrong(wrong, language, findCause), highlightYaml(text))
  return block('listing', escapeHtml(name === '' || name === 'text' ? words.text : name), escapeHtml(text))
}

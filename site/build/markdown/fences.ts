/** Code blocks: manifests, terminals and everything else can be told apart, and each can be scrolled with the keyboard. */
import { escapeHtml } from '../escape.ts'
import { WORDS, type Language } from '../words.ts'
import { highlightYaml } from './highlight-yaml.ts'

const PROMPT = /^([$#]) (.*)$/u

/** A command goes on in the next line after a backslash. */
const isContinued = (line: string | undefined): boolean => line?.endsWith('\\') === true

const renderTerminal = (text: string): string => {
  const lines = text.replace(/\n$/u, '').split('\n')
  const rendered: string[] = []
  let continued: boolean = false
  for (const line of lines) {
    const prompt: RegExpExecArray | null = continued ? null : PROMPT.exec(line)
    if (prompt !== null)
      rendered.push(`<span class="prompt">${prompt[1] ?? ''} </span><kbd>${escapeHtml(prompt[2] ?? '')}</kbd>`)
    else if (continued) rendered.push(`<kbd>${escapeHtml(line)}</kbd>`)
    else rendered.push(`<samp>${escapeHtml(line)}</samp>`)
    continued = (prompt !== null || continued) && isContinued(line)
  }
  return rendered.join('\n')
}

const block = (kind: string, label: string, body: string): string =>
  `<div class="code ${kind}"><p class="label">${escapeHtml(label)}</p><pre tabindex="0"><code>${body}</code></pre></div>\n`

/** `info` is what stands behind the fence: `console`, `yaml wrong=…`, or any language. */
export const renderFence = (info: string, text: string, language: Language): string => {
  const [name = ''] = info.split(/\s+/u)
  const words = WORDS[language]
  if (name === 'console') return block('terminal', words.terminal, renderTerminal(text))
  const wrong = /\bwrong=([a-z0-9-]+)/u.exec(info)?.[1]
  if (name === 'yaml')
    return block(wrong === undefined ? 'yaml' : 'yaml wrong', wrong === undefined ? 'YAML' : words.wrong, highlightYaml(text))
  return block('plain', name === '' ? words.text : name, escapeHtml(text))
}

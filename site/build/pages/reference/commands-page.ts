/** The commands, as the program itself describes them. */
import type { CommandUsage, Term } from '../../../../src/node/usage.ts'
import { escapeHtml } from '../../escape.ts'
import { renderFence } from '../../markdown/fences.ts'
import type { Page } from '../../page.ts'
import type { Site } from '../../site.ts'
import type { Language } from '../../words.ts'
import { heading, referencePage, termTable } from './parts.ts'
import { REFERENCE_WORDS } from './words.ts'

/** `grade course check` is `course-check`; the program itself is `grade`. */
export const anchorOf = ({ name }: CommandUsage): string => name.replace(/^grade /u, '').replaceAll(' ', '-')

/** The program's name stays as it is typed. */
const sentence = (text: string): string =>
  text.replace(/^(?!grade )./u, (first) => first.toUpperCase()).replace(/(?<![.!?])$/u, '.')

const termRow = ({ term, text }: Term): readonly string[] => [`<code>${escapeHtml(term)}</code>`, escapeHtml(text)]

/** More of them are folded away: the page lists all commands, and a phone shows few lines at a time. */
const OPEN_TERMS = 2

const commandHtml = (command: CommandUsage, language: Language): string => {
  const words = REFERENCE_WORDS[language]
  const terms = [...command.arguments, ...command.options]
  const shown = terms.length === 0 ? '' : termTable(command.name, [words.option, words.meaning], terms.map(termRow))
  const rows =
    terms.length > OPEN_TERMS ? `<details><summary>${words.allOptions(terms.length)}</summary>${shown}</details>\n` : shown
  const after = command.after === '' ? '' : renderFence('text', `${command.after}\n`, language)
  return `${heading(anchorOf(command), `<code>${escapeHtml(command.name)}</code>`)}<p>${escapeHtml(sentence(command.description))}</p>\n${renderFence('console', `$ npx ${command.usage}\n`, language)}${rows}${after}`
}

const exitCodes = (language: Language): string => {
  const words = REFERENCE_WORDS[language]
  const rows = words.exitCodeMeanings.map((meaning, code) => [`<code>${code}</code>`, escapeHtml(meaning)])
  return heading('exit-codes', words.exitCodes) + termTable(words.exitCodes, [words.exitCode, words.meaning], rows)
}

export const commandsPage = (site: Site, language: Language): Page => {
  const words = REFERENCE_WORDS[language]
  const commands = site.usage[language]
  return referencePage({
    language,
    name: 'reference/commands.html',
    title: words.commands,
    summary: words.commandsIntro,
    html: commands.map((command) => commandHtml(command, language)).join('') + exitCodes(language),
    contents: [
      ...commands.map((command) => ({ id: anchorOf(command), heading: command.name })),
      { id: 'exit-codes', heading: words.exitCodes },
    ],
    found: commands.map((command) => ({
      anchor: anchorOf(command),
      title: command.name,
      text: [
        command.description,
        ...[...command.arguments, ...command.options].map(({ term, text }) => `${term} ${text}`),
      ].join(' '),
    })),
  })
}

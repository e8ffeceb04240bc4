/** The commands, as the program itself describes them. */
import type { CommandUsage, Term } from '../../../../src/node/usage.ts'
import { escapeHtml } from '../../escape.ts'
import { renderFence } from '../../markdown/fences.ts'
import type { Page } from '../../page.ts'
import type { Site } from '../../site.ts'
import { WORDS, type Language } from '../../words.ts'
import { heading, referencePage, termTable } from './parts.ts'

/** `grade course check` is `course-check`; the program itself is `grade`. */
export const anchorOf = ({ name }: CommandUsage): string => name.replace(/^grade /u, '').replaceAll(' ', '-')

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`.replace(/(?<![.!?])$/u, '.')

const termRow = ({ term, text }: Term): readonly string[] => [`<code>${escapeHtml(term)}</code>`, escapeHtml(text)]

const commandHtml = (command: CommandUsage, language: Language): string => {
  const words = WORDS[language]
  const terms = [...command.arguments, ...command.options]
  const rows = terms.length === 0 ? '' : termTable(command.name, [words.option, words.meaning], terms.map(termRow))
  const after = command.after === '' ? '' : renderFence('text', `${command.after}\n`, language)
  return `${heading(anchorOf(command), `<code>${escapeHtml(command.name)}</code>`)}<p>${escapeHtml(sentence(command.description))}</p>\n${renderFence('console', `$ npx ${command.usage}\n`, language)}${rows}${after}`
}

const exitCodes = (language: Language): string => {
  const words = WORDS[language]
  const rows = words.exitCodeMeanings.map((meaning, code) => [`<code>${code}</code>`, escapeHtml(meaning)])
  return heading('exit-codes', words.exitCodes) + termTable(words.exitCodes, [words.exitCode, words.meaning], rows)
}

export const commandsPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
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

/** What probes saw beside what the model says, and why the two may differ. */
import type { ToldObservation, ToldReason } from '../../src/grading/observation/tell.ts'
import type { Language } from '../../src/grading/words.ts'
import { paint, wrap, type Style } from './layout.ts'
import { observedWords } from './messages/observed.ts'

interface ObservedOptions {
  readonly style: Style
  readonly language: Language
  /** Codes of reasons that stand above already: they are not told again. */
  readonly known?: ReadonlySet<string>
}

/** `✔ a → b   observed connected   in the Pod itself, nc`; what differs says both. */
export const renderObservation = (
  told: ToldObservation,
  { style, language, known = new Set() }: ObservedOptions,
): readonly string[] => {
  const words = observedWords(language)
  const { question, predicted, seen, agrees, place, reasons } = told
  const prediction = `${words.model} ${predicted}`
  if (seen === null) return [`${paint(style, 'yellow', '?')} ${question}   ${words.unobserved}: ${place}   ${prediction}`]
  const line = `${question}   ${words.seen}: ${seen}   ${place}`
  if (agrees === true) return [`${paint(style, 'green', '✔')} ${line}`]
  const why =
    reasons.length === 0
      ? wrap(words.noReason, style.width - 6)
      : reasons.filter(({ code }) => !known.has(code)).flatMap((reason) => renderReason(reason, { style, language }))
  return [`${paint(style, 'red', '≠')} ${line}   ${prediction}`, ...why.map((one) => `    ${one}`)]
}

const renderReason = ({ code, title, facts, where }: ToldReason, { style, language }: ObservedOptions): readonly string[] => [
  ...wrap(`${observedWords(language).reason}: ${title} [${code}]`, style.width - 6),
  ...[...facts, ...(where === null ? [] : [where])].map((fact) => `  ${fact}`),
]

/** How many agree, in one line. */
export const countObservations = (all: readonly ToldObservation[], language: Language): string =>
  observedWords(language).counted({
    asked: all.length,
    agreeing: all.filter(({ agrees }) => agrees === true).length,
    differing: all.filter(({ agrees }) => agrees === false).length,
    unseen: all.filter(({ agrees }) => agrees === null).length,
  })

/** Those that differ or were not seen, in full; the others are only counted. */
export const renderObservations = (all: readonly ToldObservation[], options: ObservedOptions): string => {
  const told = all.filter(({ agrees }) => agrees !== true)
  const rows = told.flatMap((one) => renderObservation(one, options))
  const heading = paint(options.style, 'bold', observedWords(options.language).heading)
  return [
    heading,
    '',
    ...rows.map((row) => `  ${row}`),
    ...(rows.length === 0 ? [] : ['']),
    `  ${countObservations(all, options.language)}`,
    '',
  ].join('\n')
}

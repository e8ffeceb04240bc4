/** What the author's contract asks of prose: both languages alike, YAML that is valid or said to be wrong, links that lead somewhere. */
import { readConsole } from '../console.ts'
import { findFences, readInfo, type Fence } from '../fences.ts'
import type { ContentProblem } from '../problem.ts'
import { pathOf, type TaskSource } from '../reading.ts'
import type { Term } from '../read-glossary.ts'
import type { Section } from '../read-section.ts'
import { checkDrawings } from './check-drawings.ts'
import { checkFenceTranslation } from './check-fence-translation.ts'
import { checkTerms } from './check-terms.ts'
import { checkProseTranslation, checkWordsTranslation, strayLanguage } from './check-translation.ts'
import { checkYamlBlock } from './check-yaml-blocks.ts'

/** What links may lead to. */
export interface LinkTargets {
  readonly causes: ReadonlySet<string>
  /** Absent where the course has no glossary. */
  readonly terms?: ReadonlyMap<string, Term>
  readonly sections: ReadonlySet<string>
}

const LANGUAGES = ['en', 'ko'] as const
type ProseLanguage = (typeof LANGUAGES)[number]

const KNOWN_FENCES = new Set(['console', 'yaml', 'drawing', 'text', 'json', 'ini', 'nginx', 'sh'])

/** Anchors that a section has to have, in this order; what explains a concept stands after its objectives. */
const ANCHORS = {
  concept: ['objectives', 'example', 'mistakes', 'summary', 'further'],
  practice: ['objectives', 'task', 'background', 'example', 'hints', 'debrief', 'mistakes', 'summary', 'further'],
} as const

const fileOf = ({ folder }: TaskSource, language: ProseLanguage): string => `${folder}/${language}.md`

const problemAt = (file: string, line: number, message: string): ContentProblem => ({ file, line, column: 1, message })

/** Both languages have the same headings, in the same order. */
const checkHeadings = (source: TaskSource, section: Section): readonly ContentProblem[] => {
  const anchors = LANGUAGES.map((language) => section.prose[language].sections.map(({ id }) => id).join(', '))
  const [english = '', korean = ''] = anchors
  return english === korean
    ? []
    : [problemAt(fileOf(source, 'ko'), 1, `headings differ from en.md: ${korean} instead of ${english}`)]
}

/** A variant may take the section's own text for what it does not tell. */
const checkAnchors = (source: TaskSource, { kind, prose }: Section): readonly ContentProblem[] => {
  if (source.variant !== undefined) return []
  const ids = prose.en.sections.map(({ id }) => id)
  const places = ANCHORS[kind].map((id) => ids.indexOf(id))
  const isInOrder = places.every((place, index) => place >= 0 && (index === 0 || place > (places[index - 1] ?? 0)))
  const explains = kind === 'practice' || (places[1] ?? 0) > 1
  return isInOrder && explains
    ? []
    : [
        problemAt(
          fileOf(source, 'en'),
          1,
          `headings needed: ${ANCHORS[kind].join(', ')}${kind === 'concept' ? ', and what explains after the objectives' : ''}; found ${ids.join(', ')}`,
        ),
      ]
}

const UNMARKED = 'is not marked to be run: run=STATE, or try where it shows whether the task is done'

/** Ports of the reader's own machine, which another program may have: such commands are left to the checks of the task. */
const ON_THE_MACHINE = /^curl .*https?:\/\/localhost\b/u

const isMarked = ({ info, text }: Fence): boolean => {
  const { run, try: tried } = readInfo(info).settings
  return run !== undefined || tried !== undefined || readConsole(text).every(({ command }) => ON_THE_MACHINE.test(command))
}

const checkFence = async (source: TaskSource, fence: Fence, targets: LinkTargets): Promise<readonly ContentProblem[]> => {
  const { language, settings } = readInfo(fence.info)
  const file = fileOf(source, 'en')
  if (!KNOWN_FENCES.has(language))
    return [problemAt(file, fence.line, `a block of ${language || 'no language'}; known: ${[...KNOWN_FENCES].join(', ')}`)]
  const state = settings['run']
  if (state !== undefined && source.files[state] === undefined)
    return [problemAt(file, fence.line, `${state} is no file of this section`)]
  if (language === 'console') return isMarked(fence) ? [] : [problemAt(file, fence.line, UNMARKED)]
  if (language !== 'yaml') return []
  const problems = await checkYamlBlock(fence, source, targets.causes)
  return problems.map(({ line, message }) => problemAt(file, fence.line + line, message))
}

const LINK = /\]\((cause|term|section):([^)\s]+)\)/gu

const checkLinks = (source: TaskSource, language: ProseLanguage, targets: LinkTargets): readonly ContentProblem[] => {
  const known = { cause: targets.causes, term: targets.terms, section: targets.sections } as const
  return (source.files[`${language}.md`] ?? '')
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(LINK)].flatMap(([, kind, target = '']) =>
        known[kind as keyof typeof known]?.has(target.split('#')[0] ?? '') !== false
          ? []
          : [problemAt(fileOf(source, language), index + 1, `${kind ?? ''}:${target} leads nowhere`)],
      ),
    )
}

/** Files whose texts stand beside the prose. */
const WORDED = ['task.yaml', 'questions.yaml']

/** Nothing is half-translated, and both languages keep to the words of the glossary. */
const checkWords = (source: TaskSource, { prose }: Section, { terms }: LinkTargets): readonly ContentProblem[] => {
  const named = [...(terms?.values() ?? [])]
  const fronts = LANGUAGES.flatMap((language) => {
    const message = strayLanguage(prose[language].summary, language)
    return message === undefined ? [] : [problemAt(fileOf(source, language), 1, `summary: ${message}`)]
  })
  return [
    ...fronts,
    ...checkProseTranslation(source),
    ...LANGUAGES.flatMap((language) =>
      checkTerms({ file: fileOf(source, language), text: source.files[`${language}.md`] ?? '', language }, named),
    ),
    ...WORDED.flatMap((name) => {
      const [text, file] = [source.files[name], pathOf(source, name)]
      return text === undefined ? [] : [...checkWordsTranslation(text, file), ...checkTerms({ file, text }, named)]
    }),
  ]
}

/** All that is wrong with the prose of a section. */
export const checkProse = async (
  source: TaskSource,
  section: Section,
  targets: LinkTargets,
): Promise<readonly ContentProblem[]> => {
  const fences = findFences(source.files['en.md'] ?? '')
  const blocks = await Promise.all(fences.map((fence) => checkFence(source, fence, targets)))
  return [
    ...checkHeadings(source, section),
    ...checkFenceTranslation(source),
    ...checkAnchors(source, section),
    ...blocks.flat(),
    ...(await checkDrawings(source)),
    ...checkWords(source, section, targets),
    ...LANGUAGES.flatMap((language) => checkLinks(source, language, targets)),
  ]
}

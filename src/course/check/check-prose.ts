/** What the author's contract asks of prose: both languages alike, YAML that is valid or said to be wrong, links that lead somewhere. */
import { readCluster } from '../../grading/manifests/read-cluster.ts'
import { findFences, readInfo, type Fence } from '../fences.ts'
import type { ContentProblem } from '../problem.ts'
import type { TaskSource } from '../reading.ts'
import type { Section } from '../read-section.ts'

/** What links may lead to. */
export interface LinkTargets {
  readonly causes: ReadonlySet<string>
  /** Absent where the course has no glossary. */
  readonly terms?: ReadonlySet<string>
  readonly sections: ReadonlySet<string>
}

const LANGUAGES = ['en', 'ko'] as const
type ProseLanguage = (typeof LANGUAGES)[number]

const KNOWN_FENCES = new Set(['console', 'yaml', 'drawing', 'text', 'json', 'ini', 'nginx', 'sh'])

/** Anchors of a concept section that have to be there, in this order; what explains stands after the first. */
const CONCEPT_ANCHORS = ['objectives', 'example', 'mistakes', 'summary', 'further']

const fileOf = ({ folder }: TaskSource, language: ProseLanguage): string => `${folder}/${language}.md`

const problemAt = (file: string, line: number, message: string): ContentProblem => ({ file, line, column: 1, message })

/** Both languages have the same headings and the same blocks, in the same order. */
const checkLanguages = (source: TaskSource, section: Section): readonly ContentProblem[] => {
  const problems: ContentProblem[] = []
  const anchors = LANGUAGES.map((language) => section.prose[language].sections.map(({ id }) => id).join(', '))
  const [english = '', korean = ''] = anchors
  if (english !== korean)
    problems.push(problemAt(fileOf(source, 'ko'), 1, `headings differ from en.md: ${korean} instead of ${english}`))
  const [ours = [], theirs = []] = LANGUAGES.map((language) => findFences(source.files[`${language}.md`] ?? ''))
  for (const [index, fence] of ours.entries()) {
    const other = theirs[index]
    if (other === undefined || other.info !== fence.info || other.text !== fence.text)
      problems.push(
        problemAt(
          fileOf(source, 'ko'),
          other?.line ?? 1,
          `the block of en.md:${fence.line} (${fence.info}) has to stand here as it is`,
        ),
      )
  }
  if (theirs.length > ours.length)
    problems.push(problemAt(fileOf(source, 'ko'), theirs[ours.length]?.line ?? 1, 'a block that en.md does not have'))
  return problems
}

const checkAnchors = (source: TaskSource, section: Section): readonly ContentProblem[] => {
  if (section.kind === 'practice') return []
  const ids = section.prose.en.sections.map(({ id }) => id)
  const found = CONCEPT_ANCHORS.filter((id) => ids.includes(id))
  const places = found.map((id) => ids.indexOf(id))
  const inOrder = places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1))
  return found.length === CONCEPT_ANCHORS.length && inOrder && (places[1] ?? 0) > 1
    ? []
    : [
        problemAt(
          fileOf(source, 'en'),
          1,
          `headings needed: objectives, what explains, example, mistakes, summary, further; found ${ids.join(', ')}`,
        ),
      ]
}

const checkFence = async (source: TaskSource, fence: Fence, targets: LinkTargets): Promise<readonly ContentProblem[]> => {
  const { language, settings } = readInfo(fence.info)
  const file = fileOf(source, 'en')
  if (!KNOWN_FENCES.has(language))
    return [problemAt(file, fence.line, `a block of ${language || 'no language'}; known: ${[...KNOWN_FENCES].join(', ')}`)]
  const state = settings['run']
  if (state !== undefined && source.files[state] === undefined)
    return [problemAt(file, fence.line, `${state} is no file of this section`)]
  if (language !== 'yaml') return []
  const { wrong } = settings
  if (wrong !== undefined)
    return targets.causes.has(wrong) ? [] : [problemAt(file, fence.line, `${wrong} is no cause; see src/grading/causes`)]
  const { problems } = await readCluster([{ path: file, text: fence.text }], { withoutPods: true })
  return problems.map(({ position, message }) => problemAt(file, fence.line + position.line, message))
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

/** All that is wrong with the prose of a section. */
export const checkProse = async (
  source: TaskSource,
  section: Section,
  targets: LinkTargets,
): Promise<readonly ContentProblem[]> => {
  const fences = findFences(source.files['en.md'] ?? '')
  const blocks = await Promise.all(fences.map((fence) => checkFence(source, fence, targets)))
  return [
    ...checkLanguages(source, section),
    ...checkAnchors(source, section),
    ...blocks.flat(),
    ...LANGUAGES.flatMap((language) => checkLinks(source, language, targets)),
  ]
}

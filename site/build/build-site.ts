/** Makes the study site: static pages that work from any folder, from file:// too, and without JavaScript. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { renderContentProblem, type ContentProblem } from '../../src/course/problem.ts'
import { CATALOGUE } from '../../src/grading/catalogue.ts'
import { readChecksReference } from '../../src/node/check-reference.ts'
import { readResultReference } from '../../src/node/result-reference.ts'
import { findTests, readCatalogue } from '../../src/node/semantics.ts'
import { readUsage } from '../../src/node/usage.ts'
import { bundleAssets, engineAssets, hashedName, type Asset } from './assets.ts'
import { createCourseCache, loadCourse, type CourseCache } from './content/load-course.ts'
import { createLayout, type Layout } from './layout.ts'
import type { Page } from './page.ts'
import { causePages } from './pages/cause-pages.ts'
import { coursePages, resolveIn } from './pages/course-pages.ts'
import { playgroundPage } from './pages/playground-page.ts'
import { questionsPages } from './pages/question-pages.ts'
import { referencePages } from './pages/reference/reference-pages.ts'
import { progressPage, searchPage } from './pages/tool-pages.ts'
import { aliasesOf } from '../search/aliases.ts'
import { renderSearchIndex } from './search-index.ts'
import type { Site } from './site.ts'
import { LANGUAGES, WORDS, type Language } from './words.ts'

export interface SiteOptions {
  /** The folder that holds tasks/, docs/, test/ and site/. */
  readonly root: string
  /** Where the course stands, if not in tasks/. */
  readonly tasks?: string
  /** Pages load themselves anew when `serve` says that something has changed. */
  readonly live?: boolean
}

export interface BuiltSite {
  /** Contents by path within the site. */
  readonly files: ReadonlyMap<string, string>
  readonly problems: readonly ContentProblem[]
}

/** What the course's pages need and what seldom changes: made once while the site is served. */
export type Fixed = Pick<Site, 'semantics' | 'tests' | 'usage' | 'checks' | 'result' | 'version'> & {
  readonly assets: Awaited<ReturnType<typeof bundleAssets>>
  /** Bundled beside all else, which needs nothing of it. */
  readonly engine: Promise<readonly Asset[]>
}

const readVersion = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version

/** Who awaits it hears of its failure. */
const beside = <Value>(work: Promise<Value>): Promise<Value> => {
  work.catch(() => undefined)
  return work
}

export const prepareSite = async ({ root }: SiteOptions): Promise<Fixed> => {
  const engine = beside(engineAssets(root))
  const assets = beside(bundleAssets(join(root, 'site')))
  return {
    engine,
    semantics: readCatalogue(root),
    tests: findTests(root),
    usage: readUsage(root),
    checks: readChecksReference(root),
    result: readResultReference(root),
    version: readVersion(root),
    assets: await assets,
  }
}

const readSite = async (
  { root, tasks = join(root, 'tasks') }: SiteOptions,
  fixed: Fixed,
  cache: CourseCache,
): Promise<{ site: Site; problems: ContentProblem[] }> => {
  const course = await loadCourse(tasks, cache)
  const problems = [...course.problems]
  const known = { course, causes: CATALOGUE }
  const linked = JSON.stringify([course.sections.map(({ id }) => id), course.terms.map(({ id }) => id)])
  return {
    problems,
    site: { ...fixed, ...known, linked, resolver: (from) => resolveIn(known, from), note: (problem) => problems.push(problem) },
  }
}

const withoutDuplicates = (problems: readonly ContentProblem[]): readonly ContentProblem[] => [
  ...new Map(problems.map((problem) => [renderContentProblem(problem), problem])).values(),
]

/** Written when it is asked for, and then kept. */
const once = (write: () => string): (() => string) => {
  let written: string | undefined
  return () => (written ??= write())
}

/** Pages in both languages, outside of their folders. */
const outsidePages = (site: Site, layout: Layout): readonly (readonly [path: string, write: () => string])[] => {
  const blocks = (heading: 'start' | 'missing', text: 'intro' | 'missingText'): readonly unknown[] =>
    LANGUAGES.map((language) => ({
      language,
      heading: heading === 'start' ? site.course.title[language] : WORDS[language][heading],
      text: WORDS[language][text],
      href: `${language}/index.html`,
      name: `${WORDS[language].start}: ${WORDS[language].name}`,
    }))
  return [
    ['index.html', once(() => layout.renderPlain('', 'netgrade', blocks('start', 'intro')))],
    ['404.html', once(() => layout.renderPlain('', '404', blocks('missing', 'missingText')))],
  ]
}

/** A site whose files are written when they are asked for. */
export interface DraftedSite {
  /** By path within the site. */
  readonly files: ReadonlyMap<string, () => string>
  readonly problems: readonly ContentProblem[]
}

function* pagesIn(site: Site, language: Language): Iterable<Page> {
  yield* coursePages(site, language)
  yield* questionsPages(site, language)
  yield* causePages(site, language)
  yield* referencePages(site, language)
  yield progressPage(site, language)
  yield playgroundPage(site, language)
}

/** Between two pages the bundler, which works beside, is answered. */
const makeAll = async (pages: Iterable<Page>): Promise<readonly Page[]> => {
  const made: Page[] = []
  for (const page of pages) {
    made.push(page)
    await setImmediate()
  }
  return made
}

/** While the site is served, the name of an index tells nothing of its contents: it is made when it is asked for. */
const indexOf = (
  { course }: Site,
  pages: readonly Page[],
  language: Language,
  isLive: boolean,
): readonly [string, () => string] => {
  const write = once(() => renderSearchIndex(pages, aliasesOf(course.terms.map(({ texts }) => texts[language]))))
  const name = `index-${language}`
  return [isLive ? `assets/${name}.js` : hashedName(name, 'js', write()), write]
}

/** All but the engine. */
const draftPages = async (options: SiteOptions, fixed: Fixed, cache: CourseCache): Promise<DraftedSite> => {
  const { site, problems } = await readSite(options, fixed, cache)
  const isLive = options.live === true
  const layout = createLayout(join(options.root, 'site'), fixed.assets, isLive)
  const files = new Map<string, () => string>()
  const add = ({ path, content }: Asset): void => void files.set(path, () => content)
  for (const [path, write] of outsidePages(site, layout)) files.set(path, write)
  for (const language of LANGUAGES) {
    const pages = await makeAll(pagesIn(site, language))
    const [indexPath, writeIndex] = indexOf(site, pages, language, isLive)
    files.set(indexPath, writeIndex)
    for (const page of [...pages, searchPage(language, `../${indexPath}`)]) {
      const data = page.data.map(({ name, content: text }) => ({ path: hashedName(name, 'js', text), content: text }))
      data.forEach(add)
      const paths = data.map(({ path }) => path)
      files.set(
        `${language}/${page.name}`,
        once(() => layout.renderPage(site, page, paths)),
      )
    }
  }
  for (const [name, asset] of Object.entries(fixed.assets)) if (name !== 'live' || isLive) add(asset)
  return { files, problems: withoutDuplicates(problems) }
}

/** Reads the course, where it has changed, and finds all that is wrong with it. */
export const draftSite = async (options: SiteOptions, fixed: Fixed, cache: CourseCache): Promise<DraftedSite> => {
  const { files, problems } = await draftPages(options, fixed, cache)
  const engine = await fixed.engine
  return { files: new Map([...files, ...engine.map(({ path, content }) => [path, () => content] as const)]), problems }
}

/** Everything the site consists of. Where the content has problems, they are told as soon as they are known, and there is nothing but them. */
export const buildSite = async (options: SiteOptions): Promise<BuiltSite> => {
  const fixed = await prepareSite(options)
  const { files, problems } = await draftPages(options, fixed, createCourseCache())
  if (problems.length > 0) return { files: new Map(), problems }
  const written = new Map<string, string>()
  for (const [path, write] of files) {
    written.set(path, write())
    await setImmediate()
  }
  for (const { path, content } of await fixed.engine) written.set(path, content)
  return { files: written, problems }
}

/** Makes the study site: static pages that work from any folder, from file:// too, and without JavaScript. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderContentProblem, type ContentProblem } from '../../src/course/problem.ts'
import { CATALOGUE } from '../../src/grading/catalogue.ts'
import { readChecksReference } from '../../src/node/check-reference.ts'
import { readResultReference } from '../../src/node/result-reference.ts'
import { findTests, readCatalogue } from '../../src/node/semantics.ts'
import { readUsage } from '../../src/node/usage.ts'
import { bundleAssets, engineAssets, hashedName, type Asset } from './assets.ts'
import { loadCourse } from './content/load-course.ts'
import { createLayout, type Layout } from './layout.ts'
import type { Page } from './page.ts'
import { causePages } from './pages/cause-pages.ts'
import { coursePages, resolveIn } from './pages/course-pages.ts'
import { playgroundPage } from './pages/playground-page.ts'
import { questionsPages } from './pages/question-pages.ts'
import { referencePages } from './pages/reference/reference-pages.ts'
import { progressPage, searchPage } from './pages/tool-pages.ts'
import { renderSearchIndex } from './search-index.ts'
import type { Site } from './site.ts'
import { LANGUAGES, WORDS } from './words.ts'

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
  readonly engine: readonly Asset[]
}

const readVersion = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version

export const prepareSite = async ({ root }: SiteOptions): Promise<Fixed> => ({
  semantics: readCatalogue(root),
  tests: findTests(root),
  usage: readUsage(root),
  checks: readChecksReference(root),
  result: readResultReference(root),
  version: readVersion(root),
  assets: await bundleAssets(join(root, 'site')),
  engine: await engineAssets(root),
})

const readSite = async (
  { root, tasks = join(root, 'tasks') }: SiteOptions,
  fixed: Fixed,
): Promise<{ site: Site; problems: ContentProblem[] }> => {
  const course = await loadCourse(tasks)
  const problems = [...course.problems]
  const known = { course, causes: CATALOGUE }
  return {
    problems,
    site: { ...fixed, ...known, resolver: (from) => resolveIn(known, from), note: (problem) => problems.push(problem) },
  }
}

const withoutDuplicates = (problems: readonly ContentProblem[]): readonly ContentProblem[] => [
  ...new Map(problems.map((problem) => [renderContentProblem(problem), problem])).values(),
]

const outsidePages = (site: Site, layout: Layout): readonly (readonly [string, string])[] => {
  const blocks = (heading: 'start' | 'missing', text: 'intro' | 'missingText'): readonly unknown[] =>
    LANGUAGES.map((language) => ({
      language,
      heading: heading === 'start' ? site.course.title[language] : WORDS[language][heading],
      text: WORDS[language][text],
      href: `${language}/index.html`,
      name: `${WORDS[language].start}: ${WORDS[language].name}`,
    }))
  return [
    ['index.html', layout.renderPlain('', 'netgrade', blocks('start', 'intro'))],
    ['404.html', layout.renderPlain('', '404', blocks('missing', 'missingText'))],
  ]
}

/** Everything the site consists of. Where the content has problems, they are told and nothing should be shown but them. */
export const buildSite = async (options: SiteOptions, prepared?: Fixed): Promise<BuiltSite> => {
  const fixed = prepared ?? (await prepareSite(options))
  const { site, problems } = await readSite(options, fixed)
  const layout = createLayout(join(options.root, 'site'), fixed.assets, options.live === true)
  const files = new Map<string, string>(outsidePages(site, layout))
  const add = ({ path, content }: Asset): void => void files.set(path, content)
  for (const language of LANGUAGES) {
    const pages: readonly Page[] = [
      ...coursePages(site, language),
      ...questionsPages(site, language),
      ...causePages(site, language),
      ...referencePages(site, language),
      progressPage(site, language),
      playgroundPage(site, language),
    ]
    const content = renderSearchIndex(pages)
    const index = { path: hashedName(`index-${language}`, 'js', content), content }
    add(index)
    for (const page of [...pages, searchPage(language, `../${index.path}`)]) {
      const data = page.data.map(({ name, content: text }) => ({ path: hashedName(name, 'js', text), content: text }))
      data.forEach(add)
      const paths = data.map(({ path }) => path)
      files.set(`${language}/${page.name}`, layout.renderPage(site, page, paths))
    }
  }
  fixed.engine.forEach(add)
  for (const [name, asset] of Object.entries(fixed.assets)) if (name !== 'live' || options.live === true) add(asset)
  return { files, problems: withoutDuplicates(problems) }
}

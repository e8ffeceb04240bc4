/** Puts pages into the layout: navigation, links to the other language, scripts, and the policy of what a page may load. */
import Handlebars from 'handlebars'
import { readTemplate, type Asset, type AssetName } from './assets.ts'
import { hrefBetween, type Page } from './page.ts'
import type { Site } from './site.ts'
import { WORDS, type Language } from './words.ts'

type Assets = Readonly<Record<AssetName, Asset>>

export interface Layout {
  /** `data` are the paths of the page's own scripts. */
  readonly renderPage: (site: Site, page: Page, data: readonly string[]) => string
  /** Pages in both languages, outside of their folders. */
  readonly renderPlain: (root: string, title: string, blocks: readonly unknown[]) => string
}

const policyOf = (isLive: boolean): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'worker-src blob:',
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    ...(isLive ? ["connect-src 'self'"] : []),
  ].join('; ')

const MORE = [
  ['exercises/index.html', 'exercises'],
  ['playground.html', 'playground'],
  ['causes/index.html', 'causes'],
  ['reference/index.html', 'reference'],
  ['glossary.html', 'glossary'],
  ['search.html', 'search'],
  ['progress.html', 'progress'],
  ['print.html', 'print'],
] as const

/** The entry of the navigation that a page belongs to: its section, or what it stands below. */
const entryFor = ({ name, number, up }: Page): string | undefined =>
  number === undefined || name === `${number}.html` ? up?.name : `${number}.html`

const partsFor = (site: Site, page: Page): unknown => {
  const { name, language } = page
  const entry = entryFor(page)
  const link = (to: string, title: string, id?: string): unknown => ({
    title,
    id,
    href: hrefBetween(name, to),
    current: to === name ? 'page' : to === entry ? 'true' : undefined,
  })
  const parts = Object.entries(site.course.parts).map(([key, title]) => ({
    title: title[language],
    links: site.course.sections
      .filter(({ part }) => part === key)
      .map(({ id, texts }) => link(`${id}.html`, texts[language].title, id)),
  }))
  const words = WORDS[language]
  return [...parts, { title: words.more, links: MORE.map(([to, word]) => link(to, words[word])) }]
}

/** Columns of as many letters hold each heading in one line. */
const SHORT = 18

const contentsOf = ({ contents }: Page): unknown => ({
  entries: contents,
  short: contents.every(({ heading }) => heading.length <= SHORT),
})

/** What comes before and after a section. */
const stepsFor = (site: Site, { kind, name, language }: Page): readonly unknown[] => {
  const index = kind === 'section' ? site.course.sections.findIndex(({ id }) => `${id}.html` === name) : -1
  if (index < 0) return []
  const words = WORDS[language]
  return (
    [
      [index - 1, 'prev', words.previous],
      [index + 1, 'next', words.next],
    ] as const
  ).flatMap(([at, rel, word]) => {
    const section = site.course.sections[at]
    return section === undefined ? [] : [{ rel, word, href: `${section.id}.html`, title: section.texts[language].title }]
  })
}

export const createLayout = (folder: string, assets: Assets, isLive: boolean): Layout => {
  // Templates have no helpers of their own, so that none is looked for.
  const compile = (name: string): Handlebars.TemplateDelegate =>
    Handlebars.compile(readTemplate(folder, name), { knownHelpersOnly: true })
  const [layout, plain, sections] = [compile('layout'), compile('plain'), compile('sections')]
  const navigation = new Map<string, string>()
  /** It stands on a page twice, and is the same on many. */
  const navigationOf = (parts: unknown): string => {
    const key = JSON.stringify(parts)
    const html = navigation.get(key) ?? sections({ parts })
    navigation.set(key, html)
    return html
  }
  const policy = policyOf(isLive)
  const paths = Object.fromEntries(Object.entries(assets).map(([name, { path }]) => [name, path]))
  const live = isLive ? [assets.live.path] : []
  return {
    renderPage: (site, page, data) => {
      const other: Language = page.language === 'en' ? 'ko' : 'en'
      const root = hrefBetween(`${page.language}/${page.name}`, '')
      const course = site.course.title[page.language]
      return layout({
        ...page,
        page,
        root,
        policy,
        live: isLive ? 'yes' : '',
        course,
        title: page.kind === 'start' ? course : `${page.title} · ${course}`,
        up: page.up === undefined ? undefined : { ...page.up, href: hrefBetween(page.name, page.up.name) },
        contents: page.contents.length > 1 ? contentsOf(page) : undefined,
        words: WORDS[page.language],
        home: hrefBetween(page.name, 'index.html'),
        search: hrefBetween(page.name, 'search.html'),
        other: { language: other, name: WORDS[other].name, href: `${root}${other}/${page.name}` },
        assets: paths,
        scripts: [...data, ...page.scripts.map((name) => assets[name as AssetName].path), ...live],
        navigation: navigationOf(partsFor(site, page)),
        steps: stepsFor(site, page),
      })
    },
    renderPlain: (root, title, blocks) =>
      plain({
        language: 'en',
        policy,
        root,
        title,
        blocks,
        assets: isLive ? paths : { style: paths['style'], icon: paths['icon'] },
      }),
  }
}

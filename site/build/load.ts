/** Reads what the site shows: the course's outline and the texts of its sections. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Language } from './words.ts'

type Texts = Readonly<Record<Language, string>>

interface Outline {
  readonly title: Texts
  readonly languages: readonly Language[]
  readonly sections: readonly { readonly id: string; readonly part: string }[]
  readonly parts: Readonly<Record<string, Texts>>
}

export interface SectionText {
  readonly title: string
  readonly summary: string
  /** Markdown without its front matter. */
  readonly body: string
}

export interface Section {
  readonly id: string
  readonly part: string
  readonly texts: Readonly<Record<Language, SectionText>>
}

export interface CourseText {
  readonly title: Texts
  readonly languages: readonly Language[]
  readonly parts: Readonly<Record<string, Texts>>
  readonly sections: readonly Section[]
}

const FRONT_MATTER = /^---\n([\s\S]*?)\n---\n/u

const readSection = (path: string): SectionText => {
  const text = readFileSync(path, 'utf8')
  const match = FRONT_MATTER.exec(text)
  if (match === null)
    throw new Error(`${path}:1: the front matter is missing. Begin the file with lines ---, title: …, summary: …, ---.`)
  const front = parse(match[1] ?? '') as { readonly title?: unknown; readonly summary?: unknown }
  if (typeof front.title !== 'string' || typeof front.summary !== 'string') {
    throw new Error(`${path}:1: the front matter needs a title and a summary, both texts.`)
  }
  return { title: front.title, summary: front.summary, body: text.slice(match[0].length) }
}

/** Throws an Error that names the file where something is missing. */
export const loadCourse = (folder: string): CourseText => {
  const path = join(folder, 'course.yaml')
  if (!existsSync(path)) throw new Error(`${path}: not found. Give the folder that holds course.yaml.`)
  const outline = parse(readFileSync(path, 'utf8')) as Outline
  const sections = outline.sections.map(({ id, part }): Section => {
    const texts = { en: readSection(join(folder, id, 'en.md')), ko: readSection(join(folder, id, 'ko.md')) }
    return { id, part, texts }
  })
  return { title: outline.title, languages: outline.languages, parts: outline.parts, sections }
}

/**
 * Lets a bundle do without texts of causes until they are told, each language by itself: of the many causes that are tried, one or two
 * are told. Texts that are more than constants stay where they are.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'
import { createScripts, exactly, type ReadScript } from './module-script.ts'

const LANGUAGES = ['en', 'ko'] as const
const FIELDS = ['title', 'explanation'] as const
const PART = 'late-text'
const EXAMPLES = 'texts-examples'
const TOLD = 'late-told'

/** A field of a cause as esbuild prints it: up to the next one. */
const fieldPattern = (name: string): RegExp => new RegExp(`^  ${name}: ([^]*?),\\n(?=  \\w+[:(])`, 'mu')
const CAUSE = /^export const (\w+) = \{$/mu

/** Texts of so many causes come together: one or two are told, and each part is a line of the index. */
const PART_SIZE = 8

/** In a cause's file, before anything is made of it. */
const HAS_CODE = /^ {2}code: '/mu

interface CauseModule {
  readonly code: string
  /** Without the texts. */
  readonly script: (part: string) => string
  /** Title and explanation by language. */
  readonly texts: Readonly<Record<(typeof LANGUAGES)[number], readonly string[]>>
  /** The expression that makes the example. */
  readonly example: string
}

/** `words("…", "…")`: undefined where these are no constants. */
const readWords = (expression: string): readonly string[] | undefined => {
  try {
    const read: unknown = JSON.parse(expression.replace(/^words\(/u, '[').replace(/\)$/u, ']'))
    return Array.isArray(read) && read.every((one) => typeof one === 'string') ? read : undefined
  } catch {
    return undefined
  }
}

const readModule = (script: string): CauseModule | undefined => {
  const fieldIn = (name: string): string => fieldPattern(name).exec(script)?.[1] ?? ''
  const [title, explanation] = FIELDS.map((field) => readWords(fieldIn(field)))
  const [code, example] = [/^"([\w-]+)"$/u.exec(fieldIn('code'))?.[1], fieldIn('example')]
  if (!CAUSE.test(script) || code === undefined || title === undefined || explanation === undefined || example === '')
    return undefined
  const without = [...FIELDS, 'example'].reduce((text, field) => text.replace(fieldPattern(field), ''), script)
  const [before = '', cause = ''] = without.split(/(?<=^export const \w+ = )(?=\{$)/mu)
  const withTexts = (part: string): string =>
    `${before}/* @__PURE__ */ told(${JSON.stringify(part)}, ${cause.replace(/^\};$/mu, '});')}`
  return {
    code,
    script: (part) => `import { told } from '${TOLD}'\n${withTexts(part)}`,
    texts: { en: [title[0] ?? '', explanation[0] ?? ''], ko: [title[1] ?? '', explanation[1] ?? ''] },
    example,
  }
}

/** Gives a cause the texts that it was written with, but asks for them when they are told. */
const TELL = `
const words = (part, code, index) => ({
  ${LANGUAGES.map((language) => `get ${language}() { return netgradeLate(part + '-${language}').texts[code][index] },`).join('\n  ')}
})
export const told = (part, cause) =>
  Object.defineProperties(cause, {
    ${FIELDS.map((field, index) => `${field}: { enumerable: true, value: words(part, cause.code, ${index}) },`).join('\n    ')}
    example: { enumerable: true, get: () => netgradeLate('${EXAMPLES}').texts[cause.code] },
  })
`

/** Folders of causes, from the root. */
export interface LateTexts {
  readonly folder: string
  readonly groups: readonly string[]
}

/** Files by the part that holds their texts, but for its language. */
const filesByPart = (root: string, { folder, groups }: LateTexts): ReadonlyMap<string, readonly string[]> => {
  const parts = new Map<string, readonly string[]>()
  for (const group of groups) {
    const files = readdirSync(join(root, folder, group))
      .sort()
      .map((name) => join(root, folder, group, name))
      .filter((file) => HAS_CODE.test(readFileSync(file, 'utf8')))
    for (let at = 0; at < files.length; at += PART_SIZE)
      parts.set(`texts-${group}${at === 0 ? '' : at / PART_SIZE + 1}`, files.slice(at, at + PART_SIZE))
  }
  return parts
}

/** Entry points of the parts, for the same build. */
export const textEntries = (root: string, texts: LateTexts): Readonly<Record<string, string>> => {
  const parts = [...filesByPart(root, texts).keys()].flatMap((part) => LANGUAGES.map((language) => `${part}-${language}`))
  return Object.fromEntries([EXAMPLES, ...parts].map((part) => [part, `${PART}:${part}`]))
}

/** A module of texts by the codes of their causes. */
const textModule = (texts: readonly (readonly [code: string, text: string])[]): string =>
  `export const texts = { ${texts.map(([code, text]) => `${JSON.stringify(code)}: ${text}`).join(', ')} }`

/** Causes without their texts, by their files. */
const scriptsOf = (root: string, texts: LateTexts, scriptOf: ReadScript): ReadonlyMap<string, Promise<string | undefined>> =>
  new Map(
    [...filesByPart(root, texts)].flatMap(([part, files]) =>
      files.map((file) => [file, scriptOf(file).then((script) => readModule(script)?.script(part))] as const),
    ),
  )

/** Reads a module as {@link lateTexts} has it, for what else changes modules. */
export const withoutTexts = (root: string, texts: LateTexts, scriptOf: ReadScript = createScripts()): ReadScript => {
  const scripts = scriptsOf(root, texts, scriptOf)
  return async (path) => (await scripts.get(path)) ?? scriptOf(path)
}

export const lateTexts = (root: string, texts: LateTexts, scriptOf: ReadScript = createScripts()): Plugin => ({
  name: 'late-texts',
  setup: (build) => {
    const parts = filesByPart(root, texts)
    const partOf = new Map([...parts].flatMap(([part, files]) => files.map((file) => [file, part] as const)))
    const modules = new Map([...partOf.keys()].map((file) => [file, scriptOf(file).then(readModule)]))
    const modulesOf = async (files: Iterable<string>): Promise<readonly CauseModule[]> =>
      (await Promise.all([...files].map(async (file) => modules.get(file)))).filter((one) => one !== undefined)
    build.onResolve({ filter: new RegExp(`^${PART}:`) }, ({ path }) => ({ path: path.slice(PART.length + 1), namespace: PART }))
    build.onResolve({ filter: new RegExp(`^${TOLD}$`) }, () => ({ path: TOLD, namespace: TOLD, sideEffects: false }))
    build.onLoad({ filter: /./, namespace: TOLD }, () => ({ contents: TELL }))
    build.onLoad({ filter: /./, namespace: PART }, async ({ path: asked }) => {
      if (asked === EXAMPLES) {
        const examples = (await modulesOf(modules.keys())).map(({ code, example }) => [code, example] as const)
        return {
          contents: `import { example } from './example.ts'\n${textModule(examples)}`,
          resolveDir: join(root, texts.folder),
        }
      }
      const [, part = '', given] = /^(.*)-(\w+)$/u.exec(asked) ?? []
      const language = LANGUAGES.find((one) => one === given) ?? 'en'
      const told = (await modulesOf(parts.get(part) ?? [])).map(
        (one) => [one.code, JSON.stringify(one.texts[language])] as const,
      )
      return { contents: textModule(told) }
    })
    build.onLoad({ filter: exactly(partOf.keys()), namespace: 'file' }, async ({ path }) => {
      const module = await modules.get(path)
      return module === undefined ? undefined : { contents: module.script(partOf.get(path) ?? ''), resolveDir: dirname(path) }
    })
  },
})

/** The site's styles and scripts, each under a name that changes with its contents. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { DRAWING_STYLE } from '../../src/drawing/style.ts'
import { bundleEngine } from './bundle-engine.ts'

export interface Asset {
  readonly path: string
  readonly content: string
}

/** Within the site. */
export const ENGINE_FOLDER = 'assets/engine/'

export const hashedName = (name: string, extension: string, content: string): string =>
  `assets/${name}-${createHash('sha256').update(content).digest('hex').slice(0, 10)}.${extension}`

const SCRIPTS = {
  theme: 'theme',
  main: 'main',
  search: 'search',
  progress: 'progress',
  live: 'live',
  exercise: 'exercise/page',
  questions: 'quiz/page',
  editor: 'editor/page',
  playground: 'playground/page',
} as const

export type AssetName = keyof typeof SCRIPTS | 'style' | 'icon'

/** `folder` is site/. */
export const bundleAssets = async (folder: string): Promise<Readonly<Record<AssetName, Asset>>> => {
  const { outputFiles } = await build({
    entryPoints: {
      ...Object.fromEntries(Object.entries(SCRIPTS).map(([name, path]) => [name, join(folder, `client/${path}.ts`)])),
      style: join(folder, 'client/style.css'),
    },
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    outdir: 'assets',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  })
  const assets = outputFiles.map(({ path, text }) => {
    const [, name = '', extension = ''] = /([\w-]+)\.(js|css)$/u.exec(path) ?? []
    const content = extension === 'css' ? text + DRAWING_STYLE : text
    return [name, { path: hashedName(name, extension, content), content }] as const
  })
  const icon = readFileSync(join(folder, 'icon.svg'), 'utf8')
  return Object.fromEntries([...assets, ['icon', { path: hashedName('icon', 'svg', icon), content: icon }]]) as Record<
    AssetName,
    Asset
  >
}

/** The engine's files, where pages look for them. `root` is the folder that holds src/ and site/. */
export const engineAssets = async (root: string): Promise<readonly Asset[]> =>
  Object.entries(await bundleEngine(root)).map(([name, content]) => ({ path: ENGINE_FOLDER + name, content }))

export const readTemplate = (folder: string, name: string): string =>
  readFileSync(join(folder, `templates/${name}.hbs`), 'utf8')

/** The site's styles and scripts, each under a name that changes with its contents. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

export interface Asset {
  readonly path: string
  readonly content: string
}

export const hashedName = (name: string, extension: string, content: string): string =>
  `assets/${name}-${createHash('sha256').update(content).digest('hex').slice(0, 10)}.${extension}`

const SCRIPTS = ['theme', 'main', 'search', 'progress', 'live'] as const

export type AssetName = (typeof SCRIPTS)[number] | 'style'

/** `folder` is site/. */
export const bundleAssets = async (folder: string): Promise<Readonly<Record<AssetName, Asset>>> => {
  const { outputFiles } = await build({
    entryPoints: [...SCRIPTS.map((name) => join(folder, `client/${name}.ts`)), join(folder, 'client/style.css')],
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
    return [name, { path: hashedName(name, extension, text), content: text }] as const
  })
  return Object.fromEntries(assets) as Record<AssetName, Asset>
}

export const readTemplate = (folder: string, name: string): string =>
  readFileSync(join(folder, `templates/${name}.hbs`), 'utf8')

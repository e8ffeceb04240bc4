/** Makes the site anew from what has changed, and nothing else. */
import { join, sep } from 'node:path'
import { renderContentProblem } from '../../src/course/problem.ts'
import { readCatalogue } from '../../src/node/semantics.ts'
import { bundleAssets, engineAssets } from '../build/assets.ts'
import { draftSite, prepareSite, type DraftedSite, type Fixed, type SiteOptions } from '../build/build-site.ts'
import { createCourseCache } from '../build/content/load-course.ts'

export interface Made {
  readonly fixed: Fixed
  readonly site: DraftedSite
  /** In lines, with file, line and column; nothing but these should be shown then. */
  readonly problems: readonly string[]
  /** Of the last making, in milliseconds. */
  readonly tookMs: number
}

export interface Builder {
  readonly current: () => Made
  /** Resolves when all that has changed until now is made. Changes that come while it works are made together, afterwards. */
  readonly change: (paths: readonly string[]) => Promise<void>
}

/** Only what is bundled of scripts and styles takes long: a text of the course has no part in it. */
const refresh = async (fixed: Fixed, root: string, paths: readonly string[]): Promise<Fixed> => {
  const isIn = (folder: string): boolean => paths.some((path) => path.startsWith(join(root, folder) + sep))
  const engine = isIn('site/client/engine') ? engineAssets(root) : fixed.engine
  await engine
  return {
    ...fixed,
    ...(isIn('site/client') || isIn('site/search') ? { assets: await bundleAssets(join(root, 'site')) } : {}),
    engine,
    ...(isIn('docs/semantics') ? { semantics: readCatalogue(root) } : {}),
  }
}

/** `told` is called after each making. */
export const createBuilder = async (options: SiteOptions, told: () => void): Promise<Builder> => {
  const cache = createCourseCache()
  const make = async (fixed: Fixed): Promise<Made> => {
    const began = performance.now()
    const site = await draftSite(options, fixed, cache)
    return { fixed, site, problems: site.problems.map(renderContentProblem), tookMs: performance.now() - began }
  }
  let made = await make(await prepareSite(options))
  let waiting: string[] = []
  let working: Promise<void> | undefined
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const paths = waiting
      waiting = []
      try {
        made = await make(await refresh(made.fixed, options.root, paths))
      } catch (error) {
        // What cannot even be read, such as a folder that is gone, or a script that cannot be bundled.
        made = { ...made, problems: [error instanceof Error ? error.message : String(error)] }
      }
      told()
    }
    working = undefined
  }
  return {
    current: () => made,
    change: (paths) => {
      waiting.push(...paths)
      working ??= work()
      return working
    },
  }
}

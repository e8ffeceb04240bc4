/** Serves the pages on loopback, makes them anew when a file changes, and tells open pages: of their change, of mistakes, of progress. */
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { watch, type FSWatcher } from 'chokidar'
import type { SiteOptions } from '../build/build-site.ts'
import { createAnswers, markOf } from './answer.ts'
import { createBuilder } from './builder.ts'
import type { Learner } from './learner.ts'
import { createListeners } from './listeners.ts'

/** Changes that come together are one. */
const SETTLE_MS = 30

const NOBODY: Learner = { cluster: () => Promise.resolve(undefined) }

export interface ServeOptions extends SiteOptions {
  readonly learner?: Learner
  /** Told how long each making took. */
  readonly report?: (tookMs: number) => void
}

/** Calls with all paths that changed, when no more come. */
const watchPaths = (paths: readonly string[], onChange: (changed: readonly string[]) => void): FSWatcher => {
  let changed: string[] = []
  let timer: NodeJS.Timeout | undefined
  return watch([...paths], { ignoreInitial: true }).on('all', (_event, path) => {
    changed.push(path)
    clearTimeout(timer)
    timer = setTimeout(() => {
      const all = changed
      changed = []
      onChange(all)
    }, SETTLE_MS)
  })
}

/** A file that is not there tells nothing. */
const readIfThere = (path: string | undefined): string | undefined => {
  try {
    return path === undefined ? undefined : readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const whenReady = (watcher: FSWatcher): Promise<void> =>
  new Promise((resolve) => {
    watcher.once('ready', () => {
      resolve()
    })
  })

/** Resolves when the server listens and watches. Port 0 takes a free one. */
export const serveSite = async (given: ServeOptions, port: number): Promise<Server> => {
  const { learner = NOBODY, report, ...site } = given
  const options = { ...site, live: true }
  const builder = await createBuilder(options, () => {
    report?.(builder.current().tookMs)
    listeners.tell()
  })
  const listeners = createListeners(() => ({
    problems: builder.current().problems,
    markOf: (path) => markOf(builder.current(), path),
    progress: readIfThere(learner.progressFile),
  }))
  const folders = [
    options.tasks ?? join(options.root, 'tasks'),
    join(options.root, 'site'),
    join(options.root, 'docs/semantics'),
  ]
  const content = watchPaths(folders, (paths) => void builder.change(paths))
  const progress = watchPaths(learner.progressFile === undefined ? [] : [learner.progressFile], listeners.tell)
  const watchers = learner.progressFile === undefined ? [content] : [content, progress]
  await Promise.all(watchers.map(whenReady))
  const server = createAnswers({ root: options.root, current: builder.current, listeners, learner })
  server.on('close', () => {
    listeners.close()
    void content.close()
    void progress.close()
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

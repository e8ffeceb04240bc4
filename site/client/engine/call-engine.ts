/**
 * Calls the engine from a page. Its parts are classic scripts, each a function in `netgradeChunks`, so that pages opened from a folder
 * can load them; a worker is made of those that are needed, and ended where it takes too long.
 */
import { loadScript } from '../load-script.ts'
import type { EngineAnswer, EngineRequest, FromWorker } from './messages.ts'

/** Parts by name: the function's text, and the parts that it cannot do without. Written by the build. */
export interface EngineIndex {
  /** Where the engine begins. */
  readonly entry: string
  /** Files of parts, beside the index; and what each needs at once. */
  readonly parts: Readonly<Record<string, { readonly file: string; readonly needs: readonly string[] }>>
}

declare global {
  // Filled by the engine's scripts.
  var netgradeChunks: Record<string, (...args: never[]) => void> | undefined
  var netgradeEngine: EngineIndex | undefined
}

/** The engine gave up: it took longer than it may. */
export class TooSlow extends Error {}

const LIMIT_MS = 10_000

/**
 * In the worker: parts are run when another asks for them; those that are not there are asked for, together where several are loaded at
 * once, and the page begins again with them. What
 * was begun is of no interest then, whether it waits for ever or fails.
 */
const BOOT = `
const done = {};
const run = (name) => {
  if (done[name]) return done[name].exports;
  const module = (done[name] = { exports: {} });
  netgradeChunks[name](module, run, load, late);
  return module.exports;
};
const need = [];
const tell = () => need.length > 0 && postMessage({ need: need.splice(0) });
const late = (name) => {
  if (netgradeChunks[name]) return run(name);
  need.push(name);
  tell();
  throw new Error('part ' + name + ' is asked for');
};
const load = (name) => {
  if (netgradeChunks[name]) return Promise.resolve().then(() => run(name));
  need.push(name);
  setTimeout(tell);
  return new Promise(() => undefined);
};
`

/** A part and all that it needs, each once. */
const withNeeds = ({ parts }: EngineIndex, names: readonly string[], found = new Set<string>()): ReadonlySet<string> => {
  for (const name of names) {
    if (found.has(name)) continue
    found.add(name)
    withNeeds({ parts, entry: '' }, parts[name]?.needs ?? [], found)
  }
  return found
}

export interface Engine {
  /** Rejects with TooSlow where it takes too long. */
  call(request: EngineRequest): Promise<EngineAnswer>
}

/** Resolves with the worker's next message; rejects with TooSlow where none comes in time. */
const ask = (worker: Worker, request: EngineRequest, limitMs: number): Promise<FromWorker> =>
  new Promise((resolve, reject) => {
    const ended = new AbortController()
    const { signal } = ended
    const timer = setTimeout(() => {
      ended.abort()
      reject(new TooSlow())
    }, limitMs)
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      ended.abort()
      settle()
    }
    const take = ({ data }: MessageEvent<FromWorker>): void => {
      end(() => {
        resolve(data)
      })
    }
    const fail = ({ message }: ErrorEvent): void => {
      end(() => {
        reject(new Error(message))
      })
    }
    worker.addEventListener('message', take, { signal })
    worker.addEventListener('error', fail, { signal })
    worker.postMessage(request)
  })

/** Makes a worker of the parts that are wanted, and of what they need. */
const startWorker = async (
  folder: string,
  wanted: readonly string[],
  load: (file: string) => Promise<void>,
): Promise<Worker> => {
  await load('index.js')
  const index = globalThis.netgradeEngine
  if (index === undefined) throw new Error(`${folder}index.js says nothing of the engine`)
  const names = [...withNeeds(index, [index.entry, ...wanted])]
  await Promise.all(names.map((name) => load(index.parts[name]?.file ?? '')))
  const chunks = names.map((name) => `netgradeChunks[${JSON.stringify(name)}]=${String(globalThis.netgradeChunks?.[name])};`)
  const source = ['"use strict";const netgradeChunks={};', ...chunks, BOOT, `run(${JSON.stringify(index.entry)});`]
  const url = URL.createObjectURL(new Blob(source, { type: 'text/javascript' }))
  const worker = new Worker(url)
  URL.revokeObjectURL(url)
  return worker
}

/** Loads each file once. */
const createLoader = (folder: string): ((file: string) => Promise<void>) => {
  const loading = new Map<string, Promise<void>>()
  return (file) => {
    const known = loading.get(file)
    if (known !== undefined) return known
    const begun = loadScript(folder + file)
    loading.set(file, begun)
    return begun
  }
}

/** An engine whose scripts stand in this folder, with a slash at its end. Its worker is kept until it is too slow or fails. */
export function createEngine(folder: string, limitMs = LIMIT_MS): Engine {
  const wanted: string[] = []
  const load = createLoader(folder)
  let running: Promise<Worker> | undefined

  const stop = async (): Promise<void> => {
    const worker = await running
    running = undefined
    worker?.terminate()
  }

  const callOnce = async (request: EngineRequest): Promise<EngineAnswer> => {
    running ??= startWorker(folder, wanted, load)
    try {
      const message = await ask(await running, request, limitMs)
      if ('answer' in message) return message.answer
      if ('fault' in message) throw new Error(message.fault)
      wanted.push(...message.need)
    } catch (error) {
      await stop().catch(() => undefined)
      running = undefined
      throw error
    }
    await stop()
    return callOnce(request)
  }

  // One after another: an answer belongs to the question before it.
  let last: Promise<unknown> = Promise.resolve()
  const call = (request: EngineRequest): Promise<EngineAnswer> => {
    const answer = last.then(() => callOnce(request))
    last = answer.catch(() => undefined)
    return answer
  }
  return { call }
}

/**
 * What stands in a bundle in the place of a function of a part: a call that makes one which asks `netgradeLate` for the part. There are
 * hundreds of them, so that each is short.
 */
import type { PluginBuild } from 'esbuild'

const CALLS = 'late-calls'

/** Of the calls of a part: a module may have calls of several. */
const callOf = (part: string): string => `late_${part.replaceAll(/\W/gu, '_')}`

/** Imports what {@link standIn} calls. */
export const importCalls = (part: string): string =>
  `import { late as ${callOf(part)} } from ${JSON.stringify(`${CALLS}:${part}`)}`

/** An expression for the part's function of that name; it is left out where nobody uses it. */
export const standIn = (name: string, part: string): string => `/* @__PURE__ */ ${callOf(part)}(${JSON.stringify(name)})`

/** Lets the modules of this build import calls. */
export const resolveCalls = (build: PluginBuild): void => {
  build.onResolve({ filter: new RegExp(`^${CALLS}:`) }, ({ path }) => ({
    path: path.slice(CALLS.length + 1),
    namespace: CALLS,
    sideEffects: false,
  }))
  build.onLoad({ filter: /./, namespace: CALLS }, ({ path: part }) => ({
    contents: `export const late = (name) => (...given) => netgradeLate(${JSON.stringify(part)})[name](...given)`,
  }))
}

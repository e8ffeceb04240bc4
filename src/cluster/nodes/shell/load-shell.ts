import type * as JustBash from 'just-bash'

/** The shell that scripts of containers run in. `package.json` has browsers take load-shell.browser.ts instead. */
type Shell = typeof JustBash

let loading: Promise<Shell> | undefined

/** Undefined where there is none. */
export const loadShell = (): Promise<Shell | undefined> => (loading ??= load())

/** A running script locks how modules are loaded, so what counts its programs' steps is loaded by a first program that is not locked in. */
async function load(): Promise<Shell> {
  const shell = await import('just-bash')
  await new shell.Bash({ coverage: { hit: () => undefined }, defenseInDepth: false }).exec('basename /')
  return shell
}

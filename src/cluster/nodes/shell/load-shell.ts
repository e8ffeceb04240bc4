import type * as JustBash from 'just-bash'

/** The shell that scripts of containers run in. `package.json` has browsers take load-shell.browser.ts instead. */
type Shell = typeof JustBash

/** Undefined where there is none. */
export const loadShell = (): Promise<Shell | undefined> => import('just-bash')

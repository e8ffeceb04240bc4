/** The shell that scripts of containers run in. `package.json` has browsers take load-shell.browser.ts instead. */
type Shell = typeof import('just-bash')

/** Undefined where there is none. */
export const loadShell = (): Promise<Shell | undefined> => import('just-bash')

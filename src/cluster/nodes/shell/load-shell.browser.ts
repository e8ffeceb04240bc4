/**
 * In place of load-shell.ts in browsers. The shell's browser build imports node:zlib for its gzip commands, which no browser has; a page
 * that wants scripts to run maps this file back and node:zlib to a polyfill.
 */
export const loadShell = (): Promise<undefined> => Promise.resolve(undefined)

/** Commands of scripts that were made the shell's own, which may print before they have ended. No image has commands of these names. */

/** Runs the processes of a pipe, whose parts are known by number. */
export const PIPE = '__pipe'

/** Runs a file that is a script, as a program. */
export const FILE = '__file'

/** Prints the text that `eval` is given, or that a file has, as a script of its own would be run. */
export const PREPARED = '__prepared'

/** Whether a name is that of one of them. */
export const isOwnCommand = (name: string): boolean => name.startsWith('_')

const RUNNERS: ReadonlySet<string> = new Set([PIPE, FILE])

export const isRunner = (name: string): boolean => RUNNERS.has(name)

const PROGRAMS = /(?:^|\/)s?bin\/[^/]+$/u

/** Whether a name is that of a file which may be a script. */
export const isFileName = (name: string): boolean => name.includes('/') && !PROGRAMS.test(name)

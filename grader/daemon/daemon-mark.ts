/** Stands in a daemon's command line, so that a process number that was used again is not taken for it. */
export const DAEMON_MARK = '--netgrade-daemon'

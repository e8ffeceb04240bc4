/** Web servers with a configuration of a line or two. */
import {
  boundTo,
  logTime,
  optionOf,
  pathFrom,
  portOption,
  tcp,
  type ProgramContext,
  type ProgramListener,
  type ProgramResult,
  type ServedEntry,
} from './program.ts'
import { siteRoutes } from './static-site.ts'

const APACHE = 'Apache/2.4.62 (Unix)'

const NOT_FOUND: NonNullable<ProgramListener['http']>[number] = {
  path: '/',
  match: 'prefix',
  status: 404,
  headers: { 'content-type': 'text/html; charset=iso-8859-1', server: APACHE },
  body: `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head>
<title>404 Not Found</title>
</head><body>
<h1>Not Found</h1>
<p>The requested URL was not found on this server.</p>
</body></html>
`,
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** `Tue Nov 24 00:00:01.120000 2026`, as Apache's error log writes times. */
const apacheTime = (atMs: number): string => {
  const iso = new Date(atMs).toISOString()
  const [day = '', month = '', year = ''] = logTime(atMs).split(':', 1)[0]?.split('/') ?? []
  return `${DAYS[new Date(atMs).getUTCDay()] ?? ''} ${month} ${day} ${iso.slice(11, 23)}000 ${year}`
}

/** What it says until it serves: it reads its configuration twice. */
const apacheStart = ({ podIp, nowMs }: ProgramContext): string => {
  const name = `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${podIp}. Set the 'ServerName' directive globally to suppress this message\n`
  const notice = (part: string, text: string): string => `[${apacheTime(nowMs)}] [${part}:notice] [pid 1:tid 1] ${text}\n`
  return `${name}${name}${notice('mpm_event', `AH00489: ${APACHE} configured -- resuming normal operations`)}${notice('core', "AH00094: Command line: 'httpd -D FOREGROUND'")}`
}

const HTTPD_CONFIG = '/usr/local/apache2/conf/httpd.conf'

const APACHE_VERSION = 'Server version: Apache/2.4.62 (Unix)\nServer built:   Jul 17 2024 18:43:58\n'

const commonLine = (entry: ServedEntry): string =>
  `${entry.client} - - [${logTime(entry.atMs)}] "${entry.method} ${entry.target} HTTP/${entry.version ?? '1.1'}" ${entry.status} ${entry.bytes}\n`

/** The Apache HTTP server: `Listen` and `DocumentRoot` of its configuration. */
export function startApache(context: ProgramContext): ProgramResult {
  const { argv, files } = context
  if (argv.includes('-v')) return { kind: 'exits', code: 0, output: APACHE_VERSION }
  const text = files.read(optionOf(argv, '-f') ?? HTTPD_CONFIG) ?? ''
  const ports = [...text.matchAll(/^\s*Listen\s+(?:[\d.]+:)?(\d+)/gimu)].map((match) => Number(match[1]))
  const root = /^\s*DocumentRoot\s+"?([^"\s]+)"?/imu.exec(text)?.[1] ?? '/usr/local/apache2/htdocs'
  if (ports.length === 0 && text !== '')
    return {
      kind: 'exits',
      code: 1,
      errors: '(no listening sockets available, shutting down)\nAH00015: Unable to open logs\n',
    }
  const listeners = (): readonly ProgramListener[] =>
    (ports.length === 0 ? [80] : ports).map((port) =>
      tcp('httpd', port, {
        ...boundTo(),
        http: [...siteRoutes(files, { prefix: '/', root, index: ['index.html'], headers: { server: APACHE } }), NOT_FOUND],
      }),
    )
  if (argv.includes('-t')) return { kind: 'exits', code: 0, errors: 'Syntax OK\n' }
  return {
    kind: 'serves',
    listeners: listeners(),
    output: apacheStart(context),
    refresh: listeners,
    logLine: commonLine,
    bindFailure: ({ port }) =>
      `(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:${port}\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n`,
  }
}

/** busybox httpd [-f] [-p [address:]port] [-h directory]; without -f it goes into the background. */
export function startBusyboxHttpd({ argv, files, cwd }: ProgramContext): ProgramResult {
  const given = optionOf(argv, '-p') ?? '80'
  const port = portOption(['-p', given.slice(given.lastIndexOf(':') + 1)], 80, '-p')
  const root = pathFrom(cwd, optionOf(argv, '-h') ?? '.')
  const listeners = (): readonly ProgramListener[] => [
    tcp('httpd', port, {
      ...boundTo(given.includes(':') ? given.slice(0, given.lastIndexOf(':')) : undefined),
      http: [
        ...siteRoutes(files, { prefix: '/', root, index: ['index.html'] }),
        {
          path: '/',
          match: 'prefix',
          status: 404,
          headers: { 'content-type': 'text/html' },
          body: '<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>\n<BODY><H1>404 Not Found</H1>\nThe requested URL was not found\n</BODY></HTML>\n',
        },
      ],
    }),
  ]
  return {
    kind: 'serves',
    isDaemon: !argv.some((word) => /^-[ivm]*f/u.test(word)),
    listeners: listeners(),
    refresh: listeners,
    bindFailure: () => 'httpd: bind: Address already in use\n',
  }
}

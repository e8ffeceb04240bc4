// Outputs as they were recorded in Pods of a real cluster, Kubernetes v1.34 with BusyBox 1.35, curl 7.88 and bash 5.2; those of getent, dig
// and newer nslookups are written as these programs are known to print.
import { describe, expect, test } from 'vitest'
import type { Aim } from '../../../../src/grading/observation/aim.ts'
import type { ProbeOutput } from '../../../../src/grading/observation/observation.ts'
import { readProbe } from '../../../../src/grading/observation/read-output.ts'

const CONNECTION: Aim = { kind: 'connection', protocol: 'TCP', host: '10.244.2.3', port: 80 }
const DATAGRAM: Aim = { kind: 'connection', protocol: 'UDP', host: '10.244.2.3', port: 99 }
const REQUEST: Aim = { kind: 'request', url: 'http://web/', method: 'GET', headers: {} }
const NAME: Aim = { kind: 'name', name: 'web', type: 'A' }

interface Printed {
  readonly out?: string
  readonly err?: string
  readonly code?: number
  readonly ms?: number
}

const output = (tool: string, { out = '', err = '', code = 0, ms = 20 }: Printed): ProbeOutput => ({
  stdout: `netgrade-tool=${tool}\n${out}`,
  stderr: err,
  exitCode: code,
  elapsedMs: ms,
})

const seen = (aim: Aim, tool: string, printed: Printed): unknown => {
  const read = readProbe(aim, output(tool, printed))
  return 'seen' in read ? read.seen : read
}

describe('nothing', () => {
  test('without a first line, no program ran', () => {
    expect(readProbe(CONNECTION, { stdout: '', stderr: 'sh: not found\n', exitCode: 127, elapsedMs: 1 })).toEqual({
      unobserved: 'no-tool',
      detail: 'sh: not found',
    })
  })
  test('no known program is there', () => {
    expect(seen(CONNECTION, 'none', {})).toEqual({ unobserved: 'no-tool', detail: '' })
  })
  test('an answer that nobody knows is not guessed at', () => {
    expect(seen(CONNECTION, 'nc', { err: 'nc: unrecognized option: z\n', code: 1 })).toEqual({
      unobserved: 'unreadable',
      detail: 'nc: nc: unrecognized option: z',
    })
  })
})

describe('connections', () => {
  test.each<[string, string, Printed, string]>([
    ['nc', 'open', { err: '10.244.2.3 (10.244.2.3:80) open\nsent 0, rcvd 0\n' }, 'connected'],
    ['nc', 'refused', { err: 'nc: 10.244.2.3 (10.244.2.3:81): Connection refused\nsent 0, rcvd 0\n', code: 1 }, 'refused'],
    ['nc', 'dropped', { err: 'nc: 10.244.2.4 (10.244.2.4:6379): Operation timed out\nsent 0, rcvd 0\n', code: 1 }, 'timed-out'],
    ['nc', 'no name', { err: "nc: bad address 'nosuch'\n", code: 1 }, 'unresolved'],
    ['nc', 'no way', { err: 'nc: 10.250.0.1 (10.250.0.1:80): Host is unreachable\nsent 0, rcvd 0\n', code: 1 }, 'unreachable'],
    ['bash', 'open', {}, 'connected'],
    ['bash', 'ended by timeout', { code: 143 }, 'timed-out'],
    [
      'bash',
      'refused',
      { err: 'bash: connect: Connection refused\nbash: line 1: /dev/tcp/10.244.2.3/81: Connection refused\n', code: 1 },
      'refused',
    ],
    [
      'bash',
      'no name',
      { err: 'bash: line 1: nosuch: Name or service not known\nbash: line 1: /dev/tcp/nosuch/81: Invalid argument\n', code: 1 },
      'unresolved',
    ],
    [
      'curl',
      'no HTTP',
      {
        err: '*   Trying 10.96.40.200:80...\n* Connected to web (10.96.40.200) port 80 (#0)\n* Time-out\ncurl: (28) Time-out\n',
        code: 28,
      },
      'connected',
    ],
    [
      'curl',
      'no way',
      {
        err: '*   Trying 10.250.0.1:81...\n* connect to 10.250.0.1 port 81 failed: No route to host\ncurl: (7) Failed to connect\n',
        code: 7,
      },
      'unreachable',
    ],
  ])('%s: %s', (tool, _case, printed, verdict) => {
    expect(seen(CONNECTION, tool, printed)).toEqual({ kind: 'connection', verdict })
  })
})

describe('datagrams', () => {
  test('a reply is a connection', () => {
    expect(seen(DATAGRAM, 'nc-datagram', { out: 'web-0' })).toEqual({ kind: 'connection', verdict: 'connected' })
  })
  test('silence proves nothing', () => {
    expect(seen(DATAGRAM, 'nc-datagram', {})).toEqual({ unobserved: 'no-reply', detail: '' })
  })
  test.each<[string, Printed, string]>([
    [
      'a name server that answers',
      { out: 'Server:    10.96.0.10\n\nName:      kubernetes.default.svc.cluster.local\n' },
      'connected',
    ],
    [
      'one that does not',
      { err: "nslookup: can't resolve 'kubernetes.default.svc.cluster.local'\n", code: 1, ms: 10_000 },
      'timed-out',
    ],
  ])('%s', (_case, printed, verdict) => {
    expect(seen({ ...DATAGRAM, port: 53 }, 'nslookup', printed)).toEqual({ kind: 'connection', verdict })
  })
})

describe('requests', () => {
  const page = 'HTTP/1.1 404 Not Found\r\nServer: nginx/1.22.1\r\nContent-Type: text/html\r\n\r\n<html>\n'
  test('curl tells head and page', () => {
    expect(seen(REQUEST, 'curl', { out: page })).toEqual({
      kind: 'request',
      verdict: 'connected',
      response: { status: 404, headers: { server: 'nginx/1.22.1', 'content-type': 'text/html' }, body: '<html>\n' },
    })
  })
  test('what comes before the answer does not count', () => {
    expect(seen(REQUEST, 'curl', { out: `HTTP/1.1 100 Continue\r\n\r\n${page}` })).toMatchObject({ response: { status: 404 } })
  })
  test.each<[string, Printed, string]>([
    [
      'refused',
      {
        err: "*   Trying 10.244.2.3:81...\n* connect to 10.244.2.3 port 81 failed: Connection refused\ncurl: (7) Failed to connect to 10.244.2.3 port 81 after 0 ms: Couldn't connect to server\n",
        code: 7,
      },
      'refused',
    ],
    [
      'dropped',
      {
        err: '*   Trying 10.244.2.3:80...\n* ipv4 connect timeout after 2000ms, move on!\ncurl: (28) Failed to connect to 10.244.2.3 port 80 after 2001 ms: Timeout was reached\n',
        code: 28,
      },
      'timed-out',
    ],
    ['no name', { err: 'curl: (6) Could not resolve host: nosuch\n', code: 6 }, 'unresolved'],
    [
      'no name server',
      {
        err: '* Resolving timed out after 3000 milliseconds\ncurl: (28) Resolving timed out after 3000 milliseconds\n',
        code: 28,
      },
      'unresolved',
    ],
    [
      'no HTTP',
      { err: '* Connected to db (10.96.0.7) port 6379 (#0)\ncurl: (52) Empty reply from server\n', code: 52 },
      'connected',
    ],
  ])('curl: %s', (_case, printed, verdict) => {
    expect(seen(REQUEST, 'curl', printed)).toEqual({ kind: 'request', verdict })
  })
  test('wget tells the head beside the page', () => {
    const err =
      'Connecting to web (10.96.40.200:80)\n  HTTP/1.1 200 OK\n  Server: nginx/1.22.1\n  Connection: close\n  \nwriting to stdout\n'
    expect(seen(REQUEST, 'wget', { out: 'hello\n', err })).toEqual({
      kind: 'request',
      verdict: 'connected',
      response: { status: 200, headers: { server: 'nginx/1.22.1', connection: 'close' }, body: 'hello\n' },
    })
  })
  test('wget keeps the page of an error to itself', () => {
    const err =
      'Connecting to web (10.96.40.200:80)\n  HTTP/1.1 404 Not Found\nwget: server returned error: HTTP/1.1 404 Not Found\n'
    expect(seen(REQUEST, 'wget', { err, code: 1 })).toMatchObject({ response: { status: 404, body: '' } })
  })
  test.each<[string, string, string]>([
    ['refused', "wget: can't connect to remote host (10.244.2.3): Connection refused\n", 'refused'],
    ['dropped', 'wget: download timed out\n', 'timed-out'],
    ['no name', "wget: bad address 'nosuch'\n", 'unresolved'],
  ])('wget: %s', (_case, err, verdict) => {
    expect(seen(REQUEST, 'wget', { err, code: 1 })).toEqual({ kind: 'request', verdict })
  })
})

describe('names', () => {
  const server = 'Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local\n\n'
  test.each<[string, string, Printed, string, readonly string[]]>([
    [
      'nslookup',
      'known',
      { out: `${server}Name:      web\nAddress 1: 10.96.40.200 web.observe-a.svc.cluster.local\n` },
      'NOERROR',
      ['10.96.40.200'],
    ],
    [
      'nslookup',
      'known, newer BusyBox',
      { out: 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tweb.a.svc.cluster.local\nAddress: 10.96.40.200\n\n' },
      'NOERROR',
      ['10.96.40.200'],
    ],
    ['nslookup', 'unknown', { out: server, err: "nslookup: can't resolve 'nosuch'\n", code: 1 }, 'not-found', []],
    [
      'nslookup',
      'no name server',
      { out: 'Server:    10.96.0.10\nAddress 1: 10.96.0.10\n\n', err: "nslookup: can't resolve 'web'\n", code: 1, ms: 10_100 },
      'timed-out',
      [],
    ],
    [
      'getent',
      'known',
      { out: '10.96.40.200    STREAM web.observe-a.svc.cluster.local\n10.96.40.200    DGRAM  \n' },
      'NOERROR',
      ['10.96.40.200'],
    ],
    ['getent', 'unknown', { code: 2 }, 'not-found', []],
    ['dig', 'unknown', { out: ';; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 7\n' }, 'NXDOMAIN', []],
    ['dig', 'no server', { out: ';; connection timed out; no servers could be reached\n', code: 9 }, 'timed-out', []],
    [
      'dig',
      'known',
      { out: ';; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 7\nweb.a.svc.cluster.local. 30 IN\tA\t10.96.40.200\n' },
      'NOERROR',
      ['10.96.40.200'],
    ],
  ])('%s: %s', (tool, _case, printed, outcome, found) => {
    expect(seen(NAME, tool, printed)).toEqual({ kind: 'name', outcome, found })
  })
})

import { describe, expect, test } from 'vitest'
import { readDrawing } from '../../../src/drawing/read-drawing.ts'

const PLACE = { file: 'tasks/1-2/en.md', line: 40, column: 1 }

describe('what a fence may not say, with its place', () => {
  test.each([
    ['nothing', '', 40, undefined, 'no object'],
    ['a text', 'walk', 40, undefined, 'not an object'],
    ['no kind', 'state: x.yaml', 40, 'kind', 'required'],
    ['an unknown kind, and what was meant', 'kind: wlak\nstate: x.yaml', 40, 'kind', 'did you mean walk?'],
    ['no state', 'kind: pod\npod: a/b', 40, 'state', 'required'],
    ['an unknown field', 'kind: pod\nstate: x.yaml\npod: a/b\nnode: c', 43, 'node', 'known here: kind, state, assume, pod'],
    ['a Pod without a namespace', 'kind: pod\nstate: x.yaml\npod: web', 42, 'pod', 'namespace/name'],
    ['no Pod', 'kind: isolation\nstate: x.yaml', 40, 'pod', 'required'],
    ['a service that is a list', 'kind: ports\nstate: x.yaml\nservice: [a/b]', 42, 'service', 'must be a text'],
    ['no end', 'kind: walk\nstate: x.yaml\nto: pod/a/b:80', 40, 'from', 'required'],
    ['an end that is none', 'kind: walk\nstate: x.yaml\nfrom: web\nto: pod/a/b:80', 42, 'from', 'pod/NAMESPACE/NAME'],
    ['a name to connect to', 'kind: walk\nstate: x.yaml\nfrom: outside\nto: web', 43, 'to', 'HOST:PORT'],
    ['a port that is none', 'kind: walk\nstate: x.yaml\nfrom: outside\nto: pod/a/b:99999', 43, 'to', 'HOST:PORT'],
    ['a URL that is none', 'kind: walk\nstate: x.yaml\nfrom: outside\nurl: shop', 43, 'url', 'a URL'],
    ['to and url', 'kind: walk\nstate: x.yaml\nfrom: outside\nto: a:80\nurl: http://a/', 44, 'url', 'exclude'],
    [
      'a flag that is a text',
      'kind: walk\nstate: x.yaml\nfrom: outside\nto: a:80\nreply: yes please',
      44,
      'reply',
      'true or false',
    ],
    ['policies that are a text', 'kind: selectors\nstate: x.yaml\npolicies: a/b', 42, 'policies', 'a list'],
    ['no policies', 'kind: selectors\nstate: x.yaml\npolicies: []', 42, 'policies', 'at least one'],
    ['a policy without a namespace', 'kind: selectors\nstate: x.yaml\npolicies: [a/b, c]', 42, 'policies[1]', 'namespace/name'],
    [
      'a path without its slash',
      'kind: path-match\nstate: x.yaml\ningress: a/b\npaths: [cart]',
      43,
      'paths[0]',
      'begin with /',
    ],
    ['a port of the matrix', 'kind: matrix\nstate: x.yaml\nport: 1.5', 42, 'port', '1 to 65535'],
    ['a name of no port', 'kind: matrix\nstate: x.yaml\nport: Http', 42, 'port', "or a port's name"],
    ['a protocol of the matrix', 'kind: matrix\nstate: x.yaml\nprotocol: tcp', 42, 'protocol', 'TCP, UDP or SCTP'],
    ['an unknown assumption', 'kind: pod\nstate: x.yaml\npod: a/b\nassume: { mode: x }', 43, 'assume.mode', 'known here'],
    [
      'an unknown value',
      'kind: pod\nstate: x.yaml\npod: a/b\nassume: { plugin: x }',
      43,
      'assume.plugin',
      'ptp, bridge, vxlan',
    ],
    ['YAML that is none', 'kind: pod\n\tstate: x', 41, undefined, ''],
    ['a field twice', 'kind: pod\nstate: x.yaml\npod: a/b\npod: c/d', 42, 'pod', 'twice'],
  ])('%s', (_, yaml, line, path, message) => {
    const { drawing, problems } = readDrawing(yaml, PLACE)
    expect(drawing).toBeUndefined()
    const [problem] = problems
    expect(problem).toMatchObject({ file: PLACE.file, line, ...(path === undefined ? {} : { path }) })
    expect(problem?.message).toContain(message)
  })

  test('all mistakes at once, in one reading', () => {
    const { problems } = readDrawing('kind: walk\nfrom: web\nto: db\nspeed: 3', PLACE)
    expect(problems.map(({ path }) => path).toSorted()).toEqual(['from', 'speed', 'state', 'to'])
  })

  test('columns count from where the fence is', () => {
    const { problems } = readDrawing('kind: pod\nstate: x.yaml\npod: web', { ...PLACE, column: 5 })
    expect(problems[0]).toMatchObject({ line: 42, column: 5 })
  })
})

describe('what it may say', () => {
  test('encapsulation is the assumption of a plugin that wraps packets', () => {
    const { drawing } = readDrawing('kind: walk\nstate: x.yaml\nfrom: outside\nto: a:80\nencapsulation: true', PLACE)
    expect(drawing).toMatchObject({ kind: 'walk', reply: false, assume: { plugin: 'vxlan' } })
  })

  test('the matrix asks port 80 of TCP where it names none', () => {
    expect(readDrawing('kind: matrix\nstate: x.yaml', PLACE).drawing).toMatchObject({ port: { port: 80 }, namespaces: [] })
  })
})

import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Snapshot } from '../../../../src/network/model.ts'
import { pictureOf, snapshotOf, textOfState, textsOf } from '../support/drawings.ts'
import { faultsOf } from '../support/geometry.ts'

let shop: Snapshot

beforeAll(async () => {
  shop = await snapshotOf(textOfState('shop'))
})

const textsOfWalk = (yaml: string, snapshot = shop): readonly string[] => textsOf(pictureOf(snapshot, `kind: walk\n${yaml}`))

const chipsOf = (texts: readonly string[]): readonly string[] => texts.filter((text) => /^(?:src|dst) /u.test(text))

describe('two Pods of one node', () => {
  test('with routes, a veth for each and one route', () => {
    const texts = textsOfWalk('from: pod/shop/client\nto: pod/shop/web:80')
    expect(texts.filter((text) => text === 'veth')).toHaveLength(2)
    expect(texts).not.toContain('cni0 · bridge')
    expect(chipsOf(texts)).toEqual([])
  })

  test('with a bridge, both ends pass it', () => {
    const texts = textsOfWalk('from: pod/shop/client\nto: pod/shop/web:80\nassume: { plugin: bridge }')
    expect(texts.filter((text) => text === 'cni0 · bridge')).toHaveLength(2)
  })
})

describe('two nodes', () => {
  test('plainly, the packet is as the Pod sent it', () => {
    expect(chipsOf(textsOfWalk('from: pod/shop/web\nto: pod/shop/db-0:6379'))).toEqual([
      'src 10.244.1.2',
      'dst 10.244.2.2:6379',
    ])
  })

  test('with encapsulation, the packet lies in one between the nodes', () => {
    expect(chipsOf(textsOfWalk('from: pod/shop/web\nto: pod/shop/db-0:6379\nencapsulation: true'))).toEqual([
      'src 172.18.0.2',
      'dst 172.18.0.3:8472',
      'src 10.244.1.2',
      'dst 10.244.2.2:6379',
    ])
  })

  test('and with it in IPv6, the outer addresses are IPv6, too', async () => {
    const snapshot = await snapshotOf(textOfState('long-names'))
    const namespace = 'a-namespace-with-a-long-name'
    const from = `pod/${namespace}/client-with-a-name-that-is-longer-than-most-7c9f8d6b5-abcde`
    const texts = textsOfWalk(`from: ${from}\nto: a-service-with-a-long-name-for-the-test:8080\nencapsulation: true`, snapshot)
    expect(chipsOf(texts).slice(0, 2)).toEqual(['src fd00:172:18::2', 'dst [fd00:172:18::3]:8472'])
  })
})

describe('a name, a cluster address, an endpoint', () => {
  const yaml = 'from: pod/shop/web\nto: db.shop:6379'

  test('the name is looked up, the destination rewritten, the policy asked', () => {
    const texts = textsOfWalk(yaml)
    const clusterIp = texts.find((text) => text.startsWith('→ 10.96.'))?.slice(2) ?? ''
    expect(texts).toEqual(
      expect.arrayContaining([
        'DNS db.shop',
        `10.244.1.2 → ${clusterIp}:6379`,
        'destination rewritten (DNAT)',
        'Service shop/db · cluster IP',
        '10.244.1.2 → 10.244.2.2:6379',
        'ingress of db-0: allowed',
        'db-from-web',
        'sees 10.244.1.2',
      ]),
    )
    expect(texts.some((text) => text.startsWith('↩'))).toBe(false)
  })

  test('with its reply, the address that was asked is put back, and the reply has a line of its own', () => {
    const { svg } = pictureOf(shop, `kind: walk\n${yaml}\nreply: true`)
    expect(svg).toMatch(/↩ 10\.96\.\d+\.\d+:6379 → 10\.244\.1\.2/u)
    expect(svg).toContain('<path class="r"')
    expect(pictureOf(shop, `kind: walk\n${yaml}`).svg).not.toContain('<path class="r"')
  })

  test('the reply to a Pod that met itself comes back to where it asked', async () => {
    const cart = await snapshotOf(readFileSync(new URL('../../../../tasks/1-2/states/shop.yaml', import.meta.url), 'utf8'))
    const { svg } = pictureOf(cart, 'kind: walk\nfrom: pod/shop/cart-1\nto: service/shop/cart:80\nreply: true')
    const [way, back] = ['w', 'r'].map((name) => new RegExp(`<path class="${name}" d="([^"]+)"`, 'u').exec(svg)?.[1] ?? '')
    const turns = (path: string | undefined): number => (path?.match(/[HVL]/gu) ?? []).length
    expect(turns(way)).toBeGreaterThan(2)
    expect(turns(back)).toBe(turns(way))
  })

  test('a changed state changes the drawing', async () => {
    const text = textOfState('shop').replace(
      '- from: [{ podSelector: { matchLabels: { app: web } } }]\n      ports: [{ port: 6379 }]',
      '- from: []',
    )
    const open = await snapshotOf(text)
    const asked = 'from: pod/shop/client\nto: service/shop/db:6379'
    expect(textsOfWalk(asked)).toContain('ingress of db-0: denied')
    expect(textsOfWalk(asked, open)).toContain('ingress of db-0: allowed')
  })
})

describe('a node port from outside', () => {
  test('policy Cluster: another node’s Pod sees the node that the packet came to', () => {
    const texts = textsOfWalk('from: outside\nto: node/worker-1:30081\nreply: true')
    expect(chipsOf(texts)).toEqual(['src 203.0.113.7', 'dst 172.18.0.2:30081', 'src 172.18.0.2', 'dst 10.244.2.3:80'])
    expect(texts).toEqual(expect.arrayContaining(['source rewritten (SNAT)', 'sees 172.18.0.2']))
  })

  test('policy Local: the Pod sees the client', () => {
    const texts = textsOfWalk('from: outside\nto: node/worker-2:30082')
    expect(chipsOf(texts)).toEqual(['src 203.0.113.7', 'dst 172.18.0.3:30082'])
    expect(texts).toContain('sees 203.0.113.7')
    expect(texts).not.toContain('source rewritten (SNAT)')
  })

  test('policy Local, on a node without an endpoint: it ends there', () => {
    const texts = textsOfWalk('from: outside\nto: node/worker-1:30082')
    expect(texts).toEqual(expect.arrayContaining(['timed out', 'no endpoint on this node']))
  })
})

test('a load balancer’s address is a Service’s, too', () => {
  expect(textsOfWalk('from: outside\nto: 198.51.100.20:80')).toContain('Service shop/web-lb · load balancer')
})

test('an Ingress controller connects to the endpoint, beside the Service’s address', () => {
  const texts = textsOfWalk('from: outside\nto: http://shop.example/')
  expect(chipsOf(texts).at(-1)).toBe('dst 10.244.2.3:80')
  expect(texts).toEqual(expect.arrayContaining(['Service team-a/api', 'not asked: its endpoints are known', 'HTTP 200']))
  expect(texts).not.toContain('destination rewritten (DNAT)')
})

test('a machine that is visited twice is drawn once, and no line passes behind what is on the network', async () => {
  const anyHost = await snapshotOf(textOfState('shop').replace('    - host: shop.example\n      http:', '    - http:'))
  const url = 'http://ingress-nginx-controller.ingress-nginx/'
  const { svg } = pictureOf(anyHost, `kind: walk\nfrom: pod/team-a/job\nto: ${url}\nreply: true`)
  expect(svg.match(/>Node worker-\d</gu)).toHaveLength(2)
  expect(faultsOf(svg)).toEqual([])
  const chips = [...svg.matchAll(/<rect class="k" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/gu)].map((match) =>
    match.slice(1).map(Number),
  )
  const [, way = ''] = /<path class="w" d="([^"]*)"/u.exec(svg) ?? []
  let at = { x: 0, y: 0 }
  const uprights = [...way.matchAll(/([MHV])(-?\d+)(?: (-?\d+))?/gu)].flatMap(([, command, a, b]) => {
    const { y } = at
    at = command === 'H' ? { x: Number(a), y } : command === 'V' ? { x: at.x, y: Number(a) } : { x: Number(a), y: Number(b) }
    return command === 'V' ? [{ x: at.x, top: Math.min(y, at.y), bottom: Math.max(y, at.y) }] : []
  })
  expect(chips).toHaveLength(2)
  for (const [left = 0, y = 0, width = 0, height = 0] of chips) {
    const behind = uprights.filter(({ x, top, bottom }) => x > left && x < left + width && top < y + height && bottom > y)
    expect(behind).toEqual([])
  }
})

describe('where it ends, the drawing says so', () => {
  test.each([
    [
      'denied by a policy',
      'from: pod/shop/client\nto: service/shop/db:6379',
      ['ingress of db-0: denied', 'timed out', ':6379 is not reached'],
    ],
    ['no endpoint', 'from: pod/shop/client\nto: service/shop/none:80', ['rejected', 'the Service has no endpoint', 'refused']],
    [
      'nothing listens',
      'from: pod/shop/client\nto: pod/shop/web:81',
      ['nothing listens on 81', 'it listens on TCP 80', 'refused'],
    ],
    ['no such name', 'from: pod/shop/client\nto: nobody.shop:80', ['DNS nobody.shop', 'name not found']],
  ])('%s', (_, yaml, expected) => {
    const texts = textsOfWalk(yaml)
    for (const text of expected) expect(texts).toContain(text)
    expect(pictureOf(shop, `kind: walk\n${yaml}`).svg).not.toContain('class="wh" d="M0')
  })
})

test('numbers of the drawing are those of its table', () => {
  const picture = pictureOf(shop, 'kind: walk\nfrom: pod/shop/web\nto: db.shop:6379')
  const drawn = [...picture.svg.matchAll(/class="i"[^>]*>(\d+)</gu)].map(([, number = '']) => number).toSorted()
  const told = picture.table.rows.map(([number = '']) => number)
  expect(drawn).toEqual(told.filter((number) => /^\d/u.test(number)).toSorted())
  expect(drawn.length).toBeGreaterThan(2)
})

test('what the answer undoes has the number of what was done', () => {
  const { rows } = pictureOf(shop, 'kind: walk\nfrom: outside\nto: node/worker-1:30081\nreply: true').table
  const numberOf = (what: RegExp): string | undefined => rows.find((row) => what.test(row[3] ?? ''))?.[0]
  expect(numberOf(/^destination is .* again/u)).toBe(`↩${numberOf(/^source becomes/u)}`)
  expect(numberOf(/^source is .* again/u)).toBe(`↩${numberOf(/^destination becomes/u)}`)
})

test('both languages draw the same addresses', () => {
  const yaml = 'kind: walk\nfrom: outside\nto: node/worker-1:30081\nreply: true'
  const machine = (language: 'en' | 'ko'): readonly string[] =>
    [...pictureOf(shop, yaml, language).svg.matchAll(/<text class="m"[^>]*>([^<]*)/gu)].map(([, text = '']) => text)
  expect(machine('ko')).toEqual(machine('en'))
})

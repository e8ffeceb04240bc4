/** Drawings as tests ask for them: YAML in, picture out, over the states beside. */
import { readFileSync } from 'node:fs'
import { readCluster } from '../../../../src/grading/manifests/read-cluster.ts'
import type { Language } from '../../../../src/grading/words.ts'
import type { Snapshot } from '../../../../src/network/model.ts'
import { draw, type DrawResult } from '../../../../src/drawing/draw.ts'
import type { Drawing, Picture } from '../../../../src/drawing/drawing.ts'
import { readDrawing } from '../../../../src/drawing/read-drawing.ts'

export const textOfState = (name: string): string => readFileSync(new URL(`../states/${name}.yaml`, import.meta.url), 'utf8')

export const snapshotOf = async (text: string): Promise<Snapshot> => {
  const { snapshot, problems } = await readCluster([{ path: 'state.yaml', text }])
  if (snapshot === undefined) throw new Error(JSON.stringify(problems))
  return snapshot
}

export const read = (yaml: string): Drawing => {
  const { drawing, problems } = readDrawing(`state: states/x.yaml\n${yaml}`, { file: 'en.md', line: 1, column: 1 })
  if (drawing === undefined) throw new Error(JSON.stringify(problems))
  return drawing
}

export const attempt = (snapshot: Snapshot, yaml: string, language: Language = 'en'): DrawResult =>
  draw(read(yaml), snapshot, { language })

export const pictureOf = (snapshot: Snapshot, yaml: string, language: Language = 'en'): Picture => {
  const { picture, problems } = attempt(snapshot, yaml, language)
  if (picture === undefined) throw new Error(JSON.stringify(problems))
  return picture
}

/** All texts of the SVG, in order. */
export const textsOf = ({ svg }: Picture): readonly string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text = '']) => text)

/** The drawings of the tests, by state: every kind, and every way that a walk can go. */
export const DRAWINGS: Readonly<Record<string, readonly string[]>> = {
  shop: [
    'kind: walk\nfrom: pod/shop/client\nto: pod/shop/web:80\nreply: true',
    'kind: walk\nfrom: pod/shop/client\nto: pod/shop/web:80\nassume: { plugin: bridge }',
    'kind: walk\nfrom: pod/shop/web\nto: db.shop:6379\nreply: true',
    'kind: walk\nfrom: pod/shop/web\nto: pod/shop/db-0:6379\nencapsulation: true\nreply: true',
    'kind: walk\nfrom: outside\nto: node/worker-1:30081\nreply: true',
    'kind: walk\nfrom: outside\nto: node/worker-1:30379\nreply: true',
    'kind: walk\nfrom: outside\nto: node/worker-1:30380',
    'kind: walk\nfrom: outside\nto: node/worker-2:30380',
    'kind: walk\nfrom: outside\nto: 198.51.100.20:80\nreply: true',
    'kind: walk\nfrom: outside\nto: http://shop.example/\nreply: true',
    'kind: walk\nfrom: outside\nto: http://shop.example/cart',
    'kind: walk\nfrom: pod/team-a/job\nto: http://web.shop:8080/',
    'kind: walk\nfrom: pod/shop/client\nto: service/shop/db:6379',
    'kind: walk\nfrom: pod/shop/client\nto: service/shop/none:80',
    'kind: walk\nfrom: pod/shop/client\nto: pod/shop/web:81',
    'kind: walk\nfrom: pod/shop/client\nto: nobody.shop:80',
    'kind: walk\nfrom: node/worker-1\nto: pod/team-a/api:80\nreply: true',
    'kind: walk\nfrom: pod/team-a/api\nto: 93.184.216.34:443\nreply: true',
    'kind: walk\nfrom: pod/shop/web\nto: 127.0.0.1:80\nreply: true',
    'kind: walk\nfrom: pod/team-a/api\nto: service/team-a/api:80\nassume: { proxyMode: ipvs }\nreply: true',
    'kind: pod\npod: shop/web',
    'kind: ports\nservice: shop/web',
    'kind: ports\nservice: shop/none',
    'kind: proxy-modes\nservice: shop/web',
    'kind: isolation\npod: shop/db-0',
    'kind: isolation\npod: shop/web',
    'kind: selectors\npolicies: [shop/and-one-peer, shop/or-two-peers]',
    'kind: path-match\ningress: team-a/api\npaths: [/, /cart, /cart/1, /exact, /exact/x]',
    'kind: search-list\nfrom: pod/shop/client\nname: api.team-a',
    'kind: search-list\nfrom: pod/shop/client\nname: www.example.com',
    'kind: records\nnamespace: shop',
    'kind: matrix\nport: 80',
    'kind: matrix\nport: http',
    'kind: cluster',
  ],
  'long-names': [
    'kind: walk\nfrom: pod/NS/CLIENT\nto: service/NS/SERVICE:http\nreply: true',
    'kind: walk\nfrom: pod/NS/CLIENT\nto: SERVICE:8080\nencapsulation: true\nreply: true',
    'kind: walk\nfrom: outside\nto: node/NODE-1.region.example:30080\nreply: true',
    'kind: walk\nfrom: outside/2001:db8::7\nto: "[fd00:172:18::2]:30080"\nreply: true',
    'kind: walk\nfrom: deployment/NS/server-with-a-name-that-is-longer\nto: pod/NS/CLIENT:80',
    'kind: pod\npod: NS/CLIENT',
    'kind: ports\nservice: NS/SERVICE',
    'kind: proxy-modes\nservice: NS/SERVICE',
    'kind: isolation\npod: NS/CLIENT',
    'kind: selectors\npolicies: [NS/a-policy-with-a-long-name-for-everyone, NS/a-policy-with-a-long-name-for-two]',
    'kind: search-list\nfrom: pod/NS/CLIENT\nname: SERVICE.NS',
    'kind: records\nnamespace: NS',
    'kind: matrix\nport: 80',
    'kind: cluster',
    'kind: path-match\ningress: NS/an-ingress-with-a-long-name\npaths: [/a/path/that/is/longer/than/most/paths/are, /other]',
  ].map((yaml) =>
    yaml
      .replaceAll('NS', 'a-namespace-with-a-long-name')
      .replaceAll('CLIENT', 'client-with-a-name-that-is-longer-than-most-7c9f8d6b5-abcde')
      .replaceAll('SERVICE', 'a-service-with-a-long-name-for-the-test')
      .replaceAll('NODE', 'a-worker-node-with-a-rather-long-name'),
  ),
}

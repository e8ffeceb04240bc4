/** What the creation of one manifest is refused for, in short. */
import { answer } from './answer.ts'

/** `spec.ports[0].name FieldValueRequired`, in the API server's order; `400` for what is no object of its kind. */
export const refusals = (manifest: string): readonly string[] => {
  const { code, causes } = answer({
    id: '',
    stage: 'api',
    manifest,
    code: 0,
    reason: '',
    message: '',
    causes: [],
    warnings: [],
  })
  return code === 400 ? ['400'] : causes.map(({ field, reason }) => `${field} ${reason}`)
}

const object = (apiVersion: string, kind: string, spec: string): string =>
  `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: it, namespace: default }, spec: ${spec} }`

/** A Pod whose spec is given in flow style. */
export const pod = (spec: string): string => object('v1', 'Pod', spec)
/** A Pod with one container, whose other fields are given in flow style without braces. */
export const container = (fields: string): string => pod(`{ containers: [{ name: main, image: nginx, ${fields} }] }`)
export const service = (spec: string): string => object('v1', 'Service', spec)
export const policy = (spec: string): string => object('networking.k8s.io/v1', 'NetworkPolicy', spec)
export const ingress = (spec: string): string => object('networking.k8s.io/v1', 'Ingress', spec)

/** Packages that show nothing before their start code is known: scrypt and AES-256-GCM. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { canonicalize } from 'json-canonicalize'
import type { ExamPaper } from '../../src/course/exam/paper.ts'
import { isJsonObject } from '../../src/kubernetes/json.ts'
import { Problem } from '../terminal/problem.ts'

const SCHEMA = 'netgrade/exam-package/v1'
/** 64 MB and about a tenth of a second: guessing 80 bits is out of reach with or without it, mistyping is not slowed. */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const
const MAX_MEMORY = 128 * 1024 * 1024
const KEY_BYTES = 32
const MAX_PAPER_BYTES = 16 * 1024 * 1024

/** What is known of a package before it is opened. */
export interface PackageHeader {
  readonly schema: typeof SCHEMA
  readonly exam: string
  readonly version: number
  readonly learner: string
}

interface Package extends PackageHeader {
  readonly kdf: { readonly name: 'scrypt'; readonly salt: string } & typeof COST
  readonly cipher: 'aes-256-gcm'
  readonly iv: string
  readonly tag: string
  readonly data: string
}

/** Small letters, spaces and hyphens make no difference. */
const normalCode = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/gu, '')

const keyOf = (code: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(normalCode(code), salt, KEY_BYTES, { ...COST, maxmem: MAX_MEMORY }, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })

/** The text of a package's file. */
export async function sealPaper(paper: ExamPaper, code: string): Promise<string> {
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const header: PackageHeader = { schema: SCHEMA, exam: paper.exam.id, version: paper.exam.version, learner: paper.learner.id }
  const cipher = createCipheriv('aes-256-gcm', await keyOf(code, salt), iv)
  cipher.setAAD(Buffer.from(canonicalize(header)))
  const data = Buffer.concat([cipher.update(gzipSync(JSON.stringify(paper))), cipher.final()])
  const sealed: Package = {
    ...header,
    kdf: { name: 'scrypt', ...COST, salt: salt.toString('base64') },
    cipher: 'aes-256-gcm',
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  }
  return `${JSON.stringify(sealed, null, 1)}\n`
}

const isText = (value: unknown): value is string => typeof value === 'string'

const isPackage = (value: unknown): value is Package =>
  isJsonObject(value) &&
  value['schema'] === SCHEMA &&
  isText(value['exam']) &&
  Number.isInteger(value['version']) &&
  isText(value['learner']) &&
  isJsonObject(value['kdf']) &&
  isText(value['kdf']['salt']) &&
  isText(value['iv']) &&
  isText(value['tag']) &&
  isText(value['data'])

/** Fails with `exam-package-unreadable` where the text is no package, with `exam-code-wrong` where the code does not open it. */
export async function openPackage(text: string, path: string, code: string): Promise<ExamPaper> {
  const sealed = parsePackage(text, path)
  const { schema, exam, version, learner } = sealed
  const bytes = (field: string): Buffer => Buffer.from(field, 'base64')
  const key = await keyOf(code, bytes(sealed.kdf.salt))
  let opened: string
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(sealed.iv))
    decipher.setAAD(Buffer.from(canonicalize({ schema, exam, version, learner })))
    decipher.setAuthTag(bytes(sealed.tag))
    const packed = Buffer.concat([decipher.update(bytes(sealed.data)), decipher.final()])
    opened = gunzipSync(packed, { maxOutputLength: MAX_PAPER_BYTES }).toString('utf8')
  } catch (error) {
    throw new Problem('exam-code-wrong', { path }, error)
  }
  return JSON.parse(opened) as ExamPaper
}

function parsePackage(text: string, path: string): Package {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Problem('exam-package-unreadable', { path }, error)
  }
  if (!isPackage(value)) throw new Problem('exam-package-unreadable', { path })
  return value
}

/** wget's side of TLS: GNU's with GnuTLS, as Debian builds it, and what Alpine's hands to OpenSSL. */
import { isSameName, type Certificate } from '../../../../kubernetes/x509/certificate.ts'
import type { Session } from '../session.ts'
import type { HttpEnd } from './http.ts'
import { hasFlag, valueOf, type Options } from './options.ts'
import { check, isFaultless, readBundle, readDefaultBundle, readFolder, type Checked } from './tls-client.ts'

/** Options with a value. */
export const TLS_VALUED = [
  '--ca-certificate',
  '--ca-directory',
  '--certificate',
  '--private-key',
  '--certificate-type',
] as const

/** Those that are named count beside those of the world. */
const trustOf = (session: Session, options: Options): readonly Certificate[] => {
  const [file, folder] = [valueOf(options, '--ca-certificate'), valueOf(options, '--ca-directory')]
  return [
    ...readDefaultBundle(session),
    ...(file === undefined ? [] : (readBundle(session, file) ?? [])),
    ...(folder === undefined ? [] : readFolder(session, folder)),
  ]
}

/** What wget finds, and whether it goes on. */
export async function checkAsWget(
  session: Session,
  options: Options,
  meeting: { readonly host: string; readonly presented: readonly Certificate[] },
): Promise<{ readonly checked: Checked; readonly goesOn: boolean }> {
  const checked = await check(session, { ...meeting, trusted: trustOf(session, options) })
  return { checked, goesOn: hasFlag(options, '--no-check-certificate') || isFaultless(checked) }
}

/** GnuTLS's numbers: a file that cannot be read, and one that holds no certificate. */
const UNREADABLE = -64
const NONE_FOUND = 0

export const loadedBundle = (session: Session, options: Options): string => {
  const file = valueOf(options, '--ca-certificate')
  if (file === undefined) return ''
  if (readBundle(session, file) !== undefined) return `Loaded CA certificate '${file}'\n`
  const isThere = session.instance.setup.files.read(session.pathOf(file)) !== undefined
  return `ERROR: Failed to open cert ${file}: (${isThere ? NONE_FOUND : UNREADABLE}).\n`
}

/** What GnuTLS says besides of one that it does not trust; nothing where an authority of the issuer's name has not signed it. */
const reasonOf = ({ verified, trusted }: Checked): string | undefined => {
  const last = verified.path.at(-1)
  switch (verified.fault) {
    case 9:
      return 'is not yet activated.'
    case 10:
      return 'has expired.'
    case 18:
    case 19:
    case 20:
      return trusted.some(({ subject }) => last !== undefined && isSameName(subject, last.issuer))
        ? undefined
        : "doesn't have a known issuer."
    default:
      return undefined
  }
}

/** In wget's own words, once more. */
const TIMES: Readonly<Record<number, string>> = {
  9: 'The certificate has not yet been activated\n',
  10: 'The certificate has expired\n',
}

/** What wget says of the certificates that it was shown; nothing where all is well. */
export const faultsOf = ({ checked }: HttpEnd, severity: 'ERROR' | 'WARNING'): string => {
  if (checked === undefined) return ''
  const { host, verified, name } = checked
  const of = `${severity}: The certificate of ‘${host}’`
  const reason = reasonOf(checked)
  const signer = verified.fault === 79 ? `${severity}: The certificate signer of ‘${host}’ was not a CA.\n` : ''
  const chain =
    verified.fault === undefined ? '' : `${of} is not trusted.\n${reason === undefined ? '' : `${of} ${reason}\n`}${signer}`
  const time = TIMES[verified.fault ?? 0] ?? ''
  return `${chain}${time}${name?.fits === true ? '' : `The certificate's owner does not match hostname ‘${host}’\n`}`
}

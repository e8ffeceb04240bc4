/** Ed25519 signatures of submissions, and proofs by the paper's token. */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto'
import { bodyOf, provenText, signedText, type Submission, type SubmissionBody } from '../../src/course/exam/submission.ts'

/** A new private key, as PEM. */
export const makeKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const proofOf = (body: SubmissionBody, token: string): string =>
  createHmac('sha256', Buffer.from(token, 'hex')).update(provenText(body)).digest('hex')

export const signSubmission = (body: SubmissionBody, token: string, privateKey: string): Submission => {
  const key = createPrivateKey(privateKey)
  const proven = { ...body, proof: proofOf(body, token) }
  return {
    ...proven,
    signature: {
      algorithm: 'Ed25519',
      publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
      value: sign(null, Buffer.from(signedText(proven)), key).toString('base64'),
    },
  }
}

const readPublicKey = (text: string): KeyObject | undefined => {
  try {
    return createPublicKey({ key: Buffer.from(text, 'base64'), type: 'spki', format: 'der' })
  } catch {
    return undefined
  }
}

/** Whether it is as it was signed. */
export const isSignatureSound = (submission: Submission): boolean => {
  const { signature, proof } = submission
  const key = readPublicKey(signature.publicKey)
  if (key?.asymmetricKeyType !== 'ed25519') return false
  const text = signedText({ ...bodyOf(submission), proof })
  return verify(null, Buffer.from(text), key, Buffer.from(signature.value, 'base64'))
}

/** Whether it was made with the package that has this token. */
export const isProofSound = (submission: Submission, token: string): boolean =>
  timingSafeEqual(Buffer.from(proofOf(bodyOf(submission), token), 'hex'), Buffer.from(submission.proof, 'hex'))

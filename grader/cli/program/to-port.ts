import { InvalidArgumentError } from 'commander'

/** Reads a port's number. */
export const toPort = (text: string): number => {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('1–65535.')
  return port
}

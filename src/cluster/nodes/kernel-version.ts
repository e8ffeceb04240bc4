/** Of every node, and so of every container on it. */
export const KERNEL_VERSION = '6.12.0-netgrade'

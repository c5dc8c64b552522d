/** The runner's side of `node-engine.ts`. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { KEY_FILE, type Material } from './material.ts'
import type { MakingOperation, Operation } from './options.ts'

export interface Measured {
  readonly ms: number
  readonly standing: string
  readonly peakMB: number
}

export class NodeContender {
  private readonly child: ChildProcess
  private readonly material: Material

  constructor(material: Material) {
    this.material = material
    this.child = fork(fileURLToPath(new URL('./node-engine.ts', import.meta.url)), { execArgv: ['--import', 'tsx', '--expose-gc'] })
  }

  ask(file: string, operation: Operation, limit: boolean, keep?: string): Promise<Measured> {
    return new Promise((resolve, reject) => {
      this.child.removeAllListeners('error').once('error', reject)
      this.child.once('message', message => resolve(message as Measured))
      this.child.send({ file: this.material.file(file), root: this.material.root, key: this.material.file(KEY_FILE), operation, limit, keep })
    })
  }

  /** Makes a message, and gives the file that it is in. */
  async make(file: string, operation: MakingOperation): Promise<string> {
    const made = this.material.file('made-node.eml')
    const { standing } = await this.ask(file, operation, false, made)
    if (standing !== 'made') throw new Error(`${operation} of ${file} in Node: ${standing}`)
    return made
  }

  close(): void {
    this.child.kill()
  }
}

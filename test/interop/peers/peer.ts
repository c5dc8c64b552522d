/** Another program that speaks CMS: what it is asked, and what it answers. Each has a file of its own, which alone knows its words. */
import { readFileSync } from 'node:fs'
import type { Material } from '../../bench/material.ts'
import type { Program } from '../cells.ts'
import type { Key } from '../keys.ts'
import { wordsOf } from '../programs.ts'

/** One CMS object to be made. */
export interface Task {
  readonly how: 'detached' | 'opaque' | 'cbc' | 'gcm'
  readonly key: Key
  /** Files in the material's folder. */
  readonly input: string
  readonly output: string
}

/** One CMS object as `<name>` in the material's folder; a detached one with its content as `<name>.content`. */
export interface Layer {
  readonly name: string
  readonly kind: 'signed' | 'detached' | 'enveloped'
  /** Whose key opens it, or signed it. */
  readonly key: Key
  readonly isAuthenticated: boolean
  /** The recipient is named by key identifier. */
  readonly isByKey: boolean
  readonly isOaep: boolean
  readonly isPss: boolean
  /** Some recipient, this key's owner or another one, is named by key agreement. */
  readonly hasAgreement: boolean
}

/** A file that was to be made. */
export interface Attempt {
  readonly name: string
  /** Why it is not there, in the program's words. */
  readonly failure: string | undefined
}

export interface SignedFile {
  readonly name: string
  readonly isDetached: boolean
}

export interface Peer {
  readonly name: Program
  /** Undefined when it is installed; else what is missing. */
  readonly missing: () => string | undefined
  /** What it has; other tasks are not given to it. */
  readonly can: (task: Pick<Task, 'how' | 'key'>) => boolean
  /** What the program has not got at all, in words; such layers are not asked. */
  readonly cannot: (layer: Layer) => string | undefined
  /** @throws Error with the program's words when it cannot be made ready. */
  readonly begin: (material: Material) => Session
}

/** A program that is ready to work with the keys of a material. Nothing of it throws. */
export interface Session {
  /** Signs `content.msg` in every form that it has. */
  signAll(): readonly (SignedFile & Attempt)[]
  /** Encrypts `content.msg` in every form that it has. */
  encryptAll(): readonly Attempt[]
  make(tasks: readonly Task[]): readonly Attempt[]
  /** The content of each layer, or why there is none. */
  open(layers: readonly Layer[]): Promise<ReadonlyMap<string, Uint8Array | string>>
  end(): void
}

export const signs = (how: Task['how']): how is 'detached' | 'opaque' => how === 'detached' || how === 'opaque'

/** The first word that applies. */
export const firstOf = (lacks: Readonly<Record<string, boolean>>): string | undefined => Object.keys(lacks).find(word => lacks[word])

/** A file, and the call that makes it. */
export interface Job {
  readonly name: string
  readonly make: () => unknown
}

/** What a program does that does one thing each time it is started. */
export interface Calls {
  readonly signatures: readonly (SignedFile & Job)[]
  readonly encryptions: readonly Job[]
  readonly make: (task: Task) => unknown
  /** Writes `<name>.out`, unless the content is there. */
  readonly open: (layer: Layer) => Promise<unknown>
  readonly end: () => void
}

/** One call after the other, each of which may fail alone. */
export function oneByOne({ file }: Material, { signatures, encryptions, make, open, end }: Calls): Session {
  const answer = async (layer: Layer): Promise<Uint8Array | string> => {
    try {
      await open(layer)
      return contentOf(file, layer)
    } catch (error) {
      return wordsOf(error)
    }
  }
  return {
    signAll: () => signatures.map(job => ({ ...attempt(job), isDetached: job.isDetached })),
    encryptAll: () => encryptions.map(attempt),
    make: tasks => tasks.map(task => attempt({ name: task.output, make: () => make(task) })),
    open: async layers => {
      const answers = new Map<string, Uint8Array | string>()
      for (const layer of layers) answers.set(layer.name, await answer(layer))
      return answers
    },
    end,
  }
}

export const contentOf = (file: Material['file'], { name, kind }: Layer): Uint8Array => new Uint8Array(readFileSync(file(kind === 'detached' ? `${name}.content` : `${name}.out`)))

function attempt({ name, make }: Job): Attempt {
  try {
    make()
    return { name, failure: undefined }
  } catch (error) {
    return { name, failure: wordsOf(error) }
  }
}

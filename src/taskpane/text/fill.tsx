/** Sentences with their values, as nodes. Values enter as text only, each isolated from the direction of what surrounds it. */
import { Fragment, type ReactNode } from 'react'
import { Address } from './Address.tsx'
import { piecesOf, type Values } from './fill-text.ts'

export function fillNodes(template: string, values: Values): ReactNode {
  return piecesOf(template, values).map(({ text, isValue }, index) => {
    if (!isValue) return <Fragment key={index}>{text}</Fragment>
    return text.includes('@') ? <Address key={index} value={text} /> : <bdi key={index}>{text}</bdi>
  })
}

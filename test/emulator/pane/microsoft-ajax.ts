/**
 * Stands in for MicrosoftAjax.js, which office.js wants from Microsoft's CDN and dies without. Written from what office.js calls; it
 * checks no arguments. A deployment without internet access puts such a script before office.js as well.
 */

type Fields = Readonly<Record<string, unknown>>

function exceptionMaker(name: string) {
  return (subject?: string, text?: string): Error => {
    const error = new Error(`Sys.${name}Exception: ${text ?? subject ?? ''}`)
    error.name = `Sys.${name}Exception`
    return Object.assign(error, { paramName: subject })
  }
}

const exceptions = ['Argument', 'ArgumentNull', 'ArgumentOutOfRange', 'ArgumentType', 'ArgumentUndefined', 'InvalidOperation', 'ParameterCount', 'NotImplemented']

export function installMicrosoftAjax(): void {
  for (const name of exceptions) {
    Object.defineProperty(Error, name.charAt(0).toLowerCase() + name.slice(1), { value: exceptionMaker(name), configurable: true })
  }
  Object.defineProperty(Error, 'create', { value: (text: string, fields?: Fields) => Object.assign(new Error(text), fields) })
  Object.defineProperty(Function, '_validateParams', { value: () => null, configurable: true })
  Object.defineProperty(Function, '_validateParameter', { value: () => null, configurable: true })
  Object.defineProperty(Function, 'registerNamespace', { value: registerNamespace, configurable: true })
  Object.defineProperty(Function.prototype, 'registerClass', {
    value(this: unknown) {
      return this
    },
    configurable: true,
  })
  Object.defineProperty(String, 'format', {
    value: (pattern: string, ...values: unknown[]) => pattern.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
    configurable: true,
  })
  Object.assign(window, {
    Type: Function,
    Sys: {
      StringBuilder: () => undefined,
      Debug: { trace: () => undefined },
      Serialization: { JavaScriptSerializer: { serialize: JSON.stringify, deserialize: (text: string): unknown => JSON.parse(text) } },
    },
  })
}

function registerNamespace(path: string): void {
  let place = window as unknown as Record<string, Record<string, never>>
  for (const name of path.split('.')) place = place[name] ??= {}
}

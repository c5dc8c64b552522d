/** The native client's objects alone, for a page whose office.js fetches everything else itself. */
import { installNativeBridge } from './native-bridge.ts'

installNativeBridge(window.name)

/** The native client's objects and the sign-in's bridge alone, for a page whose office.js fetches everything else itself. */
import { installNativeBridge } from './native-bridge.ts'
import { installNestedAppAuth } from './nested-app-auth.ts'

installNativeBridge(window.name)
installNestedAppAuth(window.name)

/** Runs in the pane's page before office.js: what a browser or a native Outlook would bring along. */
import { installMicrosoftAjax } from './microsoft-ajax.ts'
import { installNativeBridge } from './native-bridge.ts'
import { installNestedAppAuth } from './nested-app-auth.ts'

installMicrosoftAjax()
installNativeBridge(window.name)
installNestedAppAuth(window.name)

/** Answers for MicrosoftAjax.js where a test stands in for Microsoft's CDN. */
import { installMicrosoftAjax } from './microsoft-ajax.ts'

installMicrosoftAjax()

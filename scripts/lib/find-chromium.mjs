/** Where a Chromium, Chrome or Edge may be, on each system. `CHROMIUM_PATH` comes before all of them. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable']

const MAC_PROGRAMS = ['Chromium', 'Google Chrome', 'Microsoft Edge']
const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
]

/**
 * The browser's program file, or undefined when there is none.
 * @throws when `CHROMIUM_PATH` names a file that does not exist: a wrong wish is not silently replaced.
 */
export function findChromium({ env = process.env, platform = process.platform, exists = existsSync } = {}) {
  const wished = env.CHROMIUM_PATH
  if (wished) {
    if (exists(wished)) return wished
    throw new Error(`CHROMIUM_PATH names ${wished}, but there is no such file`)
  }
  return usualPlaces(env, platform).find(path => exists(path))
}

function usualPlaces(env, platform) {
  if (platform === 'darwin') {
    return ['/Applications', join(env.HOME ?? '', 'Applications')].flatMap(folder =>
      MAC_PROGRAMS.map(name => `${folder}/${name}.app/Contents/MacOS/${name}`),
    )
  }
  if (platform === 'win32') {
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(Boolean)
    return folders.flatMap(folder => WINDOWS_PROGRAMS.map(parts => join(folder, ...parts)))
  }
  const folders = new Set([...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/usr/local/bin', '/snap/bin'])
  return [...folders].flatMap(folder => NAMES.map(name => join(folder, name)))
}

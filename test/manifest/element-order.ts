/** The order of child elements, which Outlook insists on ("Find the proper order of manifest elements", Microsoft). */
const VERSION_OVERRIDES = ['Description', 'Requirements', 'Hosts', 'Resources', 'VersionOverrides']

export const ELEMENT_ORDER: Readonly<Record<string, readonly string[]>> = {
  OfficeApp: [
    'Id', 'AlternateId', 'Version', 'ProviderName', 'DefaultLocale', 'DisplayName', 'Description', 'IconUrl', 'HighResolutionIconUrl',
    'SupportUrl', 'AppDomains', 'Hosts', 'Requirements', 'FormSettings', 'Permissions', 'Rule', 'DisableEntityHighlighting',
    'VersionOverrides',
  ],
  VersionOverrides: VERSION_OVERRIDES,
  DesktopSettings: ['SourceLocation', 'RequestedHeight'],
  Host: ['Runtimes', 'DesktopFormFactor'],
  Runtime: ['Override'],
  DesktopFormFactor: ['FunctionFile', 'SupportsSharedFolders', 'ExtensionPoint'],
  ExtensionPoint: ['OfficeTab', 'LaunchEvents', 'SourceLocation'],
  Group: ['Label', 'Control'],
  Control: ['Label', 'Supertip', 'Icon', 'Action'],
  Supertip: ['Title', 'Description'],
  Action: ['SourceLocation', 'FunctionName', 'SupportsPinning'],
  Resources: ['bt:Images', 'bt:Urls', 'bt:ShortStrings', 'bt:LongStrings'],
}

export const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  OfficeApp: [
    'Id', 'Version', 'ProviderName', 'DefaultLocale', 'DisplayName', 'Description', 'IconUrl', 'HighResolutionIconUrl', 'SupportUrl',
    'AppDomains', 'Hosts', 'Requirements', 'FormSettings', 'Permissions', 'Rule', 'VersionOverrides',
  ],
  VersionOverrides: ['Description', 'Requirements', 'Hosts', 'Resources'],
  DesktopFormFactor: ['ExtensionPoint'],
  Group: ['Label', 'Control'],
  Control: ['Label', 'Supertip', 'Icon', 'Action'],
  Supertip: ['Title', 'Description'],
  Resources: ['bt:Images', 'bt:Urls', 'bt:ShortStrings', 'bt:LongStrings'],
}

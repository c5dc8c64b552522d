/** Made by scripts/make-base64-module.mjs, which explains it. */

/** Where text goes in the module's memory, how much of it fits, and where octets come out. */
export const MODULE_WINDOW = { input: 272, length: 130800, output: 256 } as const

/** The module, in base64. */
export const BASE64_MODULE =
  'AGFzbQEAAAABBwFgAn9/AX8DAgEABQQBAQICBhUEfwFBAAt/AUEAC38BQQALfwFBAAsHMAYGbWVtb3J5AgAGZGVjb2RlAAADb3V0AwAEYml0cw' +
  'MBBGhlbGQDAgZzdHJheXMDAwqhBAGeBAIEfwJ7AkADQCMCRQRAAkADQCAAQRBqIAFLDQEgAP0AAAAhBiAGQQT9bSEH/QwVERERERERERERExob' +
  'GxsaIAb9DA8PDw8PDw8PDw8PDw8PDw/9Tv0O/QwQEAECBAgECBAQEBAQEBAQIAf9Dv1O/VMNASAG/QwAEBMEv7+5uQAAAAAAAAAAIAcgBv0MLy' +
  '8vLy8vLy8vLy8vLy8vL/0j/W79Dv1uIQYgBkEG/YsB/QzAD8APwA/AD8APwA/AD8AP/U4gBkEI/Y0B/VAhBiMAIAb9DAAQAQAAEAEAABABAAAQ' +
  'AQD9ugH9DAIBAAYFBAoJCA4NDP/////9Dv0LAAAgAEEQaiEAIwBBDGokAAwACwsCQANAIABBBGogAUsNASAALQAALAAAIQIgAC0AASwAACEDIA' +
  'AtAAIsAAAhBCAALQADLAAAIQUgAiADciAEIAVyckEASA0BIAJBEnQgA0EMdHIgBEEGdCAFcnIhAiMAIAJBEHY6AAAjACACQQh2OgABIwAgAjoA' +
  'AiAAQQRqIQAjAEEDaiQADAALCwsgASAAS0UNASAALQAALAAAIQIgAkF9Rg0BIABBAWohAAJAIAJBfkYNACACQX9GBEAjA0EBaiQDDAELIwFBBn' +
  'QgAnIkASMCQQFqJAIjAkEERgRAIwAjAUEQdjoAACMAIwFBCHY6AAEjACMBOgACIwBBA2okAEEAJAFBACQCCwsMAAsLIAALC4cCAQBBAAuAAv//' +
  '//////////7+///+/////////////////////////v////////////8+////PzQ1Njc4OTo7PD3////9////AAECAwQFBgcICQoLDA0ODxAREh' +
  'MUFRYXGBn///////8aGxwdHh8gISIjJCUmJygpKissLS4vMDEyM///////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////////////////////////' +
  '////////8='

/** Vectors of draft-irtf-cfrg-rsa-guidance, appendix B: what every implementation of implicit rejection gives, OpenSSL 3.2 among them. */

export interface ImplicitRejectionVector {
  readonly name: string
  readonly key: keyof typeof KEY
  readonly ciphertext: string
  readonly message: string
}

/** PrivateKeyInfo in base64, by bits of the modulus. */
export const KEY = {
  '2048':
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDIzIOXFAmNpWyqI2QPk9yJl8FjcpaPwbDG31ETwclOiyHkitIpfmVBkBG05tj15zsbeLJX' +
    'QAMh0e9rYC1OyM6NFByUkF60rTBmOaSSBlNLbn8mB0I+l9/9EzyI1yE5ne+8fpbM3L1/Oq4f6JJxK/tJKYF9URZmRAofrLeiCPXqFlkQrdij8tSXICNgzLYy' +
    'Ak8NBxacGRjzFveUsUOu9U7IdSKkwCl4+WiZgL/79knDB+gYGb/4hAljjUi9lL4VK1n/ZJ+gvWKdD/oYE8Or9LVr08LqVGXf+hRYkpKp2KJK0mvn7gUQdBtj' +
    'gtQ8g9W/pApGYT0GK+RFUX28rwy04adpAgMBAAECggEAFFUBDg8tWHZjpmam/xzNu/Dt2BAGRtAqAjkikImSxK055VZZKXJu9lCMOnEVjvC2/3UdOdB1gLst' +
    'LwYyEEQtBgP/UNu9ezX+LJuxmkehr4WkwkkB4CyotYt5GbIO3zKqz79RrbS8S2G5t+loyqTVcPcO8Y2AYyKIk+R9Q578p5Mlm88s0Qij2GiM3weOeseZlp8j' +
    'OdLB9SK5aWhGKakzuq7CaBYl6rhPTlb0RH6diPuaGZz3ECPg4lexREGzPITTvGfKgDHSYSYYEDp6CkCEQmL3XYiQzWFuUfkDVIj9bgmd6P9tZaT/EYJUgHyf' +
    'WNL7uouhUdyMaL40nJd6IE4EwQKBgQD49a1rqCiTG+pFm4o/bcBB0jSCQJwlcelj8x90hgKiVjcbOIPtRZ7PlwUmRZ7dFuBVIvWkXZR1Gy7C2vJyx/iBalLA' +
    'DRgIAXFjTaiZ15cyIvUbk3YwVIaWqffYwkpZSXwe/NRVz7l+6G0rbTSXKzMv2jA/BJmbTra1zAuzPndh3QKBgQDOei47SakLljMKEtxoK9+9+66N1twDthR6' +
    '771XV0Pw9tpNhiNQYbca/ZytLTQCXlashrD3dD6zXhrLyiN4lUJEZbcG7SIXXlcYyMcLZwPqj2tRD5Rb5I5aNrs8PJFzK1id/AXXLYCQMZRFK9ohNIZH7HKU' +
    'PxGoRuYvrr6OtTaw/QKBgHb+FfGK4jnN8d9rRFykvGu5aNeIwhkzpPXc0oADPWcSBizAim3yBMH70L5GMHRD5t1KZFY3VCnU4DjKJW+vHJvekcaxe3b4GZX5' +
    'HEjLvrx78ONJTAg1nk6M1qWH17ltYiH9fg+1xVdfCC7ld2l5gHGyu7SjIjgVG0cxS7ZUeQMRAoGBAJmISLBVSZoQCcvH0pSzax/98gIObnNkBT6U3hoADck0' +
    'BYf34nJ29ozfYI11O2M3ewO29AhNLAJ8SziWCmIzup7Zc4t28Q6nW+RWB4v3AfZ8xrPz/cGG5kM2x2s3LoCRDsgLCtzCPQL7muEEhqKCSAdbTqflbd/POILk' +
    'UVYUcaKRAoGAZDv3RkKffYNmegZTAhNH77/AXmNR+CGp3rtg4OzN5QBa2ensMeVY9+ksKTKOdFadfO98dMq8KzVe1AGhoJFLTjy7BkhOWBlgURae0UyqLvpu' +
    'oETgVNJhRMwWKcVQEFWKBOEz9Et8JE2sJb+RPFe4kO5J9UglnNY0BP72hZ3Pl1o=',
  '2049':
    'MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQFV+IlVahd18ceneGpQsYvCjJ6Ybt5WZ8qzm4QSTpDrp1wdsIOsPkQ7upTcI1YPdeOoFpOi' +
    'pDvcdCbYxOr+aMhd4P51f25Ju57UR+YCQwgA27BM6yLn+lehjTOPtmAmzbRn5wzAQOfTZ+9APHvx499iRlAJRjHyHq/S+1vJFf8EN5rNERL3MsC0ZgfBeNOK' +
    'IPUu2lCfL5wEBdUQaegMz5QVVNBHBGdQXDz1QeoIl9/J9ADOyymP/HUzctn2kzrxdMxA7ZbUZwMXM7l/jN3T+SvDoD6oV2xBfyQAe15PdQEQW1RN6frc3/rf' +
    'mN+0uwW4GZ8/haz9kfepoJS5o4P1BJCXAgMBAAECggEBARnCs/UKetYVJnnX/1EJWKwtjKbwAoWS8zLVWhZzYXio5n8X5wXOMA4+h1RyUQBgE/l00KPbSe80' +
    'TKWiajTARQcE0OQi4M4jppQlwV/vtvJuEG7v9kzIuddELk2k6MhQCOrrNlhZoilPo5N7wmvlYzLn2B4sFg72NcxSiqe+VeYzpyPbweFrop5SsprvL55WVP3A' +
    'Zmuw/CVKy+gOY4dPD18CB4Ljydz8JSDQycSntjTkUD+7ST4ar+6z+IvXoTOYcl2ub+OZ53XNXUzwn8g4NHxMmNqxpIg8zmIFE2Fa+qEKYzaObXt530FmqxYn' +
    'Oe9RWkQC7h4GAcWlW8cd8OMO34ECgYEBiPaTYPAeGNmi3ilSU9JSwx5Eds6l/3v4QT33/eNWUjzcl2gF+E/A3ex3DfBs7QZcgRNIdUs0avFpdWh3/Ts9VoaC' +
    'yHh9CzFO9qxn1l6BMzmLYqCDwPh2XFrUDVqB+bvc4lJ+1+lQCMsQKctMq9H56b7fwobJZVIlXafqsZIXjvcCgYEA3sfPEdreg6TEPS+AGX8h/V1G/Ve0MfRP' +
    '6Bod439qCR/8BGTtlx3IUIg1rebMX1ZvOWVhOos2eYyS5uI/Uu+QfpVn40G+vFM3GJYl+76rHzt7P5L/smgebvWnhKjC1498LYmqqiTSztvQZoHP5lw2x7+j' +
    'xboTUWIiLvXC6RTJg2ECgYASCT86c8rt2Q9gowTkVAL4casyyMlVsJr0Y6O+Q3Dy1VhKmruraf2wMepE+YQGXQRh6ECrIYiGYA43FVRsiwuFrSbTjLQwj1LQ' +
    'f5lEfZHwh/Od00A42y6TjpetBTpx++1ndeHchxjlTmyvfmVGfZy63cfnZchYniyY39wlyk7KgQKBgQCMzmE0ec+WCPf3bCRc+Ru0ldYeneZIhJBUtN0bQxbz' +
    '+YFCDcCVeL95Fv5Gkc+ummTmNAuGAyNFI/Jdd7ZqZvw+5ZOp8Y3qXfY+1fff650gummlvvVZ/7DslNtyX2/26ruj1JVHwMp08D4B7B5JDROaoKeUe41mLM5K' +
    'PA8bXoYXQQKBgQD5lZs0xLyozkiIeBsxsem12K310NPj7VReg2fT+FRbpkQyuIcwNe+IHCvN4A0YCfksQNh4N7XE+az0iza43FOllWGkVlI0AtHo+jrzAOVM' +
    'kbY+bO4G/m3mZvOSlYKgPh9FTneJ+weBpNb7tSbviBYh/R6s0hRm5M3Ziu0Q9OdveQ==',
} as const

export const VECTORS: readonly ImplicitRejectionVector[] = [
  {
    name: '2048 bits: 26 octets, as sent',
    key: '2048',
    ciphertext:
      '8bfe264e85d3bdeaa6b8851b8e3b956ee3d226fd3f69063a86880173a273d9f283b2eebdd1ed35f7e02d91c571981b6737d5320bd8396b0f3ad5b019' +
      'daec1b0aab3cbbc026395f4fd14f13673f2dfc81f9b660ec26ac381e6db3299b4e460b43fab9955df2b3cfaa20e900e19c856238fd371899c2bf2ce8' +
      'c868b76754e5db3b036533fd603746be13c10d4e3e6022ebc905d20c2a7f32b215a4cd53b3f44ca1c327d2c2b651145821c08396c89071f665349c25' +
      'e44d2733cd9305985ceef6430c3cf57af5fa224089221218fa34737c79c446d28a94c41c96e4e92ac53fbcf384dea8419ea089f8784445a492c812eb' +
      '0d409467f75afd7d4d1078886205a066',
    message: '6c6f72656d20697073756d20646f6c6f722073697420616d6574',
  },
  {
    name: '2048 bits: no octets, as sent',
    key: '2048',
    ciphertext:
      '443ad9c5f00a1f4e9601717d274aacc93a824cb4d99b3c6a42e2b017e52e018443bd77d34a80703cd9b6acf523cd3b2cd1fea31940a68fba828836f1' +
      'c3ed2fef071e95e0922ff0f47d0e81dacc13ecdeda3db6476f41e5b3f9ccfcfdf91558007b68ffbbe5e93bb088f1e4f0bb39bc7d8600b38930ecd00a' +
      '341d8cc76955837efff0f0797c4b46fb1b375bba49bcdc877f39aaadb045c56b836072383eec6627ae280ad4f9a45d6e5b4cc7cf61d42b194ff0b9c9' +
      '167c621e5380d8333e3b7f20c8d564c9ec6c2805f77c0146adea2f688a943b67ce8889f4a6353e6396d551c36a6dbf19359a825d14b69ccc4fd747cf' +
      '14a1ca8578d7f0a67dc14b37f5e17ca3',
    message: '',
  },
  {
    name: '2048 bits: a message that fills the block, made up',
    key: '2048',
    ciphertext:
      '48cceab10f39a4db32f60074feea473cbcdb7accf92e150417f76b44756b190e843e79ec12aa85083a21f5437e7bad0a60482e601198f9d86923239c' +
      '8786ee728285afd0937f7dde12717f28389843d7375912b07b991f4fdb0190fced8ba665314367e8c5f9d2981d0f5128feeb46cb50fc237e64438a86' +
      'df198dd0209364ae3a842d77532b66b7ef263b83b1541ed671b120dfd660462e2107a4ee7b964e734a7bd68d90dda61770658a3c242948532da32648' +
      '687e0318286473f675b412d6468f013f14d760a358dfcad3cda2afeec5e268a37d250c37f722f468a70dfd92d7294c3c1ee1e7f8843b7d16f9f37ef3' +
      '5748c3ae93aa155cdcdfeb4e78567303',
    message:
      '22d850137b9eebe092b24f602dc5bb7918c16bd89ddbf20467b119d205f9c2e4bd7d2592cf1e532106e0f33557565923c73a02d4f09c0c22bea89148' +
      '183e60317f7028b3aa1f261f91c979393101d7e15f4067e63979b32751658ef769610fe97cf9cef3278b3117d384051c3b1d82c251c2305418c8f684' +
      '0530e631aad63e70e20e025bcd8efb54c92ec6d3b106a2f8e64eeff7d38495b0fc50c97138af4b1c0a67a1c4e27b077b8439332edfa8608dfeae653c' +
      'd6a628ac550395f7e74390e42c11682234870925eeaa1fa71b76cf1f2ee3bda69f6717033ff8b7c95c9799e7a3bea5e7e4a1c359772fb6b1c6e6c516' +
      '661dfe30c3',
  },
  {
    name: '2048 bits: ten octets, made up',
    key: '2048',
    ciphertext:
      '006f89db685c0a132700c6a17f88a37a6635d0ab89de4c45dc09736c891ca5bf3401ce34c6e5d51e94ed2f518857ddc12d9f9f9e68e01cdc30d86ae5' +
      'dd83988c0c46a8e39daa1b328a23def551d67fa1964fb15242c83ddd7dd5b1aec720a391d0b86cb16cf4d3c466850c3df88a3ed85993900d1287a0c9' +
      '0c4b04d34ba29e59967661f3f10e0c998f64e14e777e8e81371eca5318b4e0b53414292130c821477c51e2bff844836ab10dff293d82e4f40d345968' +
      'ef268c92ed0bc238f31d50f4d3f759c23964923e135d15527556410fbd2c451d6a2aa852dc88b01139c6fdd826736d8cd3780601b2977b09c080bd8c' +
      '0fa471606ad59f053ad33d9eeb905f20',
    message: '2b5dd72df3cae37f1aef',
  },
  {
    name: '2048 bits: two octets, made up',
    key: '2048',
    ciphertext:
      '1439e08c3f84c1a7fec74ce07614b20e01f6fa4e8c2a6cffdc3520d8889e5d9a950c6425798f85d4be38d300ea5695f13ecd4cb389d1ff5b82484b49' +
      '4d6280ab7fa78e645933981cb934cce8bfcd114cc0e6811eefa47aae20af638a1cd163d2d3366186d0a07df0c81f6c9f3171cf3561472e98a6006bf7' +
      '5ddb457bed036dcce199369de7d94ef2c68e8467ee0604eea2b3009479162a7891ba5c40cab17f49e1c438cb6eaea4f76ce23cce0e483ff0e96fa790' +
      'ea15be67671814342d0a23f4a20262b6182e72f3a67cd289711503c85516a9ed225422f98b116f1ab080a80abd6f0216df88d8cfd67c139243be8dd7' +
      '8502a7aaf6bc99d7da71bcdf627e7354',
    message: '0f9b',
  },
  {
    name: '2048 bits: eleven octets, made up',
    key: '2048',
    ciphertext:
      '9b2ec9c0c917c98f1ad3d0119aec6be51ae3106e9af1914d48600ab6a2c0c0c8ae02a2dc3039906ff3aac904af32ec798fd65f3ad1afa2e69400e7c1' +
      'de81f5728f3b3291f38263bc7a90a0563e43ce7a0d4ee9c0d8a716621ca5d3d081188769ce1b131af7d35b13dea99153579c86db31fe07d5a2c14d62' +
      '1b77854e48a8df41b5798563af489a291e417b6a334c63222627376118c02c53b6e86310f728734ffc86ef9d7c8bf56c0c841b24b82b59f51aee4526' +
      'ba1c4268506d301e4ebc498c6aebb6fd5258c876bf900bac8ca4d309dd522f6a6343599a8bc3760f422c10c72d0ad527ce4af1874124ace3d99bb74d' +
      'b8d69d2528db22c3a37644640f95c05f',
    message: 'a1f8c9255c35cfba403ccc',
  },
  {
    name: '2049 bits: eleven octets, as sent',
    key: '2049',
    ciphertext:
      '013300edbf0bb3571e59889f7ed76970bf6d57e1c89bbb6d1c3991d9df8e65ed54b556d928da7d768facb395bbcc81e9f8573b45cf8195dbd85d83a5' +
      '9281cddf4163aec11b53b4140053e3bd109f787a7c3cec31d535af1f50e0598d85d96d91ea01913d07097d25af99c67464ebf2bb396fb28a9233e56f' +
      '31f7e105d71a23e9ef3b736d1e80e713d1691713df97334779552fc94b40dd733c7251bc522b673d3ec9354af3dd4ad44fa71c0662213a57ada1d751' +
      '49697d0eb55c053aaed5ffd0b815832f454179519d3736fb4faf808416071db0d0f801aca8548311ee708c131f4be658b15f6b54256872c2903ac708' +
      'bd43b017b073b5707bc84c2cd9da70e967',
    message: '6c6f72656d20697073756d',
  },
  {
    name: '2049 bits: ten octets, made up',
    key: '2049',
    ciphertext:
      '000a56cfd7abf21e2c65a28b8145fee663818b6cd218601e9e62bed7de5ac74ceb07b435b305c99e3e286152036086b4a13eb26164f6f4bf79ac7d6c' +
      '3fbcdcd74c6dc324c04949a0c88cbf616626cb171a4e333a0e124524b44f78e2d8100c03e231791523b7d76db2d464e6b5e64244e04ad21128a5feb5' +
      '6092b4ceda35ebfb84f7fafa8e1c098d9923d66e541b36307574db8912630fcf734af7bcd4118f1f700804c5001a5950780188fc7862384fb3fc0708' +
      'eaf3cb2b119177bb6928758fa75e644d258ac02748dcae7a78ec6c8679598fa9deee4663f1efe27efe8bd15572ff40676b95469aaa42eab4226d86c1' +
      '160343255cce4fb7728f7349da27ed096b',
    message: 'fc874af235e261083c2c',
  },
  {
    name: '2049 bits: 52 octets, made up',
    key: '2049',
    ciphertext:
      '011644d88f2955389b6d215fc3acd733265d82348fa15178d99e38fd2842030d4e31d1ab15b0f00a80add1a9bfe112f9c42e827c487193c360dc5888' +
      'c8c42d5459b1f2c1952dca679ded08f190b6a78bbb6ea00438ebb8b03dc56e45cb36bee49a385c71fbf9bbcceda7b130ad6cee2106eff34dd224fba8' +
      'e9990edf893ae52b0910cdadf44bf29812a98bb9dc1638815112950bb9e7bad11c610d6406dd2d1c36cddd639e024205a1a2bd82ec97059ef61b5226' +
      'e3246ca672962194d1222cc032003fe34bf5ca0227f1c86439dcfba5203cf57099884276b0fbbf9b9cec93392673d8290a1a3452f3791c3881c9be6a' +
      '1eef23841a8a5fde255cbbd3c4fc33827c',
    message: '9b9b496e44544456e70d9be86bd398dae00c7c05d6ea76c45d12f050b1c61c219b2fe47749451e44d96d11916f6ec4cf9eea67cb',
  },
]

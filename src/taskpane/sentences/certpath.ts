/** About the certificate path and revocation. */
import type { SentenceOf } from './sentence.ts'

export const certpathSentences: SentenceOf<'certpath'> = {
  'certpath/valid': {
    en: {
      title: 'Leads to {root}',
      body: 'The certificate comes from an authority that you or your organisation trust.',
    },
    ja: {
      title: '{root} まで確認済み',
      body: '証明書は、あなたまたは組織が信頼する認証局につながっています。',
    },
  },
  'certpath/no-certificate': {
    en: {
      title: 'No certificate to check',
      body: 'The signer’s certificate isn’t in the message.',
    },
    ja: {
      title: '検証する証明書がありません',
      body: '署名者の証明書がメールに含まれていません。',
    },
  },
  'certpath/path-waits': {
    en: {
      title: 'Not checked',
      body: 'The certificate is only checked when the content can be.',
    },
    ja: {
      title: '確認していません',
      body: '内容を検証できない場合、証明書は確認しません。',
    },
  },
  'certpath/untrusted-root': {
    en: {
      title: 'The issuer isn’t on your trust list',
      body: 'The message is unchanged, but “{issuer}” is not an authority you or your organisation trust. Confirm with the sender by phone before you rely on it.',
    },
    ja: {
      title: '信頼されていない認証局の証明書です',
      body: 'メールは署名後に変わっていませんが、「{issuer}」は信頼する認証局に含まれていません。電話などで差出人本人に確認してください。',
    },
  },
  'certpath/issuer-missing': {
    en: {
      title: 'A link to the issuer is missing',
      body: 'The sender didn’t include the certificate of “{issuer}”. Ask the sender to include it, or your administrator to add that authority.',
    },
    ja: {
      title: '途中の証明書が不足しています',
      body: '「{issuer}」の証明書がメールに含まれていません。証明書を添えて送るよう差出人に依頼するか、認証局の追加を管理者に依頼してください。',
    },
  },
  'certpath/self-signed': {
    en: {
      title: 'The signer vouches for themselves',
      body: 'No authority stands behind this certificate. Compare its fingerprint with the sender by phone, then decide whether to trust it.',
    },
    ja: {
      title: '自己署名の証明書です',
      body: '認証局が発行した証明書ではありません。電話などで差出人とフィンガープリントを照合してから、信頼するか判断してください。',
    },
  },
  'certpath/distrusted': {
    en: {
      title: 'The issuer is no longer trusted',
      body: '“{issuer}” was removed from the list of trusted authorities for certificates made after {date}.',
    },
    ja: {
      title: 'この認証局は信頼の対象外になりました',
      body: '「{issuer}」が {date} より後に発行した証明書は信頼されません。',
    },
  },
  'certpath/expired': {
    en: {
      title: 'The signer’s certificate expired on {date}',
      body: 'The message is unchanged. If it was signed before that date this is usually harmless; if it is new, ask the sender to renew.',
    },
    ja: {
      title: '署名者の証明書は {date} に期限が切れています',
      body: 'メールの内容は変わっていません。それ以前の署名なら通常は問題ありません。新しいメールなら、差出人に証明書の更新を依頼してください。',
    },
  },
  'certpath/issuer-expired': {
    en: {
      title: 'A certificate above the signer’s has expired',
      body: '“{issuer}” was valid until {date}. Your administrator may have a newer one.',
    },
    ja: {
      title: '上位の証明書の期限が切れています',
      body: '「{issuer}」の有効期限は {date} まででした。新しい証明書の有無を管理者に確認してください。',
    },
  },
  'certpath/not-yet-valid': {
    en: {
      title: 'The certificate starts on {date}',
      body: 'It isn’t valid yet. Check the date and time of this computer first.',
    },
    ja: {
      title: '証明書の有効期間は {date} からです',
      body: 'まだ有効期間が始まっていません。まず、このパソコンの日付と時刻を確認してください。',
    },
  },
  'certpath/wrong-purpose': {
    en: {
      title: 'The certificate isn’t meant for mail',
      body: 'It was issued for {purpose}, so it can’t vouch for a sender.',
    },
    ja: {
      title: 'メール用の証明書ではありません',
      body: 'この証明書は{purpose}用に発行されたもので、差出人の証明には使えません。',
    },
  },
  'certpath/key-usage': {
    en: {
      title: 'The key isn’t allowed to sign',
      body: 'The issuer limited this certificate to other uses.',
    },
    ja: {
      title: '署名に使えない鍵です',
      body: '認証局がこの証明書の用途を署名以外に限定しています。',
    },
  },
  'certpath/not-a-ca': {
    en: {
      title: 'Issued by someone who may not issue',
      body: 'A certificate in the path is not an authority’s certificate, yet it was used to make another one.',
    },
    ja: {
      title: '発行を許可されていない証明書で作られています',
      body: '認証局ではない証明書を使って、別の証明書が発行されています。',
    },
  },
  'certpath/path-length': {
    en: {
      title: 'The path is longer than its authority allows',
      body: '“{issuer}” may not have further authorities below it.',
    },
    ja: {
      title: '認証局の階層が制限を超えています',
      body: '「{issuer}」の下位に、さらに認証局を置くことは許可されていません。',
    },
  },
  'certpath/name-constraint': {
    en: {
      title: 'The issuer may not vouch for this address',
      body: '“{issuer}” is limited to other names than {address}.',
    },
    ja: {
      title: '認証局の発行範囲外のアドレスです',
      body: '「{issuer}」は {address} に証明書を発行することを許可されていません。',
    },
  },
  'certpath/policy': {
    en: {
      title: 'The certificate misses a required policy',
      body: 'A certificate in the path demands a policy that the signer’s certificate doesn’t have.',
    },
    ja: {
      title: '必要な証明書ポリシーがありません',
      body: '上位の証明書が求めるポリシーを、署名者の証明書が満たしていません。',
    },
  },
  'certpath/unknown-critical-extension': {
    en: {
      title: 'The certificate has a rule Sealpane doesn’t know',
      body: 'The issuer marked it as binding ({oid}), so it must not be skipped.',
    },
    ja: {
      title: '未対応の必須条件が含まれています',
      body: '認証局が必須とした拡張 ({oid}) に対応していないため、無視できません。',
    },
  },
  'certpath/signature-wrong': {
    en: {
      title: 'A certificate in the path is forged or damaged',
      body: 'The signature of “{issuer}” on it doesn’t match.',
    },
    ja: {
      title: '証明書が偽造されたか、壊れています',
      body: '証明書に付けられた「{issuer}」の署名が一致しません。',
    },
  },
  'certpath/algorithm-unsupported': {
    en: {
      title: 'A certificate uses a method Sealpane doesn’t know',
      body: '“{subject}” was signed with {algorithm}, so the path could not be confirmed. That says nothing against the sender.',
    },
    ja: {
      title: '証明書の署名方式に対応していません',
      body: '「{subject}」には {algorithm} が使われており、証明書パスを確認できません。差出人に問題があるという意味ではありません。',
    },
  },
  'certpath/weak-algorithm': {
    en: {
      title: 'A certificate uses an outdated method',
      body: '“{subject}” was signed with {algorithm}, which can be forged with enough effort. Ask the sender to renew the certificate.',
    },
    ja: {
      title: '証明書に古い方式が使われています',
      body: '「{subject}」に使われている {algorithm} は偽造されるおそれがあります。証明書の更新を差出人に依頼してください。',
    },
  },
  'certpath/budget-exhausted': {
    en: {
      title: 'Too many possible paths',
      body: 'Sealpane stopped after {n} attempts to keep your computer responsive. The path was not confirmed.',
    },
    ja: {
      title: '証明書パスの候補が多すぎます',
      body: 'パソコンの動作を妨げないよう、{n} 回で検証を打ち切りました。パスは確認できていません。',
    },
  },
  'certpath/not-revoked': {
    en: {
      title: 'Not revoked',
      body: 'The issuer’s statement of {date} says so.',
    },
    ja: {
      title: '失効していません',
      body: '{date} 時点の認証局の情報で確認しました。',
    },
  },
  'certpath/revoked-crl': {
    en: {
      title: 'The certificate was revoked on {date}',
      body: 'The issuer’s revocation list withdraws it. Don’t rely on this signature; ask the sender what happened.',
    },
    ja: {
      title: '証明書は {date} に失効しています',
      body: '認証局の失効リスト (CRL) に記載されています。この署名は信用せず、差出人に事情を確認してください。',
    },
  },
  'certpath/revoked-ocsp': {
    en: {
      title: 'The certificate was revoked on {date}',
      body: 'The issuer’s online answer (OCSP) withdraws it. Don’t rely on this signature; ask the sender what happened.',
    },
    ja: {
      title: '証明書は {date} に失効しています',
      body: '認証局のオンライン応答 (OCSP) で失効が確認されました。この署名は信用せず、差出人に事情を確認してください。',
    },
  },
  'certpath/revocation-unknown': {
    en: {
      title: 'Can’t tell whether it was revoked',
      body: 'Your organisation asks for this check, but the issuer gave no usable answer. Try again later, or confirm with the sender.',
    },
    ja: {
      title: '失効しているか確認できません',
      body: '組織の設定では失効の確認が必要ですが、認証局から有効な回答がありませんでした。後でもう一度検証するか、差出人に確認してください。',
    },
  },
  'certpath/revocation-not-checked': {
    en: {
      title: 'Not checked',
      body: 'This version doesn’t ask the issuer, so a withdrawn certificate would not be noticed.',
    },
    ja: {
      title: '確認していません',
      body: 'このバージョンは認証局に照会しません。証明書が失効していても分かりません。',
    },
  },
  'certpath/revocation-waits': {
    en: {
      title: 'Not checked',
      body: 'Revocation is only checked when the certificate path holds.',
    },
    ja: {
      title: '確認していません',
      body: '失効は、証明書パスを確認できた場合にだけ調べます。',
    },
  },
}

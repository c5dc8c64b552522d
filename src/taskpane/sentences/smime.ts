/** About the message, its signature and its sender. */
import type { SentenceOf } from './sentence.ts'

export const smimeSentences: SentenceOf<'smime'> = {
  'smime/valid': {
    en: {
      title: 'Signed by {signer}',
      body: 'The message is exactly as it was signed, and the certificate belongs to the sender’s address.',
    },
    ja: {
      title: '署名者: {signer}',
      body: 'メールは署名されたときのままで、証明書のアドレスは差出人と一致しています。',
    },
  },
  'smime/none': {
    en: {
      title: 'This message has no signature',
      body: 'That is normal: most mail isn’t signed. It only means that nothing here proves who wrote it.',
    },
    ja: {
      title: 'このメールには署名がありません',
      body: '署名のないメールは珍しくありません。ただし、誰が書いたかを確かめることはできません。',
    },
  },
  'smime/content-intact': {
    en: {
      title: 'Unchanged since signing',
      body: 'Every byte shown here was covered by the signature.',
    },
    ja: {
      title: '署名後の変更はありません',
      body: 'ここに表示している内容は、すべて署名の対象です。',
    },
  },
  'smime/content-altered': {
    en: {
      title: 'The message was changed after signing',
      body: 'What you see is not what {signer} signed. Don’t rely on it; ask the sender, in a new message or by phone, to send it again.',
    },
    ja: {
      title: '署名後に内容が変わっています',
      body: '表示されている内容は、{signer} が署名したものと異なります。内容を信用せず、新しいメールや電話で再送を依頼してください。',
    },
  },
  'smime/line-endings-changed': {
    en: {
      title: 'Line ends were rewritten on the way',
      body: 'With the original line ends the signature would match. Some mail server between you and the sender rewrote them. The signature stays not valid.',
    },
    ja: {
      title: '配送中に行末や改行が書き換えられています',
      body: '元の行末に戻すと署名と一致します。途中のメールサーバーが書き換えたと考えられます。判定は「無効」のままです。',
    },
  },
  'smime/footer-added': {
    en: {
      title: 'A footer or banner was added to the signed text',
      body: 'Probably a mailing list or mail gateway added it. The original text may be intact, but Sealpane does not vouch for what you see.',
    },
    ja: {
      title: '署名後にフッターなどが追加されています',
      body: 'メーリングリストやメールゲートウェイが追加したと考えられます。元の文章は変わっていない可能性がありますが、表示されている内容全体は保証できません。',
    },
  },
  'smime/reencoded': {
    en: {
      title: 'The message was re-encoded on the way',
      body: 'Decoding and re-encoding by a mail server changed the signed bytes. Ask the sender to use “opaque” signing, which survives this.',
    },
    ja: {
      title: '配送中にエンコードが変更されています',
      body: '途中のメールサーバーがメールを再エンコードし、署名の対象データが変わりました。影響を受けにくい不透明署名で再送するよう、差出人に依頼してください。',
    },
  },
  'smime/malformed': {
    en: {
      title: 'The signature is damaged',
      body: 'Its structure breaks the S/MIME rules, so it can’t prove anything. Ask the sender to send the message again.',
    },
    ja: {
      title: '署名が壊れています',
      body: '署名データの構造が S/MIME の規則に合っていないため、検証できません。差出人に再送を依頼してください。',
    },
  },
  'smime/no-signer': {
    en: {
      title: 'The signature names no signer',
      body: 'The message looks signed, but nobody’s signature is in it. Treat it as not signed.',
    },
    ja: {
      title: '署名者の情報がありません',
      body: '署名付きの形式ですが、誰の署名も含まれていません。署名のないメールとして扱ってください。',
    },
  },
  'smime/several-signers': {
    en: {
      title: 'This message has {n} signatures',
      body: 'Sealpane vouches for messages with one signer. Each signature is listed below with its own answers.',
    },
    ja: {
      title: '署名が {n} 件あります',
      body: 'Sealpane が「有効」と判定するのは、署名者が 1 名のメールだけです。それぞれの検証結果は下に表示しています。',
    },
  },
  'smime/inner-part-signed': {
    en: {
      title: 'Only a part of this message is signed',
      body: 'What stands around it, often a mailing list’s footer, could be anyone’s. The message as a whole counts as not signed.',
    },
    ja: {
      title: 'メールの一部にだけ署名があります',
      body: '周囲の部分 (メーリングリストのフッターなど) は、誰が書いたか確認できません。そのため、メール全体は「署名なし」として扱います。',
    },
  },
  'smime/outer-signature-ignored': {
    en: {
      title: 'A signature outside the encryption — not counted',
      body: 'Anyone who passes on an encrypted message can add one. Only a signature inside says who wrote it.',
    },
    ja: {
      title: '暗号化の外側の署名は判定に使いません',
      body: '外側の署名は、配送の途中で誰でも付けられます。書いた人を示すのは、内側の署名だけです。',
    },
  },
  'smime/encrypted-locked': {
    en: {
      title: 'Unlock your key to read this message',
      body: 'It is encrypted for {address}. The content appears here, in this pane only.',
    },
    ja: {
      title: '鍵のロックを解除すると読めます',
      body: '{address} 宛てに暗号化されています。内容はこの作業ウィンドウにだけ表示されます。',
    },
  },
  'smime/decrypted': {
    en: {
      title: 'Encrypted for you',
      body: 'Opened with your key “{key}”.',
    },
    ja: {
      title: 'あなた宛てに暗号化',
      body: '鍵「{key}」で開きました。',
    },
  },
  'smime/decrypted-old-key': {
    en: {
      title: 'Encrypted for an older key of yours',
      body: 'Opened with “{key}”, which expired on {date}. Keep that key: older mail needs it.',
    },
    ja: {
      title: '以前の鍵宛てに暗号化',
      body: '{date} に期限が切れた鍵「{key}」で開きました。過去のメールに必要なため、削除しないでください。',
    },
  },
  'smime/none-encrypted': {
    en: {
      title: 'Encrypted, but not signed',
      body: 'Only the recipients can read it, but nothing proves who wrote it. If that matters, ask the sender to sign.',
    },
    ja: {
      title: '暗号化されていますが、署名はありません',
      body: '読めるのは受信者だけですが、誰が書いたかは確認できません。必要なら、差出人に署名を依頼してください。',
    },
  },
  'smime/valid-encrypted': {
    en: {
      title: 'Signed by {signer}',
      body: 'The message was encrypted for you, is exactly as it was signed, and comes from the sender’s address.',
    },
    ja: {
      title: '署名者: {signer}',
      body: 'あなた宛てに暗号化されたメールです。内容は署名されたときのままで、差出人とも一致しています。',
    },
  },
  'smime/not-for-you': {
    en: {
      title: 'This message wasn’t encrypted for you',
      body: 'None of its {n} recipients is a certificate of yours. Ask the sender to include you, or import the key if you have it elsewhere.',
    },
    ja: {
      title: 'あなた宛てには暗号化されていません',
      body: '{n} 件の宛先に、お使いの証明書は含まれていません。宛先に加えるよう差出人に依頼するか、別の場所にある鍵を取り込んでください。',
    },
  },
  'smime/certs-only': {
    en: {
      title: 'This message only delivers certificates',
      body: 'It contains certificates and no text. There is nothing to check.',
    },
    ja: {
      title: '証明書を届けるためのメールです',
      body: '証明書だけが含まれ、本文はありません。検証する署名もありません。',
    },
  },
  'smime/too-many-layers': {
    en: {
      title: 'Too many layers',
      body: 'The message is wrapped more often than any real one. Sealpane stopped and shows nothing from inside.',
    },
    ja: {
      title: '包みの階層が多すぎます',
      body: '通常では考えられない数の階層で包まれているため処理を中止し、内側の内容は表示していません。',
    },
  },
  'smime/sender-match': {
    en: {
      title: 'Same address as From',
      body: 'From and the certificate both name {address}.',
    },
    ja: {
      title: '署名者のアドレスと一致',
      body: '差出人と証明書のアドレスは、どちらも {address} です。',
    },
  },
  'smime/sender-mismatch': {
    en: {
      title: 'Signed by someone other than the sender',
      body: 'From says {from}, but the signature belongs to {signer}. Go by the signer, and ask if that surprises you.',
    },
    ja: {
      title: '差出人と署名者が異なります',
      body: '差出人は {from} ですが、署名したのは {signer} です。署名者のアドレスを基準に判断し、心当たりがなければ確認してください。',
    },
  },
  'smime/no-address-in-certificate': {
    en: {
      title: 'The certificate names no mail address',
      body: 'It names “{subject}”, but nothing ties it to {from}. Check with the sender that it is theirs.',
    },
    ja: {
      title: '証明書にメールアドレスがありません',
      body: '証明書の名義は「{subject}」ですが、{from} との結び付きを確認できません。差出人本人の証明書か確認してください。',
    },
  },
  'smime/several-from': {
    en: {
      title: 'The message has several senders',
      body: 'More than one From address: {from}. No signature can stand for all of them.',
    },
    ja: {
      title: '差出人が複数あります',
      body: '差出人に複数のアドレスがあります: {from}。1 つの署名で全員を証明することはできません。',
    },
  },
  'smime/no-from': {
    en: {
      title: 'The message has no usable From address',
      body: 'There is nothing to compare the signer with. Go by the signer’s address.',
    },
    ja: {
      title: '差出人のアドレスを確認できません',
      body: '署名者と比べる差出人のアドレスがありません。署名者のアドレスを基準に判断してください。',
    },
  },
  'smime/from-malformed': {
    en: {
      title: 'The From line is written in a misleading way',
      body: 'Parts of it look like an address but aren’t. Go by the signer’s address.',
    },
    ja: {
      title: '差出人の表記が紛らわしい形になっています',
      body: 'アドレスのように見えて、そうではない部分があります。署名者のアドレスを基準に判断してください。',
    },
  },
  'smime/host-from-differs': {
    en: {
      title: 'Outlook shows a different sender',
      body: 'Outlook shows {from}; the message that was checked says {address}.',
    },
    ja: {
      title: 'Outlook の表示と差出人が異なります',
      body: 'Outlook には {from} と表示されていますが、検証したメールの差出人は {address} です。',
    },
  },
  'smime/header-from-differs': {
    en: {
      title: 'The outside shows another sender',
      body: 'The signed message is from {inner}; the envelope says {outer}. Go by the signed one.',
    },
    ja: {
      title: '外側の差出人が署名された内容と異なります',
      body: '署名された差出人は {inner} ですが、外側には {outer} と書かれています。署名されたほうを基準にしてください。',
    },
  },
  'smime/header-protected': {
    en: {
      title: 'Subject and addresses are protected',
      body: 'They were signed together with the text.',
    },
    ja: {
      title: '件名と宛先も保護されています',
      body: '本文と一緒に署名されています。',
    },
  },
  'smime/header-protection-differs': {
    en: {
      title: 'The headers were changed on the way',
      body: 'The signed message says “{inner}”, the outside says “{outer}”. Sealpane shows the signed one.',
    },
    ja: {
      title: '配送中にヘッダーが変更されています',
      body: '署名された件名などは「{inner}」ですが、外側では「{outer}」となっています。署名されたほうを表示しています。',
    },
  },
  'smime/not-addressed-to-you': {
    en: {
      title: 'You aren’t among the signed recipients',
      body: 'The author addressed it to {recipients}. Someone else may have passed it on to you.',
    },
    ja: {
      title: '署名された宛先にあなたが含まれていません',
      body: '元の宛先は {recipients} です。別の人から転送された可能性があります。',
    },
  },
  'smime/sender-waits': {
    en: {
      title: 'Not checked',
      body: 'The sender can only be compared when the certificate is there and the content is as signed.',
    },
    ja: {
      title: '確認していません',
      body: '内容と証明書を確認できた場合にだけ、差出人と比べます。',
    },
  },
  'smime/on-behalf': {
    en: {
      title: 'Sent by {sender} on behalf of {from}',
      body: 'The signature belongs to the one who sent it. Fine for an assistant or a shared mailbox; otherwise ask.',
    },
    ja: {
      title: '{sender} が {from} の代理で送信しています',
      body: '署名は送信した人のものです。代理送信や共有メールボックスでなければ、確認してください。',
    },
  },
  'smime/reply-to-differs': {
    en: {
      title: 'Replies go to another address',
      body: 'Your answer would go to {address}, not to the signer.',
    },
    ja: {
      title: '返信先のアドレスが異なります',
      body: '返信すると、署名者ではなく {address} に届きます。',
    },
  },
  'smime/name-hides-address': {
    en: {
      title: 'The display name was left out',
      body: 'It contained another mail address, which could mislead. The real one is {address}.',
    },
    ja: {
      title: '表示名を省略しました',
      body: '表示名に別のメールアドレスが含まれていました。実際のアドレスは {address} です。',
    },
  },
  'smime/mixed-script-domain': {
    en: {
      title: 'The domain mixes alphabets',
      body: '{domain} is really {punycode}. Look closely: it may imitate another name.',
    },
    ja: {
      title: 'ドメインに異なる文字種が混ざっています',
      body: '{domain} は実際には {punycode} です。別の名前に似せている可能性があるため、よく確認してください。',
    },
  },
  'smime/signing-time-far': {
    en: {
      title: 'Signed at another time than sent',
      body: 'Signed {time}, sent {date}. An old message may have been sent again.',
    },
    ja: {
      title: '署名と送信の時刻が離れています',
      body: '署名は {time}、送信は {date} です。以前のメールが再送された可能性があります。',
    },
  },
  'smime/countersigned': {
    en: {
      title: 'Countersigned by {signer}',
      body: 'A further signature confirms this one, and its certificate is trusted. It is shown for information only.',
    },
    ja: {
      title: '副署があります: {signer}',
      body: '署名を補足する別の署名があり、その証明書も信頼できます。参考として表示しています。判定には影響しません。',
    },
  },
  'smime/countersigned-untrusted': {
    en: {
      title: 'Countersigned by {signer}, not trusted here',
      body: 'A further signature fits this one, but its certificate leads to no authority that counts here. The verdict doesn’t depend on it.',
    },
    ja: {
      title: '信頼を確認できない副署があります: {signer}',
      body: '署名を補足する別の署名がありますが、その証明書が信頼できるかどうかは確認できませんでした。判定には影響しません。',
    },
  },
  'smime/time-stamped': {
    en: {
      title: 'Time-stamped {time}',
      body: '{signer} states that the signature existed then, and its certificate is trusted. It is shown for information only.',
    },
    ja: {
      title: 'タイムスタンプがあります: {time}',
      body: '{signer} が、この時刻に署名が存在したと証言しており、その証明書も信頼できます。参考として表示しています。判定には影響しません。',
    },
  },
  'smime/time-stamped-untrusted': {
    en: {
      title: 'Time-stamped {time}, not trusted here',
      body: '{signer} states that the signature existed then, but its certificate leads to no authority that counts here. The verdict doesn’t depend on it.',
    },
    ja: {
      title: '信頼を確認できないタイムスタンプがあります: {time}',
      body: '{signer} が、この時刻に署名が存在したと証言していますが、その証明書が信頼できるかどうかは確認できませんでした。判定には影響しません。',
    },
  },
  'smime/confirmation-unproven': {
    en: {
      title: 'A time stamp or countersignature could not be checked',
      body: 'Something attached to confirm this signature doesn’t fit it, or is made in a way Sealpane can’t check. The verdict doesn’t depend on it.',
    },
    ja: {
      title: '確認できないタイムスタンプまたは副署があります',
      body: '署名を補足する情報が付いていますが、確認できませんでした。署名の判定には影響しません。',
    },
  },
  'smime/signing-time-missing': {
    en: {
      title: 'No signing time stated',
      body: 'The signer didn’t say when they signed. The verdict doesn’t depend on it.',
    },
    ja: {
      title: '署名時刻の記載がありません',
      body: '署名者が署名時刻を記録していません。判定には影響しません。',
    },
  },
  'smime/not-encrypted': {
    en: {
      title: 'Not encrypted',
      body: 'Like most mail.',
    },
    ja: {
      title: '暗号化なし',
      body: '通常のメールです。',
    },
  },
  'smime/encrypted': {
    en: {
      title: 'Encrypted',
      body: 'Only its recipients can read it.',
    },
    ja: {
      title: '暗号化',
      body: '受信者だけが読めます。',
    },
  },
  'smime/attached-message': {
    en: {
      title: 'Attached message',
      body: 'It isn’t checked with the message that carries it. Open it to see its own verdict.',
    },
    ja: {
      title: '添付されたメール',
      body: 'このメールとは別に検証が必要です。開くと、そのメール自身の判定を表示します。',
    },
  },
  'smime/describes-certificate-only': {
    en: {
      title: 'Only about the certificate',
      body: 'Apart from “Content”, these answers describe the certificate. They say nothing about the text you see.',
    },
    ja: {
      title: '証明書についての結果です',
      body: '「内容」以外は、証明書についての結果です。表示されている本文については何も保証しません。',
    },
  },
  'smime/no-key': {
    en: {
      title: 'Your key for this message isn’t here',
      body: 'It was encrypted for the certificate {serial} of “{issuer}”. If you have that key on another computer or in a backup, import it.',
    },
    ja: {
      title: 'このメール用の鍵がここにありません',
      body: '「{issuer}」が発行した証明書 {serial} 宛てに暗号化されています。別のパソコンやバックアップに鍵があれば、取り込んでください。',
    },
  },
  'smime/no-keys-yet': {
    en: {
      title: 'To read this, bring your key',
      body: 'The message is encrypted. Import the .p12 or .pfx file you received with your certificate.',
    },
    ja: {
      title: '読むには鍵を取り込んでください',
      body: '暗号化されたメールです。証明書と一緒に受け取った .p12 または .pfx ファイルを取り込んでください。',
    },
  },
  'smime/cannot-decrypt': {
    en: {
      title: 'This message can’t be opened with your keys',
      body: 'Ask the sender to encrypt it again with your current certificate.',
    },
    ja: {
      title: 'お使いの鍵ではこのメールを開けません',
      body: '現在の証明書で暗号化し直すよう、差出人に依頼してください。',
    },
  },
  'smime/expands-too-much': {
    en: {
      title: 'The message unpacks to more than is safe',
      body: 'It stopped growing at {limit}. It may be a trap; nothing from it is shown.',
    },
    ja: {
      title: '展開後のサイズが安全な範囲を超えています',
      body: '{limit} で展開を中止しました。悪意のあるデータの可能性があるため、内容は表示していません。',
    },
  },
  'smime/cbc-unsigned': {
    en: {
      title: 'Could have been changed on the way',
      body: 'This kind of encryption doesn’t notice changes, and no valid signature inside would show them. Links are switched off.',
    },
    ja: {
      title: '途中で変更された可能性があります',
      body: 'この暗号化方式では変更を検出できず、内側に有効な署名もありません。リンクは無効にしています。',
    },
  },
  'smime/key-cannot-sign': {
    en: {
      title: 'This key can’t make the signature',
      body: 'Key, certificate and method don’t go together. Nothing was sent; choose another key or method.',
    },
    ja: {
      title: 'この鍵では署名できません',
      body: '鍵、証明書、署名方式の組み合わせが合いません。何も送信していません。別の鍵または方式を選んでください。',
    },
  },
  'smime/recipient-key-unusable': {
    en: {
      title: 'A recipient’s key can’t be encrypted to',
      body: 'Nothing was sent. Ask that person for a certificate with an RSA or EC key for encryption.',
    },
    ja: {
      title: '暗号化に使えない鍵を持つ宛先があります',
      body: '何も送信していません。RSA または EC の暗号化用の鍵を持つ証明書を、その相手に依頼してください。',
    },
  },
  'smime/first-signed': {
    en: {
      title: 'First signed message from this address',
      body: 'Sealpane will remember this certificate and tell you if it changes. Fingerprint: {fingerprint}.',
    },
    ja: {
      title: 'このアドレスからの署名付きメールは初めてです',
      body: '証明書を記録し、変更があった場合にお知らせします。フィンガープリントは {fingerprint} です。',
    },
  },
  'smime/signer-changed': {
    en: {
      title: 'New certificate since {date}',
      body: 'This address used another certificate before. That is normal after a renewal; ask if it surprises you. Fingerprint before: {fingerprintBefore}; now: {fingerprint}.',
    },
    ja: {
      title: '証明書が {date} から変わっています',
      body: '以前とは別の証明書です。更新後であれば問題ありません。心当たりがなければ差出人に確認してください。フィンガープリントは、以前が {fingerprintBefore}、今回が {fingerprint} です。',
    },
  },
  'smime/issuer-changed': {
    en: {
      title: 'Another authority than last time',
      body: 'Before: “{before}”. Now: “{issuer}”. Ask the sender if you didn’t expect it. Fingerprint before: {fingerprintBefore}; now: {fingerprint}.',
    },
    ja: {
      title: '発行した認証局が前回と異なります',
      body: '前回は「{before}」、今回は「{issuer}」です。心当たりがなければ差出人に確認してください。フィンガープリントは、前回が {fingerprintBefore}、今回が {fingerprint} です。',
    },
  },
}

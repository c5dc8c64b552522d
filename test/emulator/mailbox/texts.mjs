/** What the demo's letters say. */

export const valid = `Dear Yuki,

the goods of order 4711 left our warehouse in Kobe this morning. The forwarder
expects them at your gate on Thursday before noon.

Please send the receipt back to me when they have arrived.

Kind regards
Kenji Tanaka
Contoso K.K., Sales
`

export const transfer = `Dear Yuki,

we have confirmed the price for the second delivery. Please transfer the amount
of JPY 1,250,000 to our account at Woodgrove Bank, account number 2204417, by
the end of the month.

Kind regards
Kenji Tanaka
Contoso K.K., Sales
`

export const wrongSender = `Dear Yuki,

I am in a meeting and cannot take calls. Please look at the attached figures
again before five and send me the approval code.

Daniel Weber
Chief Financial Officer
`

export const expired = `Hello Yuki,

here are the dates for the maintenance window: Saturday 22:00 to Sunday 04:00.
The portal will not be reachable during that time.

Best wishes
Tom Baker
Fabrikam Ltd
`

export const unknownIssuer = `Dear Ms Mori,

thank you for your enquiry. Our price list for the coming year is ready and I
can send it to you by post or by courier.

With best regards
Anna Lindqvist
Northwind Traders
`

export const opaque = `Dear Yuki,

the contract is approved by our legal department. The signed paper copy follows
by registered post.

Mit freundlichen Grüßen
Maria Keller
Litware GmbH
`

export const twoSigners = `Dear all,

we agree on the following: delivery in two parts, the first on 10 December and
the second on 20 January; payment 30 days after each delivery.

Maria Keller, Litware GmbH
Kenji Tanaka, Contoso K.K.
`

export const forwardedCover = `Hi Yuki,

see the message attached. Kenji signed it, so you can open it and check it
yourself.

Thanks
Sophie
`

export const plain = `Dear colleagues,

the canteen is closed on Friday because of the fire drill. Sandwiches are
available at the reception desk from eleven thirty.

Facility team
`

export const menu = `Friday
  Cheese and tomato sandwich
  Egg sandwich
  Rice ball with salmon
`

export const japanese = `森様

いつも大変お世話になっております。
コントソ株式会社 経理部の佐藤です。

十一月分の請求書を発行いたしました。お支払い期日は十二月三十一日です。
ご不明な点がございましたら、このメールへの返信でお知らせください。

なお、当社からの請求のご連絡には必ず電子署名を付けております。
署名のない請求メールにはご注意ください。

どうぞよろしくお願いいたします。

佐藤 花子
コントソ株式会社 経理部
`

export const attachments = `Dear Yuki,

attached is the list of serial numbers that you asked for. Devices marked with
an asterisk are under extended warranty.

Best regards
Maria Keller
Litware GmbH
`

export const attachmentsHtml = `<html><head><meta charset="utf-8"></head><body>
<p>Dear Yuki,</p>
<p>attached is the <b>list of serial numbers</b> that you asked for. Devices marked with an asterisk are under
extended warranty.</p>
<p>Best regards<br>Maria Keller<br>Litware GmbH</p>
</body></html>
`

export const serialNumbers = `device;serial;warranty until
Scanner A4;LW-20931-7;2027-03-31
Scanner A4;LW-20932-5;2027-03-31
Label printer;LW-31107-2*;2029-03-31
`

export const offer = `Dear Yuki,

here are the revised figures for the Osaka site, as we discussed on Friday. The
delivery dates in the attached table are now final.

Please send your approval by Wednesday, signed if you can.

Kind regards
Kenji Tanaka
Contoso K.K., Sales
`

export const offerTable = `item;quantity;price JPY;delivery
Scanner A4;12;1,248,000;2026-12-10
Label printer;4;396,000;2026-12-10
Installation;1;180,000;2027-01-20
`

export const salary = `<html><head><meta charset="utf-8"></head><body>
<p>Dear Yuki,</p>
<p>your salary from January is <b>JPY 486,000</b> a month. The chart shows how it has grown.</p>
<p><img src="cid:chart@contoso.co.jp" alt="Salary over the last four years" width="240" height="120"></p>
<p>The details are on the <a href="https://intranet.contoso.example/salary">intranet</a>.</p>
<p><img src="https://tracker.example/opened.png?who=yuki.mori" alt="Company logo" width="40" height="40"></p>
<p>Kind regards<br>Personnel</p>
</body></html>
`

export const salaryPlain = `Dear Yuki,

your salary from January is JPY 486,000 a month. The attached chart shows how it
has grown.

Kind regards
Personnel
`

export const minutes = `<html><head><meta charset="utf-8"></head><body>
<p>Please find the minutes of 12 November below. The next meeting is on the 26th.</p>
<ol><li>The budget was approved.</li><li>The move to the second floor starts in March.</li></ol>
<p>The slides are <a href="https://slides.litware.example/november">here</a>.</p>
</body></html>
`

export const archive = `Dear Yuki,

this is the access code of the archive that you asked for in 2024: 7741-K. It
was encrypted with the certificate that you had then, and you need the key of
that time to read it.

Maria Keller
Litware GmbH
`

export const stranger = `Dear Jun,

the interview is on Monday at ten. Please tell nobody yet.

Kenji Tanaka
`

export const triple = `Dear Yuki,

the tender is closed. We were second; the file with all bids follows.

Maria Keller
Litware GmbH
`

export const tampered = `Dear Yuki,

please pay the deposit of JPY 300,000 to account number 2204417.

Kenji Tanaka
`

export const enclosedCover = `Hi Yuki,

Kenji's signed letter is attached, as it came to me. Open it and look at its own
verdict.

Maria
`

export const contract = `森様

いつも大変お世話になっております。
コントソ株式会社 経理部の佐藤です。

来年度の契約更新について、下記のとおりご提案いたします。
保守料金は月額 四十八万円、期間は二〇二七年四月からの一年間です。

社外秘の内容を含むため、このメールは暗号化してお送りしております。
ご確認のほど、どうぞよろしくお願いいたします。

佐藤 花子
コントソ株式会社 経理部
`

export const greeting = `Dear Hanako,

my certificate is new since January. This letter carries it: you can encrypt to
me from now on.

Yuki
`

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>KeyRow</name>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Show or hide the key</source>
        <translation>キーを表示または隠す</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>キーをコピー</translation>
    </message>
</context>
<context>
    <name>ModelNames</name>
    <message>
        <source>All models</source>
        <translation>すべてのモデル</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Choose among the models of your channels</source>
        <translation>チャンネルのモデルから選ぶ</translation>
    </message>
</context>
<context>
    <name>ShareCard</name>
    <message>
        <source>Share on LAN</source>
        <translation>LAN で共有</translation>
    </message>
    <message>
        <source>QR code with the gateway&apos;s address and the key</source>
        <translation>ゲートウェイのアドレスとキーの QR コード</translation>
    </message>
    <message>
        <source>Whoever scans this can spend what the token may spend. It works in your local network.</source>
        <translation>これを読み取った人は、このトークンの予算を使えます。ローカルネットワーク内で動作します。</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>ベース URL</translation>
    </message>
    <message>
        <source>Copy the base URL</source>
        <translation>ベース URL をコピー</translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation>画像としてコピー</translation>
    </message>
    <message>
        <source>The QR code is on the clipboard.</source>
        <translation>QR コードをクリップボードにコピーしました。</translation>
    </message>
</context>
<context>
    <name>TokenColumns</name>
    <message>
        <source>off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>期限切れ</translation>
    </message>
    <message>
        <source>spent</source>
        <translation>使い切り</translation>
    </message>
    <message>
        <source>active</source>
        <translation>有効</translation>
    </message>
    <message>
        <source>never</source>
        <translation>無期限</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Spent / budget</source>
        <translation>使用額 / 予算</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>有効期限</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>ネットワーク</translation>
    </message>
    <message>
        <source>any</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Per minute</source>
        <translation>毎分</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>最終使用</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>発行日時</translation>
    </message>
    <message>
        <source>all</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>{count} requests</source>
        <translation>{count} リクエスト</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} トークン</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>無制限</translation>
    </message>
</context>
<context>
    <name>TokenForm</name>
    <message>
        <source>never</source>
        <translation>無期限</translation>
    </message>
    <message>
        <source>in a day</source>
        <translation>1 日後</translation>
    </message>
    <message>
        <source>in a week</source>
        <translation>1 週間後</translation>
    </message>
    <message>
        <source>in 30 days</source>
        <translation>30 日後</translation>
    </message>
    <message>
        <source>in a year</source>
        <translation>1 年後</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>The tool, person or device it is for.</source>
        <translation>どのツール、人、機器のためのものか。</translation>
    </message>
    <message>
        <source>Budget in US dollars</source>
        <translation>予算（米ドル）</translation>
    </message>
    <message>
        <source>No limit in total</source>
        <translation>総額の上限なし</translation>
    </message>
    <message>
        <source>In total</source>
        <translation>総額</translation>
    </message>
    <message>
        <source>Per day</source>
        <translation>1 日あたり</translation>
    </message>
    <message>
        <source>Per week, from Monday</source>
        <translation>1 週間あたり（月曜から）</translation>
    </message>
    <message>
        <source>Per month</source>
        <translation>1 か月あたり</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>制限</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>有効期限</translation>
    </message>
    <message>
        <source>Or a span such as 12h, or a date such as 2027-01-31 18:00.</source>
        <translation>12h のような期間や、2027-01-31 18:00 のような日時も書けます。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>ネットワーク</translation>
    </message>
    <message>
        <source>Addresses it may be used from; empty is any.</source>
        <translation>使用を許すアドレス。空ならどこからでも。</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>毎分のリクエスト数</translation>
    </message>
    <message>
        <source>Tokens per minute</source>
        <translation>毎分のトークン数</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>無制限</translation>
    </message>
</context>
<context>
    <name>TokenPanel</name>
    <message>
        <source>The token is issued. Copy its key into the tool that will use it.</source>
        <translation>トークンを発行しました。使うツールにキーをコピーしてください。</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>失効させる</translation>
    </message>
    <message>
        <source>Make the token useless for ever (Delete in the table)</source>
        <translation>トークンを永久に無効にする（表では Delete）</translation>
    </message>
    <message>
        <source>Issue a token</source>
        <translation>トークンを発行</translation>
    </message>
    <message>
        <source>Issue</source>
        <translation>発行</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Share card</source>
        <translation>共有カード</translation>
    </message>
</context>
<context>
    <name>TokensPage</name>
    <message>
        <source>Issue a token</source>
        <translation>トークンを発行</translation>
    </message>
    <message>
        <source>Search tokens</source>
        <translation>トークンを検索</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>There is no token yet: issue one for each tool or person.</source>
        <translation>まだトークンがありません。ツールや人ごとに発行してください。</translation>
    </message>
    <message>
        <source>{name} is switched on.</source>
        <translation>{name} をオンにしました。</translation>
    </message>
    <message>
        <source>{name} is switched off.</source>
        <translation>{name} をオフにしました。</translation>
    </message>
    <message>
        <source>{name} is revoked.</source>
        <translation>{name} を失効させました。</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s) are revoked.</source>
        <translation>
            <numerusform>%n 個のトークンを失効させました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>キーをコピー</translation>
    </message>
    <message>
        <source>Share card</source>
        <translation>共有カード</translation>
    </message>
    <message>
        <source>Show its requests</source>
        <translation>このトークンのリクエストを見る</translation>
    </message>
    <message>
        <source>Try it in the Playground</source>
        <translation>プレイグラウンドで試す</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>オフにする</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>オンにする</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>失効させる</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>ChannelStrip</name>
    <message>
        <source>Well</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Resting</source>
        <translation>休止中</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>自動停止</translation>
    </message>
</context>
<context>
    <name>LatencyCard</name>
    <message>
        <source>Latency</source>
        <translation>レイテンシ</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>最初のトークン</translation>
    </message>
    <message>
        <source>Whole answer</source>
        <translation>応答全体</translation>
    </message>
    <message>
        <source>Which time</source>
        <translation>どの時間</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>95 of 100 within</source>
        <translation>95% がこの時間内</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Latency: {what}</source>
        <translation>レイテンシ：{what}</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>No request has passed through yet. Point a tool at the base URL, or try one here.</source>
        <translation>まだリクエストはありません。ツールを Base URL に向けるか、ここで試してください。</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>成功率</translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation>テストリクエストを送る</translation>
    </message>
    <message>
        <source>Tokens used</source>
        <translation>使用トークン</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>最初のトークン</translation>
    </message>
    <message>
        <source>Channels, last 24 hours</source>
        <translation>チャンネル（直近 24 時間）</translation>
    </message>
    <message>
        <source>Top spend</source>
        <translation>費用の上位</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Rank by</source>
        <translation>並べる基準</translation>
    </message>
    <message numerus="yes">
        <source>%n open now</source>
        <translation>
            <numerusform>進行中 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} ポイント</translation>
    </message>
    <message>
        <source>There is nothing before this range to compare with.</source>
        <translation>この期間より前に比較できるデータはありません。</translation>
    </message>
    <message>
        <source>{figure} in the range before, {since} – {until}</source>
        <translation>前の期間 {since} – {until}：{figure}</translation>
    </message>
    <message>
        <source>{label}: {requests} requests, {tokens} tokens</source>
        <translation>{label}：{requests} リクエスト、{tokens} トークン</translation>
    </message>
</context>
<context>
    <name>RangeChoice</name>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 日</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 日</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>期間指定</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>開始日</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>終了日</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>期間</translation>
    </message>
</context>
<context>
    <name>SpendCard</name>
    <message>
        <source>Spend</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン数</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>モデル別</translation>
    </message>
    <message>
        <source>By channel</source>
        <translation>チャンネル別</translation>
    </message>
    <message>
        <source>By token</source>
        <translation>トークン別</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>指標</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>グループ化</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Bars: {measure}, {group}</source>
        <translation>棒グラフ：{measure}、{group}</translation>
    </message>
    <message>
        <source>All others</source>
        <translation>その他すべて</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>（なし）</translation>
    </message>
</context>
</TS>

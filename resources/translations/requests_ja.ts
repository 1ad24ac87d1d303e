<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>OpenRequests</name>
    <message numerus="yes">
        <source>%n open now</source>
        <translation>
            <numerusform>進行中 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>No request is open</source>
        <translation>進行中のリクエストはありません</translation>
    </message>
    <message numerus="yes">
        <source>+%n more</source>
        <translation>
            <numerusform>ほか %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>choosing a channel</source>
        <translation>チャンネルを選択中</translation>
    </message>
    <message>
        <source>waiting for {channel}</source>
        <translation>{channel} を待機中</translation>
    </message>
    <message>
        <source>answering</source>
        <translation>応答中</translation>
    </message>
</context>
<context>
    <name>RequestColumns</name>
    <message>
        <source>left</source>
        <translation>離脱</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>最初のトークン</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合計時間</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン数</translation>
    </message>
    <message>
        <source>In</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>キャッシュ</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推論</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>ゲートウェイ</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>試行回数</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>方言</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>リクエスト ID</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>{prompt} in, {completion} out</source>
        <translation>入力 {prompt}、出力 {completion}</translation>
    </message>
</context>
<context>
    <name>RequestDetail</name>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>経路</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン数</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Translated between dialects</source>
        <translation>方言間の変換</translation>
    </message>
    <message>
        <source>Bodies, without keys</source>
        <translation>本文（キーは除去済み）</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>再実行</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>curl としてコピー</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>応答済み</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>client left</source>
        <translation>クライアント離脱</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>実測</translation>
    </message>
    <message>
        <source>The upstream told how many tokens it counted.</source>
        <translation>上流が数えたトークン数です。</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>推定</translation>
    </message>
    <message>
        <source>The upstream told no usage: tokens were counted here.</source>
        <translation>上流が使用量を返さなかったため、ここで数えました。</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>未計数</translation>
    </message>
    <message>
        <source>The request ended before anything could be counted.</source>
        <translation>何も数えられないうちにリクエストが終了しました。</translation>
    </message>
    <message>
        <source>streamed</source>
        <translation>ストリーム</translation>
    </message>
    <message numerus="yes">
        <source>%n attempts</source>
        <translation>
            <numerusform>試行 %n 回</numerusform>
        </translation>
    </message>
    <message>
        <source>{total} in all, {first} to the first token, {overhead} spent by the gateway</source>
        <translation>合計 {total}、最初のトークンまで {first}、ゲートウェイ自身 {overhead}</translation>
    </message>
    <message>
        <source>not tried: {reason}</source>
        <translation>未試行：{reason}</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>小計</translation>
    </message>
    <message>
        <source>Group ratio</source>
        <translation>グループ倍率</translation>
    </message>
    <message>
        <source>Charged</source>
        <translation>請求額</translation>
    </message>
    <message>
        <source>× {price} a second</source>
        <translation>× {price} / 秒</translation>
    </message>
    <message>
        <source>× {price} / 1M</source>
        <translation>× {price} / 100 万</translation>
    </message>
    <message>
        <source>Nothing was charged: the request ended before anything could be counted.</source>
        <translation>請求はありません：何も数えられないうちに終了しました。</translation>
    </message>
    <message>
        <source>No price was known for this model, so it was recorded at $0.</source>
        <translation>このモデルの価格が不明のため、$0 として記録されました。</translation>
    </message>
    <message>
        <source>What was charged stands, but today&apos;s price gives another amount.</source>
        <translation>請求額は確定済みですが、現在の価格では別の金額になります。</translation>
    </message>
    <message>
        <source>Price: {source}, {date}</source>
        <translation>価格：{source}、{date}</translation>
    </message>
    <message>
        <source>Price: {source}</source>
        <translation>価格：{source}</translation>
    </message>
    <message>
        <source>Show only these</source>
        <translation>これだけを表示</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Sent as</source>
        <translation>送信時の名前</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>方言</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>クライアント</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>リクエスト ID</translation>
    </message>
    <message>
        <source>Copy the request id</source>
        <translation>リクエスト ID をコピー</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>応答</translation>
    </message>
</context>
<context>
    <name>RequestFilters</name>
    <message>
        <source>Name, error or request id</source>
        <translation>名前・エラー・リクエスト ID</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>全期間</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>全状態</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>全モデル</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>All tokens</source>
        <translation>全トークン</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>全チャンネル</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>直近 1 時間</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>直近 24 時間</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>直近 7 日</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>直近 30 日</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>応答済み</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>Client left</source>
        <translation>クライアント離脱</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>429, too many</source>
        <translation>429、リクエスト過多</translation>
    </message>
    <message>
        <source>4xx, the client&apos;s</source>
        <translation>4xx、クライアント側</translation>
    </message>
    <message>
        <source>5xx, the upstream&apos;s</source>
        <translation>5xx、上流側</translation>
    </message>
</context>
<context>
    <name>RequestKinds</name>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>キャッシュ済み入力</translation>
    </message>
    <message>
        <source>Written to the cache</source>
        <translation>キャッシュへの書き込み</translation>
    </message>
    <message>
        <source>Audio input</source>
        <translation>音声入力</translation>
    </message>
    <message>
        <source>Image input</source>
        <translation>画像入力</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推論</translation>
    </message>
    <message>
        <source>Audio output</source>
        <translation>音声出力</translation>
    </message>
    <message>
        <source>Image output</source>
        <translation>画像出力</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>音声</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>プロンプト</translation>
    </message>
    <message>
        <source>of these from the cache</source>
        <translation>うちキャッシュ</translation>
    </message>
    <message>
        <source>of these written to the cache</source>
        <translation>うちキャッシュ書込</translation>
    </message>
    <message>
        <source>of these audio</source>
        <translation>うち音声</translation>
    </message>
    <message>
        <source>of these images</source>
        <translation>うち画像</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>of these reasoning</source>
        <translation>うち推論</translation>
    </message>
    <message>
        <source>Images made</source>
        <translation>生成した画像</translation>
    </message>
    <message>
        <source>your own price</source>
        <translation>自分で設定した価格</translation>
    </message>
    <message>
        <source>imported from One API</source>
        <translation>One API から取り込み</translation>
    </message>
    <message>
        <source>the catalogue genai-prices</source>
        <translation>genai-prices カタログ</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>組み込み</translation>
    </message>
    <message>
        <source>{name} · {bytes} bytes · {type}</source>
        <translation>{name} · {bytes} バイト · {type}</translation>
    </message>
    <message>
        <source>Copy this body</source>
        <translation>この本文をコピー</translation>
    </message>
    <message>
        <source>(no text)</source>
        <translation>（テキストではありません）</translation>
    </message>
</context>
<context>
    <name>RequestsPage</name>
    <message>
        <source>Live</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>書き出し</translation>
    </message>
    <message>
        <source>Show all requests</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Export requests</source>
        <translation>リクエストを書き出す</translation>
    </message>
    <message>
        <source>Spreadsheet (*.csv)</source>
        <translation>表計算 (*.csv)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>An export is running already.</source>
        <translation>書き出しはすでに実行中です。</translation>
    </message>
    <message>
        <source>Exporting to {file}</source>
        <translation>{file} に書き出し中</translation>
    </message>
    <message>
        <source>Exporting to {file}: {count} requests</source>
        <translation>{file} に書き出し中：{count} 件</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) written to {file}</source>
        <translation>
            <numerusform>%n 件を {file} に書き出しました</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>about {count} requests</source>
        <translation>約 {count} 件</translation>
    </message>
    <message>
        <source>more than {count} requests</source>
        <translation>{count} 件以上</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>新着 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new, go to the newest</source>
        <translation>
            <numerusform>新着 %n 件、最新へ移動</numerusform>
        </translation>
    </message>
    <message>
        <source>No request matches these filters.</source>
        <translation>条件に合うリクエストはありません。</translation>
    </message>
    <message>
        <source>No request has passed through yet.</source>
        <translation>まだリクエストがありません。</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>ベース URL をコピー</translation>
    </message>
    <message>
        <source>Choose a request first.</source>
        <translation>先にリクエストを選んでください。</translation>
    </message>
    <message>
        <source>The command has a sample in place of the body, which was not kept whole.</source>
        <translation>本文は完全には残っていないため、コマンドでは例で代用しています。</translation>
    </message>
    <message>
        <source>The export was cancelled; nothing was written.</source>
        <translation>書き出しを中止しました。何も書き込まれていません。</translation>
    </message>
</context>
<context>
    <name>Waterfall</name>
    <message>
        <source>Where the time went</source>
        <translation>時間の内訳</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>ゲートウェイ</translation>
    </message>
    <message>
        <source>Failed: {channel}</source>
        <translation>失敗：{channel}</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>最初のバイト</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>ストリーム</translation>
    </message>
    <message>
        <source>Settling</source>
        <translation>精算</translation>
    </message>
</context>
</TS>
